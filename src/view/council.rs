//! What the council asked about a record and what it was promised: for the page of any record that a paper can concern.

use std::cmp::Reverse;

use crate::content::council::{AnswerState, Commitment, Concerned, Paper, Question};
use crate::content::names::{Kind, Ref};
use crate::view::compose::{Compose, anchor_prefix};
use crate::view::{Badge, Block, Cell};

/// The questions that concern a record, those of the newest paper first; none where there are none.
pub fn questions<T: Concerned>(c: &Compose<'_>, record: Ref<T>) -> Option<Block> {
    let mut papers: Vec<_> = c.model().papers.refs().collect();
    papers.sort_by_key(|(reference, paper)| (Reverse(paper.date), *reference));
    let asked = papers.into_iter().flat_map(|(reference, paper)| {
        let concerned = paper.numbered().filter(|(_, question)| question.concerns.of::<T>().contains(&record));
        concerned.map(move |(number, question)| asked(c, reference, number, question))
    });
    c.list("fragen-dazu", asked.collect())
}

/// A question with its state, linked to its place on the page of its paper.
pub fn asked(c: &Compose<'_>, paper: Ref<Paper>, number: u32, question: &Question) -> Cell {
    let paper = c.paper(paper);
    let note = std::iter::once(paper.text).chain(paper.note).collect::<Vec<_>>().join(", ");
    let href = paper.href.map(|href| format!("{href}#frage-{number}"));
    Cell { href, badge: Some(answer_badge(c, question.state)), note: Some(note), ..Cell::text(&question.question) }
}

/// Whether a question has been answered.
pub fn answer_badge(c: &Compose<'_>, state: AnswerState) -> Badge {
    let (key, tone) = match state {
        AnswerState::Answered => ("antwort.beantwortet", "erfuellt"),
        AnswerState::Partly => ("antwort.teilweise", "teilweise"),
        AnswerState::Open => ("antwort.offen", "offen"),
    };
    Badge { text: c.t(key), tone }
}

/// The commitments that concern a record; none where there are none.
pub fn commitments<T: Concerned>(c: &Compose<'_>, record: Ref<T>) -> Option<Block> {
    let all = c.model().commitments.refs();
    let concerned = all.filter(|(_, commitment)| commitment.concerns.of::<T>().contains(&record));
    commitment_list(c, concerned.map(|(reference, _)| reference).collect())
}

/// The commitments made in a paper; none where there are none.
pub fn commitments_in(c: &Compose<'_>, paper: Ref<Paper>) -> Option<Block> {
    commitment_list(c, c.analysis().links.commitments_of_paper.of(paper).to_vec())
}

/// Open ones first, of those the one that is due first.
fn commitment_list(c: &Compose<'_>, mut commitments: Vec<Ref<Commitment>>) -> Option<Block> {
    commitments.sort_by_key(|&one| {
        let commitment = &c.model().commitments[one];
        (commitment.state, commitment.due.is_none(), commitment.due, one)
    });
    c.list("zusagen", commitments.into_iter().map(|one| commitment(c, one)).collect())
}

fn commitment(c: &Compose<'_>, reference: Ref<Commitment>) -> Cell {
    let commitment = &c.model().commitments[reference];
    let due = commitment.due.map(|due| c.f("zusage.frist", &[("bis", &c.print.date(due))]));
    let note = due.into_iter().chain(commitment.outcome.clone()).collect::<Vec<_>>().join(". ");
    Cell {
        badge: Some(c.commitment_badge(commitment.state)),
        note: Some(note).filter(|note| !note.is_empty()),
        ..c.record(reference)
    }
}

/// Anchor of a commitment on the page of all.
pub fn commitment_anchor(commitment: &Commitment) -> String {
    format!("{}-{}", anchor_prefix(Kind::Commitment), commitment.head.id.value)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::analysis::analyse;
    use crate::content::project::Project;
    use crate::content::{View, parse, resolve};
    use crate::diagnostics::Diagnostics;
    use crate::messages::{Language, Messages};
    use crate::source::Sources;
    use crate::view::Body;
    use crate::view::compose::Input;

    const FILES: &[(&str, &str)] = &[
        ("seite.yaml", "titel: Musterstadt"),
        ("modell.yaml", "titel: M\nstufen: [A, B]\ndimensionen: {d: {titel: D, stufen: {1: {d-1: Eins.}}}}"),
        ("organisation.yaml", "gremien: {rat: {titel: Rat}}"),
        ("projekte/akte.md", "---\ntitel: Akte\n---\n"),
        (
            "stadtrat/alt.md",
            "---\ntitel: Alt\nart: anfrage\ndatum: 2023-01-01\nfragen: [{frage: Warum?, stand: offen, projekte: [akte]}]\n---\n",
        ),
        (
            "stadtrat/neu.md",
            "---\ntitel: Neu\nart: anfrage\ndatum: 2024-01-01\nfragen: [{frage: Wer?, stand: offen}, {frage: Wann?, stand: offen, projekte: akte}]\n---\n",
        ),
    ];

    #[test]
    fn questions_lead_to_their_place_on_the_newest_paper_first() {
        let bytes = FILES.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
        let (sources, _) = Sources::from_files(bytes);
        let mut found = Diagnostics::default();
        let parsed = parse(&sources, &mut found).visible_to(View::Public, &mut found);
        let model = resolve(&parsed, &mut found).unwrap();
        let analysis = analyse(&model, date(2024, 6, 30));
        let messages = Messages::load(Language::German);
        let input = Input::new(&model, &analysis, &messages);
        let c = input.compose("projekte");
        let Some(Body::List { items, .. }) = questions::<Project>(&c, Ref::new(0)).map(|block| block.body) else {
            panic!()
        };
        let hrefs: Vec<_> = items.into_iter().filter_map(|cell| cell.href).collect();
        assert_eq!(hrefs, ["../stadtrat/neu.html#frage-2", "../stadtrat/alt.html#frage-1"]);
        assert!(commitments::<Project>(&c, Ref::new(0)).is_none());
    }
}
