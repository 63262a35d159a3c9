//! What has changed since a body met last, and what it is owed: what its next meeting will ask about.

use crate::analysis::council::Interim;
use crate::content::names::Ref;
use crate::content::organisation::Committee;
use crate::view::compose::Compose;
use crate::view::council::{commitment_list, meeting_day, resolution_list};
use crate::view::synopsis::{SYNOPSES, Synopsis, interim_address};
use crate::view::{Block, Cell, Page};

pub(super) fn page(c: &Compose<'_>, interim: &Interim<'_>) -> Page {
    let committee = interim.last.committee;
    let synopsis = Synopsis::since(c, interim.last.date);
    let since = c.f("synopse.seit-sitzung", &[("am", &c.print.day(interim.last.date))]);
    let next = interim.next.map_or_else(|| Cell::text(c.t("fehlt.kurz")), |next| meeting_day(c, next));
    let facts = [
        c.fact("gremium", vec![c.record(committee)]),
        c.fact("letzte-sitzung", vec![meeting_day(c, interim.last)]),
        c.fact("verglichen-bis", vec![c.day(c.analysis().as_of)]),
        c.fact("naechste-sitzung", vec![next]),
    ];
    let blocks = std::iter::once(synopsis.words(c, since)).chain(synopsis.blocks(c)).chain(owed(c, committee));
    let title = c.f("synopse.titel-seit", &[("gremium", &c.model().committees[committee].head.title)]);
    Page {
        kind: "datensatz",
        kicker: Some(c.t("art.synopse")),
        parent: Some(c.parent(SYNOPSES)),
        lead: Some(c.t("synopse.vorspann-seit")),
        facts: facts.into_iter().flatten().collect(),
        blocks: blocks.collect(),
        ..c.page(&interim_address(c.model(), committee), SYNOPSES, &title)
    }
}

/// What the body was promised and is still waiting for, and what became of its resolutions.
fn owed(c: &Compose<'_>, committee: Ref<Committee>) -> impl Iterator<Item = Block> {
    let council = &c.analysis().council;
    let promised =
        c.model().commitments.refs().filter(|(reference, one)| {
            one.to == committee && !council.commitments[reference.index()].state.is_finished()
        });
    let promised = commitment_list(c, promised.map(|(reference, _)| reference).collect());
    let resolved = council.resolutions.iter().filter(|one| one.committee == Some(committee) && !one.archived);
    let headed = |key: &str, block: Block| Block { heading: Some(c.t(key)), ..block };
    let promised = promised.map(|block| headed("block.seit-zusagen", block));
    promised.into_iter().chain(resolution_list(c, resolved).map(|block| headed("block.seit-beschluesse", block)))
}
