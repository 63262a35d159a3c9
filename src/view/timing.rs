//! Plans in words: the first one and the current one side by side, and by how much they differ.

use jiff::civil::Date;

use super::compose::Compose;
use super::{Cell, Fact};
use crate::analysis::schedule::{Shift, Timing, duration};
use crate::content::common::Plan;
use crate::content::scalar::Datum;

/// First plan, current plan where it is another, completion. That no plan is known is said.
pub fn facts(c: &Compose<'_>, plan: Option<&Plan>, timing: &Timing) -> Vec<Fact> {
    let key = if timing.shifts > 0 { "erster-plan" } else { "plan" };
    let first = plan.and_then(|plan| planned(c, plan)).unwrap_or_else(|| Cell::text(c.t("fehlt.quelle")));
    [c.fact(key, vec![first]), current(c, timing), done(c, timing)].into_iter().flatten().collect()
}

fn planned(c: &Compose<'_>, plan: &Plan) -> Option<Cell> {
    Some(Cell { assumed: plan.assumption.clone(), ..Cell::text(c.print.interval(&plan.interval)?) })
}

/// `6 Monate später als zuerst geplant`; none where the end has not moved.
pub fn shift(c: &Compose<'_>, timing: &Timing) -> Option<String> {
    timing.shift().filter(|shift| shift.direction().is_ne()).map(|shift| than_first(c, shift))
}

fn than_first(c: &Compose<'_>, shift: Shift) -> String {
    c.f("verschiebung.als-zuerst-geplant", &[("verschiebung", &c.print.shift(shift))])
}

/// `bis 30.06.2024`, and that this is six months later than first planned.
fn current(c: &Compose<'_>, timing: &Timing) -> Option<Fact> {
    let end = timing.end.filter(|_| timing.shifts > 0)?;
    let times = c.count("anzahl.verschiebungen", timing.shifts);
    let note = shift(c, timing).into_iter().chain([times]).collect::<Vec<_>>().join(", ");
    let key = if timing.done.is_some() { "letzter-plan" } else { "jetziger-plan" };
    let until = c.f("notiz.bis", &[("bis", &c.print.date(end))]);
    c.fact(key, vec![Cell { note: Some(note), ..Cell::text(until) }])
}

fn done(c: &Compose<'_>, timing: &Timing) -> Option<Fact> {
    let done = timing.done?;
    let note = timing.first_end.and_then(|first| match is_within(first, done) {
        true => Some(c.t("verschiebung.wie-geplant")),
        false => Shift::between(first, Datum::day(done)).map(|shift| than_first(c, shift)),
    });
    c.fact("umgesetzt", vec![Cell { note, ..c.day(done) }])
}

fn is_within(planned: Datum, day: Date) -> bool {
    (planned.first()..=planned.last()).contains(&day)
}

/// How completion, or else the current end, lies to the end first planned: `6 Monate später`, `wie geplant`. None where
/// nothing was planned, and where the date only became more or less precise.
pub fn against_first(c: &Compose<'_>, timing: &Timing) -> Option<String> {
    let Some(done) = timing.done else { return timing.shift().map(|shift| c.print.shift(shift)) };
    let first = timing.first_end?;
    if is_within(first, done) {
        return Some(c.t("verschiebung.wie-geplant"));
    }
    Shift::between(first, Datum::day(done)).map(|shift| c.print.shift(shift))
}

/// How long it takes by the first plan, and by the current one where that differs.
pub fn duration_fact(c: &Compose<'_>, timing: &Timing) -> Option<Fact> {
    let lasts = |end: Datum| duration(timing.begin?, end).map(|duration| c.print.duration(duration));
    let now = timing.end.filter(|_| timing.end != timing.first_end).and_then(lasts);
    let now = now.map(|now| c.f("projekt.dauer-jetzt", &[("dauer", &now)]));
    c.fact("dauer", vec![Cell { note: now, ..Cell::text(lasts(timing.first_end?)?) }])
}
