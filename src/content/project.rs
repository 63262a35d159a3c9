//! `projekte/`: projects and their milestones.

use crate::diagnostics::Diagnostic;
use crate::source::Spanned;
use crate::source::yaml::Node;

use super::campaign::{CoreValue, Problem};
use super::common::{Cost, Head, Log, Origin, Phase, Plan, SourceRef};
use super::fields::{Choice, Context, Fields, Read};
use super::maturity_model::Dimension;
use super::names::{Kind, Record, Ref, Table};
use super::organisation::{Partner, Unit};
use super::scalar::Datum;
use super::shape::{self, Keys};
use super::strategy::Strategy;
use super::{Model, ReadRecord};

/// A milestone of a project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Milestone {
    /// Id within the project, title, source.
    pub head: Head,
    /// When it is due: the plan's end.
    pub plan: Plan,
    /// What happened.
    pub log: Log,
}

/// The colour of a traffic light, the best first. Grey says that nothing can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum LightColour {
    /// As planned.
    Green,
    /// Needs attention.
    Yellow,
    /// Needs a decision.
    Red,
    /// Data are missing.
    #[default]
    Grey,
}

impl LightColour {
    /// All of them, the best first.
    pub const ALL: &'static [Self] = &[Self::Green, Self::Yellow, Self::Red, Self::Grey];
}

impl Choice for LightColour {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("gruen", Self::Green), ("gelb", Self::Yellow), ("rot", Self::Red), ("grau", Self::Grey)];
}

/// A traffic light set by hand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SetLight {
    /// The colour.
    pub colour: LightColour,
    /// From when on.
    pub since: Spanned<Datum>,
    /// Why.
    pub reason: String,
    /// What has to be decided; required where it is red.
    pub decision: Option<String>,
    /// Where it is from.
    pub origin: Origin,
}

impl Read for SetLight {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let light = Self {
            colour: fields.required_choice("farbe"),
            since: fields.required("am"),
            reason: fields.required("grund"),
            decision: fields.optional("entscheidung"),
            origin: Origin::read(&mut fields),
        };
        fields.demand_if(light.colour == LightColour::Red, "entscheidung");
        fields.finish();
        Some(light)
    }
}

/// A project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Project {
    /// Id, title, description, source.
    pub head: Head,
    /// The unit in charge.
    pub unit: Option<Ref<Unit>>,
    /// What sort of project.
    pub sort: Option<String>,
    /// Strategies it belongs to.
    pub strategies: Vec<Ref<Strategy>>,
    /// The project it is part of.
    pub part_of: Option<Ref<Project>>,
    /// First plan.
    pub plan: Option<Plan>,
    /// What happened.
    pub log: Log,
    /// Phases, in the order written.
    pub phases: Vec<Phase>,
    /// Milestones, in the order written.
    pub milestones: Vec<Milestone>,
    /// Money.
    pub cost: Option<Cost>,
    /// Who else takes part.
    pub partners: Vec<Ref<Partner>>,
    /// Values.
    pub values: Vec<Ref<CoreValue>>,
    /// Problems it works against.
    pub problems: Vec<Ref<Problem>>,
    /// Dimensions it concerns.
    pub dimensions: Vec<Ref<Dimension>>,
    /// What must be done before.
    pub requires: Vec<Ref<Project>>,
    /// The traffic light, where it is set by hand.
    pub light: Option<SetLight>,
    /// Funding.
    pub funding: Option<String>,
}

impl Record for Project {
    const KIND: Kind = Kind::Project;
}

impl ReadRecord for Project {
    fn read(head: Head, fields: &mut Fields<'_, '_, '_>) -> Self {
        Self {
            head,
            unit: fields.reference("einheit"),
            sort: fields.optional("art"),
            strategies: fields.references("strategie"),
            part_of: fields.reference("teil_von"),
            plan: fields.optional("plan"),
            log: Log::read(fields),
            phases: fields.list("phasen"),
            milestones: milestones(fields),
            cost: fields.optional("kosten"),
            partners: fields.references("partner"),
            values: fields.references("werte"),
            problems: fields.references("probleme"),
            dimensions: fields.references("dimensionen"),
            requires: fields.references("setzt_voraus"),
            light: fields.optional("ampel"),
            funding: fields.optional("foerderung"),
        }
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn cited(&self) -> Vec<&SourceRef> {
        let plan = self.plan.iter().flat_map(|plan| &plan.sources);
        let milestones = self.milestones.iter().flat_map(|one| one.head.sources.iter().chain(&one.plan.sources));
        let phases = self.phases.iter().flat_map(|phase| phase.origin.sources.iter().chain(&phase.plan.sources));
        let events = self.log.iter().flat_map(|event| &event.sources);
        let cost = self.cost.iter().flat_map(|cost| &cost.origin.sources);
        self.head.sources.iter().chain(plan).chain(phases).chain(milestones).chain(events).chain(cost).collect()
    }

    fn table(model: &Model) -> &Table<Self> {
        &model.projects
    }
}

fn milestones(fields: &mut Fields<'_, '_, '_>) -> Vec<Milestone> {
    let shape = || {
        shape::recorded(|node, context| {
            milestone(&Spanned::default(), Fields::of(node, context));
        })
    };
    let entries = fields.entries("meilensteine", || shape().under(Keys::New(Some(Kind::Milestone))));
    entries.iter().map(|(id, node)| milestone(id, Fields::of(node, fields.context))).collect()
}

fn milestone(id: &Spanned<String>, mut fields: Fields<'_, '_, '_>) -> Milestone {
    let head = Head::read(id.clone(), None, &mut fields);
    let plan: Plan = fields.required("plan");
    if fields.has("plan") && plan.interval.end.is_none() {
        let finding = Diagnostic::at("E0202", plan.place.span).with("schluessel", "ende");
        fields.context.found.push(finding.hint_with("ergaenzen", [("schluessel", "ende".to_owned())]));
    }
    let milestone = Milestone { head, plan, log: Log::read(&mut fields) };
    fields.finish();
    milestone
}
