//! `massnahmen/`: measures, which fulfil criteria.

use crate::diagnostics::Diagnostic;
use crate::source::Spanned;
use crate::source::yaml::Node;

use super::campaign::{CoreValue, Problem};
use super::common::{Cost, EventKind, Head, Log, Origin, Plan, SourceRef};
use super::fields::{Choice, Context, Fields, Read};
use super::ids::milestone_id;
use super::maturity_model::Criterion;
use super::names::{Kind, Lookup, Record, Ref, Table};
use super::organisation::Unit;
use super::project::Project;
use super::scalar::{Datum, Period, Share, WebAddress};
use super::shape::{self, Keys, Shape};
use super::strategy::Strategy;
use super::{Model, ReadRecord};

/// How long a completed measure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Effect {
    /// As long as the thing is operated.
    #[default]
    Ongoing,
    /// Once done, for good.
    Lasting,
}

impl Choice for Effect {
    const CHOICES: &'static [(&'static str, Self)] = &[("laufend", Self::Ongoing), ("bleibend", Self::Lasting)];
}

/// How much of its field a measure covers from a date on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Counts from the last day of its date.
    pub date: Spanned<Datum>,
    /// The share.
    pub share: Share,
    /// Where it is from.
    pub origin: Origin,
}

impl Read for Coverage {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let coverage =
            Self { origin: Origin::read(&mut fields), date: fields.required("am"), share: fields.required("anteil") };
        fields.finish();
        Some(coverage)
    }
}

/// Proof that a measure was done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// When.
    pub date: Option<Datum>,
    /// What.
    pub title: String,
    /// Where.
    pub url: Option<WebAddress>,
    /// Where it is from.
    pub origin: Origin,
}

impl Read for Evidence {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let evidence = Self {
            origin: Origin::read(&mut fields),
            date: fields.optional("am"),
            title: fields.required("titel"),
            url: fields.optional("url"),
        };
        fields.finish();
        Some(evidence)
    }
}

/// A unit's part of a rollout.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RolloutEntry {
    /// The unit.
    pub unit: Ref<Unit>,
    /// When it was done there; counts from the last day of its date.
    pub done: Option<Spanned<Datum>>,
    /// When it is planned there.
    pub plan: Option<Datum>,
    /// Where it is from.
    pub origin: Origin,
    /// The place of the entry.
    pub place: Spanned<()>,
}

/// Something done, or to be done, that fulfils criteria.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Measure {
    /// Id, title, description, source.
    pub head: Head,
    /// The project it is part of.
    pub project: Option<Ref<Project>>,
    /// Position of the project's milestone that it is, and its id.
    pub milestone: Option<Spanned<String>>,
    /// Strategies it belongs to.
    pub strategies: Vec<Ref<Strategy>>,
    /// Criteria it contributes to.
    pub fulfils: Vec<Ref<Criterion>>,
    /// The unit in charge.
    pub unit: Option<Ref<Unit>>,
    /// Values it serves.
    pub values: Vec<Ref<CoreValue>>,
    /// Problems it works against.
    pub problems: Vec<Ref<Problem>>,
    /// What must be done before.
    pub requires: Vec<Ref<Measure>>,
    /// First plan.
    pub plan: Option<Plan>,
    /// What happened.
    pub log: Log,
    /// How long a confirmation holds.
    pub validity: Option<Period>,
    /// How long it counts once done.
    pub effect: Effect,
    /// How much it covers, by date.
    pub coverage: Vec<Coverage>,
    /// Proof.
    pub evidence: Vec<Evidence>,
    /// Per unit, instead of coverage and completion; none where it is inherited by every unit.
    pub rollout: Option<Vec<RolloutEntry>>,
    /// Money.
    pub cost: Option<Cost>,
}

impl Record for Measure {
    const KIND: Kind = Kind::Measure;
}

impl ReadRecord for Measure {
    fn read(head: Head, fields: &mut Fields<'_, '_, '_>) -> Self {
        let measure = Self {
            head,
            project: fields.reference("projekt"),
            milestone: milestone(fields),
            strategies: fields.references("strategie"),
            fulfils: fields.references("erfuellt"),
            unit: fields.reference("verantwortlich"),
            values: fields.references("werte"),
            problems: fields.references("probleme"),
            requires: fields.references("setzt_voraus"),
            plan: fields.optional("plan"),
            log: Log::read(fields),
            validity: fields.optional("gueltig"),
            effect: fields.choice("wirkung"),
            coverage: coverage(fields),
            evidence: fields.list("nachweise"),
            rollout: rollout(fields),
            cost: fields.optional("kosten"),
        };
        check_rollout(&measure, fields);
        measure
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn cited(&self) -> Vec<&SourceRef> {
        let plan = self.plan.iter().flat_map(|plan| &plan.sources);
        let events = self.log.iter().flat_map(|event| &event.sources);
        let cost = self.cost.iter().flat_map(|cost| &cost.origin.sources);
        self.head.sources.iter().chain(plan).chain(events).chain(cost).collect()
    }

    fn table(model: &Model) -> &Table<Self> {
        &model.measures
    }
}

/// The milestone of the measure's project that it is; one that the view may not see counts as absent.
fn milestone(fields: &mut Fields<'_, '_, '_>) -> Option<Spanned<String>> {
    let node = fields.node("meilenstein", || Shape::Reference(Kind::Milestone))?;
    let milestone = Spanned::<String>::read(node, fields.context)?;
    fields.demand("projekt");
    let project = fields.node("projekt", || Shape::Reference(Kind::Project))?.scalar()?;
    let names = fields.context.names;
    let id = milestone_id(project, &milestone);
    let lookup = names.lookup(Kind::Milestone, &id);
    fields.context.references.push((milestone.span, Kind::Milestone, lookup));
    match lookup {
        Lookup::Found(_) => Some(milestone),
        Lookup::Unknown if matches!(names.lookup(Kind::Project, project), Lookup::Found(_)) => {
            let prefix = milestone_id(project, "");
            let known = names.ids(Kind::Milestone).filter_map(|id| id.strip_prefix(&prefix));
            let finding = Diagnostic::at("E0203", milestone.span).with("id", &milestone.value);
            let finding = finding.with("art", format!("@{}", Kind::Milestone.key())).did_you_mean(&milestone, known);
            fields.context.found.push(finding);
            None
        }
        Lookup::Unknown | Lookup::Hidden | Lookup::Unreadable => {
            fields.context.unseen.insert(milestone.span);
            None
        }
    }
}

/// Coverage entries by day; those of one day stay in the order written.
fn coverage(fields: &mut Fields<'_, '_, '_>) -> Vec<Coverage> {
    let mut entries: Vec<Coverage> = fields.list("abdeckung");
    entries.sort_by_key(|entry| entry.date.last());
    entries
}

fn rollout(fields: &mut Fields<'_, '_, '_>) -> Option<Vec<RolloutEntry>> {
    let shape = || {
        shape::recorded(|node, context| {
            rollout_entry(&Spanned::default(), node, context);
        })
    };
    let entries = fields.entries("rollout", || shape().under(Keys::Known(Kind::Unit, &[])));
    if !fields.is_written("rollout") {
        return None;
    }
    fields.warn_if_empty("rollout");
    let mut rollout: Vec<_> =
        entries.iter().filter_map(|(unit, node)| rollout_entry(unit, node, fields.context)).collect();
    rollout.sort_by_key(|entry| entry.unit);
    Some(rollout)
}

fn rollout_entry(unit: &Spanned<String>, node: &Node, context: &mut Context<'_>) -> Option<RolloutEntry> {
    let reference = context.resolve(unit);
    let mut fields = Fields::of(node, context);
    let origin = Origin::read(&mut fields);
    let (done, plan) = (fields.optional("am"), fields.optional("plan"));
    fields.finish();
    Some(RolloutEntry { unit: reference?, done, plan, origin, place: Spanned::new((), unit.span) })
}

/// With a rollout, completion and coverage follow from the units.
fn check_rollout(measure: &Measure, fields: &mut Fields<'_, '_, '_>) {
    if measure.rollout.is_none() {
        return;
    }
    let completed = measure.log.iter().filter(|event| event.kind == EventKind::Completed).map(|event| event.date.span);
    let covered = measure.coverage.iter().map(|entry| entry.date.span);
    let all = completed.map(|span| (span, "umgesetzt")).chain(covered.map(|span| (span, "abdeckung")));
    let findings = all.map(|(span, key)| Diagnostic::at("E0304", span).with("schluessel", key));
    fields.context.found.extend(findings.collect::<Vec<_>>());
}
