//! How a level follows, in plain words.

use super::paragraphs;
use crate::view::compose::Compose;
use crate::view::derivation::rule_words;
use crate::view::{Body, Cell, Link, Page};

/// The page of the method.
pub(super) fn method(c: &Compose<'_>) -> Page {
    let model = &c.model().maturity;
    let step = |key: &str| Cell::text(c.t(&format!("methode.schritt.{key}")));
    let steps = ["kriterien", "massnahmen", "anteil", "stufe", "fortschritt", "gesamt"].map(step);
    let readings = ["grobe-daten", "ablauf", "einheiten", "ausnahmen", "ziele", "fristen"]
        .map(|key| Cell::text(c.t(&format!("methode.lesart.{key}"))));
    let levels = model.levels.iter().enumerate().map(|(number, level)| {
        vec![
            Cell::text(number.to_string()),
            Cell::text(&level.title),
            Cell::text(level.text.clone().unwrap_or_else(|| c.t("fehlt.strich"))),
        ]
    });
    let mut blocks = Vec::new();
    if let Some(text) = &model.text {
        blocks.push(c.block("modell", Body::Text { html: c.markdown(text, "", 3) }));
    }
    blocks.push(c.block("schritte", Body::List { items: steps.into(), ordered: true }));
    blocks.push(c.block("regel", Body::Text { html: paragraphs(&[rule_words(c)]) }));
    blocks.push(c.table_block("stufen", &["stufe", "titel", "bedeutung"], levels.collect()));
    blocks.push(c.block("lesarten", Body::List { items: readings.into(), ordered: false }));
    Page {
        kind: "frei",
        parent: Some(Link { text: c.t("seite.reifegrad.titel"), href: Some(c.href("reifegrad/index.html")) }),
        blocks,
        sources: c.sources(&model.sources),
        assumptions: model.assumption.iter().cloned().collect(),
        ..c.overview("frei", "reifegrad", "methode")
    }
}
