//! `strategie/`: strategies, campaigns, programmes, laws, cooperations.

use crate::source::yaml::Node;

use super::campaign::{CoreValue, Problem};
use super::common::{Head, Interval, Origin, Phase, Point, SourceRef};
use super::fields::{Choice, Context, Fields, Read};
use super::names::{Kind, Record, Ref, Table};
use super::organisation::Unit;
use super::{Model, ReadRecord};

/// What sort of strategy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum StrategySort {
    /// A campaign.
    Campaign,
    /// A strategy.
    #[default]
    Strategy,
    /// A programme or master plan.
    Programme,
    /// A charta or guiding concept.
    Concept,
    /// A law.
    Law,
    /// A cooperation.
    Cooperation,
}

impl Choice for StrategySort {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("kampagne", Self::Campaign),
        ("strategie", Self::Strategy),
        ("programm", Self::Programme),
        ("leitbild", Self::Concept),
        ("gesetz", Self::Law),
        ("kooperation", Self::Cooperation),
    ];
}

/// How far a strategy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StrategyState {
    /// The sources do not say.
    #[default]
    Unknown,
    /// Announced.
    Planned,
    /// Being written.
    InProgress,
    /// Written, decision pending.
    DecisionPending,
    /// Resolved.
    Resolved,
    /// In force.
    InForce,
    /// Its period has passed.
    Expired,
}

impl Choice for StrategyState {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("unbekannt", Self::Unknown),
        ("geplant", Self::Planned),
        ("in-erarbeitung", Self::InProgress),
        ("beschluss-steht-aus", Self::DecisionPending),
        ("beschlossen", Self::Resolved),
        ("in-kraft", Self::InForce),
        ("abgelaufen", Self::Expired),
    ];
}

/// A heading with its points.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// Heading.
    pub title: String,
    /// Explanation.
    pub text: Option<String>,
    /// Points.
    pub points: Vec<String>,
    /// Where it is from.
    pub origin: Origin,
}

impl Read for Section {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let section = Self {
            origin: Origin::read(&mut fields),
            title: fields.required("titel"),
            text: fields.optional("text"),
            points: fields.list("punkte"),
        };
        fields.finish();
        Some(section)
    }
}

/// A strategy, campaign, programme, law or cooperation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Strategy {
    /// Id, title, description, source.
    pub head: Head,
    /// What sort.
    pub sort: StrategySort,
    /// How far.
    pub state: StrategyState,
    /// Mottos.
    pub mottos: Vec<String>,
    /// Who carries it.
    pub carrier: Option<String>,
    /// The unit in charge.
    pub unit: Option<Ref<Unit>>,
    /// From when to when.
    pub period: Interval,
    /// What it is part of.
    pub part_of: Option<Ref<Strategy>>,
    /// What it supersedes.
    pub supersedes: Vec<Ref<Strategy>>,
    /// Its vision, in our own words or quoted.
    pub vision: Option<String>,
    /// Goals.
    pub goals: Vec<Point>,
    /// Fields of action.
    pub fields_of_action: Vec<Point>,
    /// Phases.
    pub phases: Vec<Phase>,
    /// Headings with points.
    pub sections: Vec<Section>,
    /// Values.
    pub values: Vec<Ref<CoreValue>>,
    /// Problems.
    pub problems: Vec<Ref<Problem>>,
}

impl Record for Strategy {
    const KIND: Kind = Kind::Strategy;
}

impl ReadRecord for Strategy {
    fn read(head: Head, fields: &mut Fields<'_, '_, '_>) -> Self {
        Self {
            head,
            sort: fields.required_choice("art"),
            state: fields.required_choice("stand"),
            mottos: fields.list("motto"),
            carrier: fields.optional("traeger"),
            unit: fields.reference("einheit"),
            period: fields.optional("zeitraum").unwrap_or_default(),
            part_of: fields.reference("teil_von"),
            supersedes: fields.references("ersetzt"),
            vision: fields.optional("vision"),
            goals: fields.list("ziele"),
            fields_of_action: fields.list("handlungsfelder"),
            phases: fields.list("phasen"),
            sections: fields.list("abschnitte"),
            values: fields.references("werte"),
            problems: fields.references("probleme"),
        }
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn cited(&self) -> Vec<&SourceRef> {
        let points = self.goals.iter().chain(&self.fields_of_action).map(|point| &point.origin);
        let phases = self.phases.iter().map(|phase| &phase.origin);
        let sections = self.sections.iter().map(|section| &section.origin);
        let origins = points.chain(phases).chain(sections).flat_map(|origin| &origin.sources);
        self.head.sources.iter().chain(origins).collect()
    }

    fn table(model: &Model) -> &Table<Self> {
        &model.strategies
    }
}
