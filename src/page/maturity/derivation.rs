//! "So kommt die Stufe zustande": level by level upwards, each criterion with its contributions, then the sums.

use crate::analysis::derivation::{CriterionStep, Derivation, LevelStep};
use crate::analysis::maturity::Asked;
use crate::content::maturity_model::{Criterion, Dimension};
use crate::content::names::{Kind, Ref};
use crate::markup::escape;
use crate::view::compose::{Compose, anchor_prefix};
use crate::view::derivation::{
    calculations, exemption_words, level_sentences, rule_words, share_formula, shares, terms, unit_lines,
};
use crate::view::maturity::level_words;
use crate::view::{Block, Body, Cell};

/// How to read it, a block for each level, the sums.
pub(super) fn blocks(c: &Compose<'_>, reference: Ref<Dimension>) -> Vec<Block> {
    let derivation = Derivation::new(c.model(), &c.analysis().maturity, reference, c.analysis().as_of);
    let html = super::paragraphs(&[c.t("herleitung.einleitung"), rule_words(c)]);
    let head = c.block("herleitung", Body::Text { html });
    let levels = derivation.levels.iter().map(|step| level(c, &derivation, step));
    let sums = c.points("nachgerechnet", calculations(c, &derivation));
    let sums = sums.map(|block| Block { intro: Some(c.t("herleitung.rechenweg")), ..block });
    std::iter::once(head).chain(levels).chain(sums).collect()
}

fn level(c: &Compose<'_>, derivation: &Derivation, step: &LevelStep) -> Block {
    let heading = c.f("stufe.ueberschrift", &[("stufe", &level_words(c, step.level))]);
    let sentences = level_sentences(c, derivation, step).join(" ");
    let meaning = c.model().maturity.levels.get(step.level as usize).and_then(|level| level.text.as_ref());
    let meaning = meaning.map(|text| c.f("herleitung.bedeutung", &[("text", text)]));
    let columns = ["kriterium", "beitraege", "erreicht#", "noetig#", "stand"];
    let rows: Vec<_> = step.criteria.iter().map(|step| row(c, step)).collect();
    let (intro, body) = match rows.is_empty() {
        true => (meaning, Body::Empty { text: sentences }),
        false => {
            let intro = meaning.into_iter().chain([sentences]).collect::<Vec<_>>().join(" ");
            (Some(intro), Body::Table(c.table(&heading, &columns, rows)))
        }
    };
    Block { id: format!("stufe-{}", step.level), heading: Some(heading), intro, body }
}

fn row(c: &Compose<'_>, step: &CriterionStep) -> Vec<Cell> {
    let criterion = &c.model().maturity.criteria[step.criterion];
    let state = &c.analysis().maturity.criteria[step.criterion.index()];
    let text = Cell {
        id: Some(anchor(criterion)),
        assumed: criterion.assumption.clone(),
        note: terms(c, criterion),
        ..Cell::text(&criterion.text)
    };
    let exact = c.print.share(&step.share);
    let formula = share_formula(c, step).or_else(|| Some(exact.clone()).filter(|exact| exact.contains('/')));
    let reason = (step.asked == Asked::Exempt).then(|| exemption_words(c, step.criterion)).flatten();
    vec![
        text,
        contributions(c, step),
        Cell { note: formula, ..Cell::text(c.print.percent(&step.share)) },
        Cell::text(c.print.share(criterion.threshold.value())),
        Cell { badge: Some(c.criterion_badge(state)), note: reason, ..Cell::default() },
    ]
}

/// What each measure contributes and why, then the units where they differ.
fn contributions(c: &Compose<'_>, step: &CriterionStep) -> Cell {
    let shares = shares(c, step);
    if shares.is_empty() {
        return Cell::text(c.t("kriterium.ohne-massnahme"));
    }
    let item = |share: &crate::view::derivation::Share| {
        let measure = c.record(share.measure);
        let value = share.value.as_ref().map(|value| c.print.share(value));
        let words = match value {
            Some(value) => c.f("beitrag.zeile", &[("anteil", &value), ("grund", &share.reason)]),
            None => share.reason.clone(),
        };
        let href = escape(&measure.href.unwrap_or_default());
        format!("<li><a href=\"{href}\">{}</a>: {}</li>", escape(&measure.text), escape(&words))
    };
    let items: String = shares.iter().map(item).collect();
    let units = unit_lines(c, step).into_iter().map(|line| format!("<li>{}</li>", escape(&line))).collect::<String>();
    let units = if units.is_empty() { units } else { format!("<ul class=\"notiz\">{units}</ul>") };
    Cell { html: Some(format!("<ul>{items}</ul>{units}")), ..Cell::default() }
}

/// Where a criterion stands on the page of its dimension.
pub(super) fn anchor(criterion: &Criterion) -> String {
    format!("{}-{}", anchor_prefix(Kind::Criterion), criterion.id.value)
}
