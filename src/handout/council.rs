//! What the council has to decide, what it was promised, what is on its agenda.

use super::paper::Draft;
use super::projects::sorted;
use super::scope::Scope;
use crate::analysis::council::{Item, Meeting};
use crate::analysis::target::{DimensionTarget, TargetState};
use crate::analysis::traffic_light::traffic_light;
use crate::content::commitment::Commitment;
use crate::content::names::Ref;
use crate::content::project::{LightColour, Project};
use crate::view::Cell;
use crate::view::compose::Compose;
use crate::view::council::{commitment_badge, deadline, sort_commitments};
use crate::view::targets;
use crate::view::traffic_light::asked;

/// What red lights ask for, and targets that nothing leads to.
pub(super) fn decisions(c: &Compose<'_>, scope: &Scope<'_>) -> Draft {
    let light = |&reference: &Ref<Project>| {
        let light = traffic_light(c.model(), c.analysis(), reference).filter(|one| one.colour == LightColour::Red)?;
        let sign = Cell { badge: Some(crate::view::traffic_light::badge(c, light.colour)), ..Cell::default() };
        Some(vec![c.record(reference), sign, Cell::text(capital(&asked(c, &light)?))])
    };
    let out_of_reach = |one: &&DimensionTarget| {
        matches!(one.state, TargetState::NotPlanned | TargetState::Missed) && scope.dimensions.contains(&one.dimension)
    };
    let targets = c.analysis().targets.iter().filter(out_of_reach).filter(|_| scope.unit.is_none());
    let target = targets.map(|one| {
        let title = format!("{}: {}", c.dimension(one.dimension).text, targets::title(c, one));
        let sign = Cell { badge: Some(targets::badge(c, one.state)), ..Cell::default() };
        vec![
            Cell::text(title),
            sign,
            Cell { note: Some(targets::reason(c, one)), ..Cell::text(c.t("handout.ziel-entscheiden")) },
        ]
    });
    Draft {
        id: "handout-entscheiden",
        columns: &["worum", "zustand", "was-entscheiden"],
        widths: &[30, 15, 55],
        rows: sorted(c, scope.projects.clone()).iter().filter_map(light).chain(target).collect(),
        intro: None,
        first: 8,
    }
}

/// With a capital letter.
fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

/// What was promised and is not finished, overdue ones first.
pub(super) fn commitments(c: &Compose<'_>, scope: &Scope<'_>) -> Draft {
    let open = |(reference, commitment): &(Ref<Commitment>, &Commitment)| {
        let progress = &c.analysis().council.commitments[reference.index()];
        !progress.state.is_finished() && scope.is_about(&commitment.concerns)
    };
    let mut open: Vec<_> = c.model().commitments.refs().filter(open).map(|(reference, _)| reference).collect();
    sort_commitments(c, &mut open);
    let row = |reference: Ref<Commitment>| {
        let commitment = &c.model().commitments[reference];
        let progress = &c.analysis().council.commitments[reference.index()];
        let parties = [("wer", commitment.by.as_str()), ("wem", &c.record(commitment.to).text)];
        vec![
            Cell { note: Some(c.f("zusage.wer-wem", &parties)), ..c.record(reference) },
            Cell::text(deadline(c, progress).unwrap_or_else(|| c.t("handout.ohne-frist"))),
            Cell { badge: Some(commitment_badge(c, progress)), ..Cell::default() },
        ]
    };
    Draft {
        id: "handout-zusagen",
        columns: &["zusage", "frist", "stand"],
        widths: &[57, 22, 21],
        rows: open.into_iter().map(row).collect(),
        intro: None,
        first: 6,
    }
}

/// What is on the agenda of a meeting.
pub(super) fn agenda(c: &Compose<'_>, meeting: &Meeting) -> Draft {
    let row = |item: &Item| {
        let (what, number) = match *item {
            Item::Paper(paper, index) => {
                let consultation = c.model().papers[paper].consultations.get(index)?;
                (c.paper(paper), consultation.agenda_item.as_ref())
            }
            Item::Other(index) => {
                let item = meeting.other(c.model(), index)?;
                (Cell::text(&item.title), item.number.as_ref())
            }
        };
        Some(vec![what, Cell::text(number.map_or_else(|| c.t("fehlt.kurz"), |number| number.value.clone()))])
    };
    Draft {
        id: "tagesordnung",
        columns: &["gegenstand", "top"],
        widths: &[75, 25],
        rows: meeting.agenda.iter().filter_map(row).collect(),
        intro: None,
        first: 10,
    }
}
