//! `ziele.yaml` and `ausnahmen.yaml`: targets and exemptions.

use jiff::civil::Date;

use crate::source::Spanned;
use crate::source::yaml::Node;

use super::common::Origin;
use super::fields::{Context, Fields, Read};
use super::maturity_model::{Criterion, Dimension, period_order};
use super::names::{Kind, Ref};
use super::scalar::Datum;
use super::shape::Keys;

/// Levels to be reached by a date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Target {
    /// By when, inclusive.
    pub by: Spanned<Datum>,
    /// Which resolution set it.
    pub resolution: Option<String>,
    /// The level of every dimension not named beside it.
    pub all: Option<Spanned<u32>>,
    /// Levels by dimension.
    pub levels: Vec<(Ref<Dimension>, Spanned<u32>)>,
    /// Where it is from.
    pub origin: Origin,
}

impl Read for Target {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let (by, resolution, origin) =
            (fields.required("bis"), fields.optional("beschluss"), Origin::read(&mut fields));
        fields.warn_if_empty("stufen");
        let (mut all, mut levels) = (None, Vec::new());
        let shape = || u32::shape().under(Keys::Known(Kind::Dimension, &["alle"]));
        for (id, node) in fields.entries("stufen", shape) {
            let Some(level) = Spanned::<u32>::read(node, fields.context) else { continue };
            match id.as_str() {
                "alle" => all = Some(level),
                _ => levels.extend(fields.context.resolve(id).map(|dimension| (dimension, level))),
            }
        }
        fields.demand("stufen");
        fields.finish();
        levels.sort_by_key(|(dimension, _)| *dimension);
        Some(Self { by, resolution, all, levels, origin })
    }
}

/// A criterion that is not asked for, for a time and a reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exemption {
    /// The criterion; none if the view may not see it.
    pub criterion: Option<Ref<Criterion>>,
    /// First day.
    pub from: Datum,
    /// Last day.
    pub until: Datum,
    /// Why.
    pub reason: String,
    /// Which resolution stands behind it.
    pub resolution: Option<String>,
    /// Where it is from.
    pub origin: Origin,
}

impl Exemption {
    /// Whether it holds on a day.
    pub fn holds(&self, day: Date) -> bool {
        self.from.first() <= day && day <= self.until.last()
    }
}

impl Read for Exemption {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let exemption = Self {
            criterion: fields.reference("kriterium"),
            from: fields.required("von"),
            until: fields.required("bis"),
            reason: fields.required("grund"),
            resolution: fields.optional("beschluss"),
            origin: Origin::read(&mut fields),
        };
        fields.demand("kriterium");
        let order = period_order(Some(exemption.from), Some(exemption.until), fields.span_of("bis"));
        fields.context.found.extend(order.filter(|_| fields.has("von") && fields.has("bis")));
        fields.finish();
        Some(exemption)
    }
}
