//! Invented models for property-based tests: one description, turned into a model in memory and into content files.

use std::fmt::Write;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::content::common::{Event, EventKind, Head, Interval, Log, Plan, Point};
use crate::content::fields::Choice;
use crate::content::maturity_model::{Criterion, Dimension, MaturityModel, Rule};
use crate::content::measure::{Coverage, Effect, Measure, RolloutEntry};
use crate::content::names::{Kind, Names, Ref, Table};
use crate::content::organisation::Unit;
use crate::content::scalar::{Datum, Period, Rational, Share};
use crate::content::site::Site;
use crate::content::target::Exemption;
use crate::content::{Model, View, parse, resolve};
use crate::diagnostics::Diagnostics;
use crate::source::{Sources, Span, Spanned};

/// The as-of date of every world; events lie up to two years before it.
pub(super) const AS_OF: Date = date(2024, 6, 30);

/// What a model is made from.
#[derive(Debug, Clone)]
pub(super) struct World {
    pub(super) top: u32,
    pub(super) rule: Rule,
    pub(super) dimensions: Vec<DimensionPlan>,
    pub(super) measures: Vec<MeasurePlan>,
    /// Sizes of the assessed units.
    pub(super) units: Vec<u32>,
    /// Criterion (any number, taken modulo their count), first and last day as days before the as-of date.
    pub(super) exemptions: Vec<(usize, i32, i32)>,
}

#[derive(Debug, Clone)]
pub(super) struct DimensionPlan {
    pub(super) weight: u32,
    /// Sorted by level.
    pub(super) criteria: Vec<CriterionPlan>,
}

#[derive(Debug, Clone)]
pub(super) struct CriterionPlan {
    pub(super) level: u32,
    pub(super) weight: u32,
    pub(super) must: bool,
    pub(super) count: u32,
    /// Threshold in twelfths, 1 to 12.
    pub(super) twelfths: u32,
    /// First day, as days before the as-of date.
    pub(super) from: Option<i32>,
}

#[derive(Debug, Clone)]
pub(super) struct MeasurePlan {
    /// Any numbers, taken modulo the number of criteria.
    pub(super) fulfils: Vec<usize>,
    /// Days before the as-of date, and what happened.
    pub(super) events: Vec<(i32, EventKind)>,
    pub(super) lasting: bool,
    pub(super) validity_months: Option<u32>,
    /// Days before the as-of date, and twelfths.
    pub(super) coverage: Vec<(i32, u32)>,
    /// The completion day of each assessed unit, as days before the as-of date.
    pub(super) rollout: Option<Vec<Option<i32>>>,
}

/// Worlds of up to four levels, three dimensions, eight measures and three units.
pub(super) fn worlds() -> impl Strategy<Value = World> {
    let rule = prop_oneof![
        3 => Just(Rule::All),
        1 => (1u32..=12).prop_map(|twelfths| Rule::Threshold(share(twelfths))),
        1 => Just(Rule::Iso33020),
    ];
    (1u32..=4, rule, vec(any_dimension(), 1..=3), vec(any_measure(), 0..=8), vec(1u32..=5, 0..=3), exemptions())
        .prop_map(|(top, rule, dimensions, measures, units, exemptions)| {
            World { top, rule, dimensions, measures, units, exemptions }.normalised()
        })
}

fn exemptions() -> impl Strategy<Value = Vec<(usize, i32, i32)>> {
    vec((0usize..20, 0i32..200, -100i32..200), 0..=2)
}

fn any_dimension() -> impl Strategy<Value = DimensionPlan> {
    (1u32..=4, vec(any_criterion(), 0..=5)).prop_map(|(weight, criteria)| DimensionPlan { weight, criteria })
}

fn any_criterion() -> impl Strategy<Value = CriterionPlan> {
    let from = prop_oneof![3 => Just(None), 1 => (-60i32..60).prop_map(Some)];
    (1u32..=4, 1u32..=5, any::<bool>(), 1u32..=3, prop_oneof![2 => Just(12), 1 => 1u32..=12], from).prop_map(
        |(level, weight, must, count, twelfths, from)| CriterionPlan { level, weight, must, count, twelfths, from },
    )
}

fn any_measure() -> impl Strategy<Value = MeasurePlan> {
    let kind = prop_oneof![
        4 => Just(EventKind::Completed),
        1 => proptest::sample::select(EventKind::CHOICES.iter().map(|(_, kind)| *kind).collect::<Vec<_>>()),
    ];
    let events = vec((-30i32..730, kind), 0..=4);
    let coverage = vec((0i32..400, 0u32..=12), 0..=2);
    let rollout = option::weighted(0.3, vec(option::of(-30i32..400), 3));
    (vec(0usize..20, 0..=3), events, any::<bool>(), option::weighted(0.3, 1u32..=24), coverage, rollout).prop_map(
        |(fulfils, events, lasting, validity_months, coverage, rollout)| MeasurePlan {
            fulfils,
            events,
            lasting,
            validity_months,
            coverage,
            rollout,
        },
    )
}

fn share(twelfths: u32) -> Share {
    Rational::new(twelfths, 12).and_then(Share::new).unwrap()
}

/// The day that lies so many days before the as-of date.
pub(super) fn before(days: i32) -> Date {
    AS_OF.checked_sub(days.days()).unwrap()
}

impl World {
    /// What content rules ask for: levels within the model, no completion and coverage beside a rollout, periods forward.
    fn normalised(mut self) -> Self {
        for dimension in &mut self.dimensions {
            for criterion in &mut dimension.criteria {
                criterion.level = criterion.level.min(self.top);
            }
            dimension.criteria.sort_by_key(|criterion| criterion.level);
        }
        let units = self.units.len();
        for measure in &mut self.measures {
            measure.events.sort_by_key(|(days, _)| -days);
            if let Some(rollout) = &mut measure.rollout {
                rollout.truncate(units);
                measure.coverage.clear();
                measure.events.retain(|(_, kind)| *kind != EventKind::Completed);
            }
        }
        for (_, from, until) in &mut self.exemptions {
            *until = (*until).min(*from);
        }
        self
    }

    /// How many criteria there are.
    pub(super) fn criteria(&self) -> usize {
        self.dimensions.iter().map(|dimension| dimension.criteria.len()).sum()
    }

    fn criterion_refs(&self, wanted: &[usize]) -> Vec<Ref<Criterion>> {
        let count = self.criteria();
        let mut references: Vec<_> =
            wanted.iter().filter(|_| count > 0).map(|wanted| Ref::new(wanted % count)).collect();
        let mut seen = Vec::new();
        references.retain(|reference| {
            !seen.contains(reference) && {
                seen.push(*reference);
                true
            }
        });
        references
    }

    /// A measure that fulfils one criterion wholly, completed on the as-of date.
    pub(super) fn completed(criterion: usize) -> MeasurePlan {
        MeasurePlan {
            fulfils: vec![criterion],
            events: vec![(0, EventKind::Completed)],
            lasting: false,
            validity_months: None,
            coverage: Vec::new(),
            rollout: None,
        }
    }

    // In memory

    pub(super) fn model(&self) -> Model {
        Model {
            site: Site { title: "Erfundene Stadt".into(), ..Site::default() },
            maturity: self.maturity(),
            exemptions: self.exemptions.iter().filter_map(|exemption| self.exemption(exemption)).collect(),
            units: Table::new(self.units.iter().enumerate().map(|(index, size)| unit(index, *size)).collect()),
            measures: Table::new(
                self.measures.iter().enumerate().map(|(index, one)| self.measure(index, one)).collect(),
            ),
            names: self.names(),
            ..Model::default()
        }
    }

    fn maturity(&self) -> MaturityModel {
        let mut criteria = Vec::new();
        let mut dimensions = Vec::new();
        for (index, plan) in self.dimensions.iter().enumerate() {
            let first = criteria.len();
            criteria.extend(plan.criteria.iter().enumerate().map(|(at, one)| criterion(first + at, index, one)));
            dimensions.push(Dimension {
                id: spanned(format!("d{index}")),
                title: format!("Dimension {index}"),
                weight: plan.weight,
                criteria: (first..criteria.len()).map(Ref::new).collect(),
                ..Dimension::default()
            });
        }
        MaturityModel {
            title: "Erfundenes Modell".into(),
            levels: (0..=self.top).map(|level| Point { title: format!("Stufe {level}"), ..Point::default() }).collect(),
            rule: self.rule.clone(),
            delay: Period::months(6),
            dimensions: Table::new(dimensions),
            criteria: Table::new(criteria),
            ..MaturityModel::default()
        }
    }

    fn exemption(&self, &(criterion, from, until): &(usize, i32, i32)) -> Option<Exemption> {
        Some(Exemption {
            criterion: Some(*self.criterion_refs(&[criterion]).first()?),
            from: Datum::day(before(from)),
            until: Datum::day(before(until)),
            reason: "erfunden".into(),
            ..Exemption::default()
        })
    }

    fn measure(&self, index: usize, plan: &MeasurePlan) -> Measure {
        let event = |&(days, kind): &(i32, EventKind)| Event {
            date: spanned(Datum::day(before(days))),
            kind,
            to: (kind == EventKind::Shifted).then(|| spanned(Datum::day(before(days)))),
            reason: Some("erfunden".into()),
            ..Event::default()
        };
        let mut coverage: Vec<_> = plan
            .coverage
            .iter()
            .map(|&(days, twelfths)| Coverage {
                date: spanned(Datum::day(before(days))),
                share: share(twelfths),
                ..Coverage::default()
            })
            .collect();
        coverage.sort_by_key(|entry| entry.date.value);
        Measure {
            head: head(format!("m{index:02}")),
            fulfils: self.criterion_refs(&plan.fulfils),
            plan: Some(Plan {
                interval: Interval { begin: Some(Datum::day(before(800))), end: Some(Datum::day(before(-100))) },
                ..Plan::default()
            }),
            log: Log::new(plan.events.iter().map(event).collect()),
            validity: plan.validity_months.map(Period::months),
            effect: if plan.lasting { Effect::Lasting } else { Effect::Ongoing },
            coverage,
            rollout: plan.rollout.as_ref().map(|rollout| rollout.iter().enumerate().map(entry).collect()),
            ..Measure::default()
        }
    }

    fn names(&self) -> Names {
        let mut names = Names::default();
        let mut add = |kind, id: &str, title: &str| {
            assert!(names.add(kind, id, Span::default()).is_ok());
            if kind != Kind::Criterion {
                names.add_title(kind, title, id);
            }
        };
        (0..self.measures.len()).map(|index| format!("m{index:02}")).for_each(|id| add(Kind::Measure, &id, &id));
        (0..self.dimensions.len())
            .for_each(|index| add(Kind::Dimension, &format!("d{index}"), &format!("Dimension {index}")));
        (0..self.criteria()).for_each(|index| add(Kind::Criterion, &format!("c{index}"), ""));
        (0..self.units.len()).map(|index| format!("u{index}")).for_each(|id| add(Kind::Unit, &id, &id));
        names
    }

    // As files

    /// The same as content files. `backwards` writes keys, records and list items in the opposite order.
    pub(super) fn files(&self, backwards: bool) -> Vec<(String, Vec<u8>)> {
        let mut files = vec![
            ("seite.yaml".to_owned(), "titel: Erfundene Stadt\n".to_owned()),
            ("modell.yaml".to_owned(), self.model_file(backwards)),
            ("organisation.yaml".to_owned(), self.organisation_file(backwards)),
            ("ausnahmen.yaml".to_owned(), self.exemptions_file()),
        ];
        let measures = self.measures.iter().enumerate();
        files.extend(
            measures.map(|(index, one)| (format!("massnahmen/m{index:02}.md"), self.measure_file(one, backwards))),
        );
        files.into_iter().map(|(path, text)| (path, text.into_bytes())).collect()
    }

    fn model_file(&self, backwards: bool) -> String {
        let rule = match &self.rule {
            Rule::All => "alle".to_owned(),
            Rule::Threshold(share) => format!("{{schwelle: {}}}", share.value()),
            Rule::Iso33020 => "iso33020".to_owned(),
        };
        let levels: Vec<_> = (0..=self.top).map(|level| format!("Stufe {level}")).collect();
        let mut first = 0;
        let mut dimensions = Vec::new();
        for (index, dimension) in self.dimensions.iter().enumerate() {
            dimensions.push(dimension_block(index, first, dimension, backwards));
            first += dimension.criteria.len();
        }
        let lines = vec![
            "titel: Erfundenes Modell\n".to_owned(),
            format!("stufen: [{}]\n", levels.join(", ")),
            format!("regel: {rule}\n"),
            format!("dimensionen:\n{}", ordered(dimensions, backwards).concat()),
        ];
        ordered(lines, backwards).concat()
    }

    fn organisation_file(&self, backwards: bool) -> String {
        let unit =
            |(index, size): (usize, &u32)| format!("  u{index}: {{titel: u{index}, groesse: {size}, bewertet: ja}}\n");
        let units: Vec<_> = self.units.iter().enumerate().map(unit).collect();
        if units.is_empty() { String::new() } else { format!("einheiten:\n{}", ordered(units, backwards).concat()) }
    }

    fn exemptions_file(&self) -> String {
        let mut text = String::new();
        for &(criterion, from, until) in &self.exemptions {
            let Some(reference) = self.criterion_refs(&[criterion]).first().copied() else { continue };
            let (from, until) = (before(from), before(until));
            writeln!(text, "- {{kriterium: c{}, von: {from}, bis: {until}, grund: erfunden}}", reference.index())
                .unwrap();
        }
        text
    }

    fn measure_file(&self, plan: &MeasurePlan, backwards: bool) -> String {
        let id = |reference: &Ref<Criterion>| format!("c{}", reference.index());
        let fulfils = ordered(self.criterion_refs(&plan.fulfils).iter().map(id).collect(), backwards);
        let event = |(days, kind): &(i32, EventKind)| {
            let to = if *kind == EventKind::Shifted { format!(", auf: {}", before(*days)) } else { String::new() };
            format!("  - {{am: {}, ereignis: {}, grund: erfunden{to}}}\n", before(*days), kind.word())
        };
        let coverage = |(days, twelfths): &(i32, u32)| format!("{{am: {}, anteil: {twelfths}/12}}", before(*days));
        let mut lines = vec![
            format!("titel: m{:02}\n", self.measures.iter().position(|one| std::ptr::eq(one, plan)).unwrap_or(0)),
            format!("plan: {{beginn: {}, ende: {}}}\n", before(800), before(-100)),
            format!("wirkung: {}\n", if plan.lasting { "bleibend" } else { "laufend" }),
        ];
        if !fulfils.is_empty() {
            lines.push(format!("erfuellt: [{}]\n", fulfils.join(", ")));
        }
        if !plan.events.is_empty() {
            lines.push(format!("verlauf:\n{}", plan.events.iter().map(event).collect::<String>()));
        }
        if !plan.coverage.is_empty() {
            lines.push(format!("abdeckung: [{}]\n", plan.coverage.iter().map(coverage).collect::<Vec<_>>().join(", ")));
        }
        lines.extend(plan.validity_months.map(|months| format!("gueltig: {months} Monate\n")));
        lines.extend(plan.rollout.as_ref().map(|rollout| rollout_block(rollout, backwards)));
        format!("---\n{}---\n", ordered(lines, backwards).concat())
    }

    /// The files read back.
    pub(super) fn read_back(&self, backwards: bool) -> Model {
        read(self.files(backwards))
    }
}

/// A small invented city: `modell.yaml` and further files, as written by hand in a test.
pub(super) fn city(model: &str, files: &[(&str, &str)]) -> Model {
    let own = [("seite.yaml", "titel: Erfundene Stadt"), ("modell.yaml", model)];
    let files = own.iter().chain(files).map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    read(files.collect())
}

/// A small town of one dimension `d` with three levels: the criteria of its levels, the measures by id, and other files.
pub(super) fn town(levels: &str, measures: &[(&str, &str)], others: &[(&str, &str)]) -> Model {
    let model =
        format!("titel: Modell\nstufen: [Null, Eins, Zwei, Drei]\ndimensionen:\n  d: {{titel: D, stufen: {levels}}}\n");
    let measure = |(id, fields): &(&str, &str)| {
        (format!("massnahmen/{id}.md"), format!("---\ntitel: Maßnahme {id}\n{fields}\n---\n"))
    };
    let measures: Vec<_> = measures.iter().map(measure).collect();
    let measures = measures.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    city(&model, &others.iter().copied().chain(measures).collect::<Vec<_>>())
}

fn read(files: Vec<(String, Vec<u8>)>) -> Model {
    let (sources, problems) = Sources::from_files(files);
    assert_eq!(problems, []);
    let mut found = Diagnostics::default();
    let parsed = parse(&sources, &mut found).visible_to(View::Public, &mut found);
    resolve(&parsed, &mut found).unwrap_or_else(|| panic!("{:?}", found.sorted()))
}

/// A town of three assessed units, two of them below a division, with two rollouts that neither has completed.
pub(super) fn division() -> Model {
    let model = "titel: Modell
stufen: [Null, Eins]
dimensionen:
  d:
    titel: Dimension
    stufen:
      1: {d-1a: {text: Kriterium, schwelle: 1/4}, d-1b: {text: Kriterium, schwelle: 1/4}}
";
    let files = [
        (
            "organisation.yaml",
            "einheiten:
  stadt: {titel: Stadt}
  gb: {titel: Geschäftsbereich, unter: stadt}
  fb-a: {titel: Fachbereich A, unter: gb, groesse: 3, bewertet: ja}
  fb-b: {titel: Fachbereich B, unter: gb, groesse: 1, bewertet: ja}
  fb-c: {titel: Fachbereich C, unter: stadt, groesse: 4, bewertet: ja}
gremien:
  rat: {titel: Rat}
",
        ),
        (
            "massnahmen/akte.md",
            "---
titel: E-Akte
erfuellt: [d-1a]
verantwortlich: gb
plan: {ende: 2023-12-31}
rollout:
  fb-a: {am: 2024-03-01}
  fb-c: {plan: 2024-06-30}
---
",
        ),
        (
            "massnahmen/portal.md",
            "---
titel: Portal
erfuellt: [d-1b]
verantwortlich: fb-b
rollout:
  fb-b: {am: 2024-02}
---
",
        ),
        ("stadtrat/antwort.md", "---\ntitel: Antwort\nart: antwort\n---\n"),
        (
            "zusagen.yaml",
            "bericht: {titel: Bericht, wer: Verwaltung, an: rat, vorlage: antwort, bis: 2024-01-31, massnahmen: [akte]}
",
        ),
    ];
    city(model, &files)
}

/// The unit of that id.
pub(super) fn unit_of(model: &Model, id: &str) -> Ref<Unit> {
    let found = model.units.refs().find(|(_, unit)| unit.head.id.value == id);
    found.map_or_else(|| panic!("{id}"), |(reference, _)| reference)
}

fn rollout_block(rollout: &[Option<i32>], backwards: bool) -> String {
    let entry = |(index, done): (usize, &Option<i32>)| match done {
        Some(days) => format!("u{index}: {{am: {}}}", before(*days)),
        None => format!("u{index}: {{plan: {}}}", before(-50)),
    };
    let entries = ordered(rollout.iter().enumerate().map(entry).collect(), backwards);
    format!("rollout: {{{}}}\n", entries.join(", "))
}

fn dimension_block(index: usize, first: usize, dimension: &DimensionPlan, backwards: bool) -> String {
    let mut levels: Vec<(u32, Vec<String>)> = Vec::new();
    for (at, criterion) in dimension.criteria.iter().enumerate() {
        let from = criterion.from.map(|days| format!(", ab: {}", before(days))).unwrap_or_default();
        let line = format!(
            "        c{}: {{text: Kriterium, gewicht: {}, pflicht: {}, anzahl: {}, schwelle: {}/12{from}}}\n",
            first + at,
            criterion.weight,
            if criterion.must { "ja" } else { "nein" },
            criterion.count,
            criterion.twelfths,
        );
        match levels.last_mut() {
            Some((level, lines)) if *level == criterion.level => lines.push(line),
            _ => levels.push((criterion.level, vec![line])),
        }
    }
    let levels =
        levels.into_iter().map(|(level, lines)| format!("      {level}:\n{}", ordered(lines, backwards).concat()));
    let levels = ordered(levels.collect(), backwards).concat();
    let levels = if levels.is_empty() { String::new() } else { format!("    stufen:\n{levels}") };
    format!("  d{index}:\n    titel: Dimension {index}\n    gewicht: {}\n{levels}", dimension.weight)
}

fn ordered<T>(mut items: Vec<T>, backwards: bool) -> Vec<T> {
    if backwards {
        items.reverse();
    }
    items
}

fn spanned<T>(value: T) -> Spanned<T> {
    Spanned::new(value, Span::default())
}

fn head(id: String) -> Head {
    Head { title: id.clone(), id: spanned(id), ..Head::default() }
}

fn unit(index: usize, size: u32) -> Unit {
    Unit { head: head(format!("u{index}")), size, assessed: true, ..Unit::default() }
}

fn entry((index, done): (usize, &Option<i32>)) -> RolloutEntry {
    let day = |days| Datum::day(before(days));
    RolloutEntry {
        unit: Ref::new(index),
        done: done.map(|days| spanned(day(days))),
        plan: done.is_none().then(|| day(-50)),
        place: spanned(()),
        ..RolloutEntry::default()
    }
}

fn criterion(index: usize, dimension: usize, plan: &CriterionPlan) -> Criterion {
    Criterion {
        id: spanned(format!("c{index}")),
        text: "Kriterium".into(),
        dimension: Ref::new(dimension),
        level: plan.level,
        weight: plan.weight,
        must: plan.must,
        count: plan.count,
        threshold: share(plan.twelfths),
        from: plan.from.map(|days| Datum::day(before(days))),
        ..Criterion::default()
    }
}
