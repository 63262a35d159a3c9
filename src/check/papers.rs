//! Council papers and meetings: dates in their order, numbers and meetings once, no answer without words.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Check, Subject};
use crate::analysis::council::{Item, Meeting, asked};
use crate::content::Model;
use crate::content::council::{AnswerState, Paper, PaperSort, RelationKind};
use crate::content::scalar::{Datum, Precision};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::source::{Span, Spanned};

pub(super) const CHECK: Check = Check {
    name: "papers",
    codes: &["E0218", "E0322", "W0320", "W0321", "W0322", "W0323", "W0324", "W0325", "W0326"],
    run,
};

fn run(subject: Subject<'_>, found: &mut Diagnostics) {
    let model = subject.model;
    for paper in &model.papers {
        way(paper, found);
        answers(model, paper, found);
        question_numbers(paper, found);
    }
    numbers(model, found);
    meetings_once(model, found);
    for meeting in &subject.analysis.council.meetings {
        agenda_once(model, meeting, found);
    }
    meetings_known(model, found);
}

/// The consultations follow each other, and an inquiry or a motion is there before it is dealt with.
fn way(paper: &Paper, found: &mut Diagnostics) {
    let dates: Vec<_> = paper.consultations.iter().filter_map(|one| one.date).collect();
    for pair in dates.windows(2) {
        if let [before, after] = pair
            && after.last() < before.first()
        {
            found.push(Diagnostic::at("W0320", after.span).related(before.span, "siehe"));
        }
    }
    let Some(written) = paper.date.filter(|_| matches!(paper.sort, PaperSort::Inquiry | PaperSort::Motion)) else {
        return;
    };
    let early = dates.iter().filter(|date| date.last() < written.first());
    found.extend(early.map(|date| Diagnostic::at("W0322", date.span).with("am", date.value).with("datum", written)));
}

/// An answer has words and comes after its question; a paper that answers another is not older than that.
fn answers(model: &Model, paper: &Paper, found: &mut Diagnostics) {
    for question in &paper.questions {
        let span = question.place.span;
        if question.state == AnswerState::Answered && question.answer.is_none() && question.answered_in.is_none() {
            found.push(Diagnostic::at("W0326", span));
        }
        let place = question.answered.map_or(span, |date| date.span);
        let dates = asked(paper, question).zip(question.answered_on(model));
        found.extend(dates.and_then(|(asked, answered)| too_early(place, asked, answered)));
    }
    let answered = paper.related.iter().filter(|one| one.kind == RelationKind::Answers);
    found.extend(answered.filter_map(|one| too_early(one.written.span, model.papers[one.paper].date?, paper.date?)));
}

fn too_early(span: Span, asked: Datum, answered: Datum) -> Option<Diagnostic> {
    let early = answered.last() < asked.first();
    early.then(|| Diagnostic::at("W0321", span).with("antwort", answered).with("frage", asked))
}

fn question_numbers(paper: &Paper, found: &mut Diagnostics) {
    let mut seen = BTreeMap::new();
    for (number, question) in paper.numbered() {
        if let Some(earlier) = seen.insert(number, question.place.span) {
            let finding = Diagnostic::at("E0218", question.place.span).with("id", number).with("art", "@art.frage");
            found.push(finding.related(earlier, "zuerst"));
        }
    }
}

/// Two papers of one sort do not share a number. An inquiry and its answer do.
fn numbers(model: &Model, found: &mut Diagnostics) {
    let mut seen = BTreeMap::new();
    for paper in &model.papers {
        let Some(number) = paper.number else { continue };
        let key = (number.value, paper.sort);
        if let Some(earlier) = seen.insert(key, number.span) {
            found.push(Diagnostic::at("W0323", number.span).with("nummer", number.value).related(earlier, "zuerst"));
        }
    }
}

fn meetings_once(model: &Model, found: &mut Diagnostics) {
    let mut seen = BTreeMap::new();
    for meeting in &model.meetings {
        let Some(committee) = meeting.committee else { continue };
        if let Some(earlier) = seen.insert((committee, meeting.date.first()), meeting.date.span) {
            let finding = Diagnostic::at("E0322", meeting.date.span).with("am", meeting.date.value);
            found.push(finding.related(earlier, "zuerst"));
        }
    }
}

/// An item stands with its paper or in `sitzungen.yaml`, not in both. Papers may share an item.
fn agenda_once(model: &Model, meeting: &Meeting, found: &mut Diagnostics) {
    let mut numbers: Vec<(bool, Spanned<String>)> = Vec::new();
    for item in &meeting.agenda {
        let own = matches!(item, Item::Other(_));
        let number = meeting.number(model, *item).cloned();
        numbers.extend(number.map(|number| (own, number)));
    }
    for pair in numbers.windows(2) {
        if let [(own, before), (also_own, after)] = pair
            && (*own || *also_own)
            && before.value == after.value
        {
            let finding = Diagnostic::at("W0325", after.span).with("top", &after.value);
            found.push(finding.related(before.span, "zuerst"));
        }
    }
}

/// Where `sitzungen.yaml` lists a body's meetings of a year, a consultation of that year was in one of them.
fn meetings_known(model: &Model, found: &mut Diagnostics) {
    for consultation in model.papers.iter().flat_map(|paper| &paper.consultations) {
        let Some(date) = consultation.date.filter(|date| date.precision() == Precision::Day) else { continue };
        let its = model.meetings.iter().filter(|meeting| meeting.committee == consultation.committee);
        let listed: Vec<Date> =
            its.map(|one| one.date.first()).filter(|day| day.year() == date.first().year()).collect();
        if consultation.committee.is_some() && !listed.is_empty() && !listed.contains(&date.first()) {
            let nearest = listed.into_iter().min_by_key(|day| distance(*day, date.first()));
            let finding = Diagnostic::at("W0324", date.span).with("am", date.value);
            found.push(match nearest {
                Some(day) => finding.hint_with("naechste-sitzung", [("am", day.to_string())]),
                None => finding,
            });
        }
    }
}

fn distance(one: Date, other: Date) -> i32 {
    one.until(other).map_or(i32::MAX, |span| span.get_days().abs())
}
