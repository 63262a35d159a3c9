//! `modell.yaml`: levels, rule, dimensions and criteria. The model owns the criteria; measures only fulfil them.

use jiff::civil::Date;

use crate::diagnostics::Diagnostic;
use crate::source::yaml::{Node, Value};
use crate::source::{Span, Spanned};

use super::common::{Point, SourceRef};
use super::fields::{Context, Fields, Read, Written, entries};
use super::names::{Kind, Record, Ref, Table};
use super::scalar::{Datum, Period, Share};
use super::shape::{self, Keys, Shape};

/// When a level passes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Rule {
    /// Every criterion of the level is met.
    #[default]
    All,
    /// The weighted share of met criteria reaches a threshold, and every must-criterion is met.
    Threshold(Share),
    /// More than half on the level, more than 17/20 below, and every must-criterion.
    Iso33020,
}

impl Read for Rule {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        match node.scalar() {
            Some("alle") => return Some(Self::All),
            Some("iso33020") => return Some(Self::Iso33020),
            Some(word) => {
                let finding = Diagnostic::at("E0205", node.span).with("wert", word);
                let words = "alle, iso33020, {schwelle: 80 %}".to_owned();
                let finding = finding.did_you_mean(word, ["alle", "iso33020"]);
                context.found.push(finding.hint_with("erlaubt", [("liste", words)]));
                return None;
            }
            None => {}
        }
        let mut fields = Fields::of(node, context);
        let threshold: Share = fields.required("schwelle");
        let zero = (fields.has("schwelle") && threshold.value().is_zero()).then(|| fields.span_of("schwelle"));
        fields.context.found.extend(zero.map(|span| Diagnostic::at("E0404", span)));
        let rule = Self::Threshold(threshold);
        fields.finish();
        Some(rule)
    }

    fn shape() -> Shape {
        Shape::Either(vec![Shape::Choice(vec!["alle", "iso33020"]), shape::mapping::<Self>()])
    }
}

impl Written for Rule {
    fn written(&self) -> String {
        match self {
            Self::All => "alle".to_owned(),
            Self::Threshold(share) => format!("{{schwelle: {}}}", share.written()),
            Self::Iso33020 => "iso33020".to_owned(),
        }
    }
}

/// The maturity model.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MaturityModel {
    /// Title.
    pub title: String,
    /// Version.
    pub version: Option<String>,
    /// Explanation, Markdown.
    pub text: Option<Spanned<String>>,
    /// Levels, level 0 first.
    pub levels: Vec<Point>,
    /// When a level passes.
    pub rule: Rule,
    /// Assumed delay where there is too little experience.
    pub delay: Period,
    /// Dimensions, in the model's order.
    pub dimensions: Table<Dimension>,
    /// Criteria of all dimensions, in the model's order.
    pub criteria: Table<Criterion>,
    /// Where it is from.
    pub sources: Vec<SourceRef>,
    /// What was assumed.
    pub assumption: Option<String>,
}

impl MaturityModel {
    /// The highest level.
    pub fn top(&self) -> u32 {
        u32::try_from(self.levels.len().saturating_sub(1)).unwrap_or(0)
    }

    /// The title of a level.
    pub fn level_title(&self, level: u32) -> &str {
        self.levels.get(level as usize).map_or("", |level| level.title.as_str())
    }
}

/// A dimension.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dimension {
    /// Id.
    pub id: Spanned<String>,
    /// Title.
    pub title: String,
    /// Weight in the overall mean.
    pub weight: u32,
    /// What it is about.
    pub text: Option<String>,
    /// Its criteria, by level, then as written.
    pub criteria: Vec<Ref<Criterion>>,
    /// Where it is from.
    pub sources: Vec<SourceRef>,
    /// What was assumed.
    pub assumption: Option<String>,
}

impl Record for Dimension {
    const KIND: Kind = Kind::Dimension;
}

/// A condition of a level.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Criterion {
    /// Id.
    pub id: Spanned<String>,
    /// What must be the case.
    pub text: String,
    /// Its dimension.
    pub dimension: Ref<Dimension>,
    /// Its level, from 1.
    pub level: u32,
    /// Weight within the level.
    pub weight: u32,
    /// Whether it must be met under every rule.
    pub must: bool,
    /// How many measures are needed.
    pub count: u32,
    /// The share from which on it is met, above 0.
    pub threshold: Share,
    /// First day on which it is asked for.
    pub from: Option<Datum>,
    /// Last day on which it is asked for.
    pub until: Option<Datum>,
    /// Where it is from.
    pub sources: Vec<SourceRef>,
    /// What was assumed.
    pub assumption: Option<String>,
}

impl Record for Criterion {
    const KIND: Kind = Kind::Criterion;
}

impl Criterion {
    /// Whether the model asks for it on a day.
    pub fn is_valid(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from.first() <= day) && self.until.is_none_or(|until| day <= until.last())
    }
}

/// The ids of dimensions and criteria, in the model's order.
pub(super) fn ids(root: &Node) -> Vec<(Kind, &Spanned<String>, &Node)> {
    let mut ids = Vec::new();
    for (id, dimension) in nested(root, "dimensionen") {
        ids.push((Kind::Dimension, id, dimension));
        for (_, level) in levels_in_order(dimension) {
            let criteria = level.map().map(|map| map.entries.as_slice()).unwrap_or_default();
            ids.extend(criteria.iter().map(|(id, node)| (Kind::Criterion, id, node)));
        }
    }
    ids
}

fn nested<'a>(node: &'a Node, key: &str) -> &'a [(Spanned<String>, Node)] {
    let inner = node.map().and_then(|map| map.get(key)).and_then(Node::map);
    inner.map(|map| map.entries.as_slice()).unwrap_or_default()
}

/// A dimension's levels by number; what is no number comes last and is reported by the reader.
fn levels_in_order(dimension: &Node) -> Vec<(&Spanned<String>, &Node)> {
    let mut levels: Vec<_> = nested(dimension, "stufen").iter().map(|(key, node)| (key, node)).collect();
    levels.sort_by_key(|(key, _)| key.parse::<u32>().unwrap_or(u32::MAX));
    levels
}

impl MaturityModel {
    /// Reads the only record of `modell.yaml`.
    pub fn read(fields: &mut Fields<'_, '_, '_>) -> Self {
        let mut model = Self {
            title: fields.required("titel"),
            version: fields.optional("version"),
            text: fields.markdown("text"),
            levels: fields.list("stufen"),
            rule: fields.or("regel", Rule::All),
            delay: fields.or("verzug", Period::months(6)),
            sources: fields.list("quelle"),
            assumption: fields.optional("annahme"),
            ..Self::default()
        };
        if model.levels.len() < 2 {
            let finding = Diagnostic::at("E0401", fields.span_of("stufen"));
            fields.context.found.push(finding);
        }
        let mut reader = ModelReader { top: model.top(), dimensions: Vec::new(), criteria: Vec::new() };
        let shape = || dimension_shape().under(Keys::New(Some(Kind::Dimension)));
        for (id, node) in fields.entries("dimensionen", shape) {
            reader.dimension(id, node, fields.context);
        }
        if reader.dimensions.is_empty() {
            let finding = Diagnostic::at("E0402", fields.span_of("dimensionen"));
            fields.context.found.push(finding);
        }
        model.dimensions = Table::new(reader.dimensions);
        model.criteria = Table::new(reader.criteria);
        model
    }
}

/// What a dimension may be.
fn dimension_shape() -> Shape {
    shape::recorded(|node, context| {
        let mut reader = ModelReader { top: 0, dimensions: Vec::new(), criteria: Vec::new() };
        reader.dimension(&Spanned::default(), node, context);
    })
}

/// What the levels of a dimension may be.
fn levels_shape() -> Shape {
    let criterion = shape::recorded(|node, context| {
        criterion(&Spanned::default(), node, Ref::default(), 1, context);
    });
    criterion.or_text().under(Keys::New(Some(Kind::Criterion))).under(Keys::Levels)
}

struct ModelReader {
    top: u32,
    dimensions: Vec<Dimension>,
    criteria: Vec<Criterion>,
}

impl ModelReader {
    fn dimension(&mut self, id: &Spanned<String>, node: &Node, context: &mut Context<'_>) {
        let mut fields = Fields::of(node, context);
        let mut dimension = Dimension {
            id: id.clone(),
            title: fields.required("titel"),
            weight: fields.or("gewicht", 1),
            text: fields.optional("text"),
            criteria: Vec::new(),
            sources: fields.list("quelle"),
            assumption: fields.optional("annahme"),
        };
        fields.former();
        fields.warn_if_empty("stufen");
        fields.node("stufen", levels_shape);
        fields.finish();
        let reference = Ref::new(self.dimensions.len());
        for (key, level) in levels_in_order(node) {
            let number = self.level_number(key, context);
            for (id, node) in entries(level, context) {
                dimension.criteria.push(Ref::new(self.criteria.len()));
                self.criteria.push(criterion(id, node, reference, number, context));
            }
        }
        self.dimensions.push(dimension);
    }

    fn level_number(&self, key: &Spanned<String>, context: &mut Context<'_>) -> u32 {
        let number = key.parse().ok().filter(|number| (1..=self.top).contains(number));
        if number.is_none() {
            let finding = Diagnostic::at("E0403", key.span).with("stufe", &key.value).with("oberste", self.top);
            context.found.push(finding);
        }
        number.unwrap_or(1)
    }
}

fn criterion(
    id: &Spanned<String>,
    node: &Node,
    dimension: Ref<Dimension>,
    level: u32,
    context: &mut Context<'_>,
) -> Criterion {
    let plain = Criterion {
        id: id.clone(),
        dimension,
        level,
        weight: 1,
        count: 1,
        threshold: Share::one(),
        ..Criterion::default()
    };
    if matches!(node.value, Value::Scalar(_)) {
        return Criterion { text: String::read(node, context).unwrap_or_default(), ..plain };
    }
    let mut fields = Fields::of(node, context);
    fields.last(Fields::former);
    let criterion = Criterion {
        text: fields.required("text"),
        weight: fields.or("gewicht", 1),
        must: fields.or("pflicht", false),
        count: fields.or("anzahl", 1),
        threshold: fields.or("schwelle", Share::one()),
        from: fields.optional("ab"),
        until: fields.optional("bis"),
        sources: fields.list("quelle"),
        assumption: fields.optional("annahme"),
        ..plain
    };
    let zero = criterion.threshold.value().is_zero().then(|| fields.span_of("schwelle"));
    let order = period_order(criterion.from, criterion.until, fields.span_of("bis"));
    fields.context.found.extend(zero.map(|span| Diagnostic::at("E0404", span)));
    fields.context.found.extend(order);
    fields.finish();
    criterion
}

/// An end before its beginning.
pub(super) fn period_order(begin: Option<Datum>, end: Option<Datum>, span: Span) -> Option<Diagnostic> {
    let (begin, end) = (begin?, end?);
    let finding = || Diagnostic::at("E0301", span).with("beginn", begin).with("ende", end);
    (end.last() < begin.first()).then(finding)
}
