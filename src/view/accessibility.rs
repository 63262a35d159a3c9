//! The accessibility statement: what is declared, field by field, and what is missing as missing.

use super::compose::Compose;
use super::{Block, Body, Cell, Fact};
use crate::content::accessibility::{Barrier, Declaration};
use crate::content::fields::Choice;
use crate::content::free_page::ACCESSIBILITY;
use crate::content::names::Kind;
use crate::content::scalar::Datum;
use crate::content::site::Contact;
use crate::markup::escape;

/// Where barriers are reported: an anchor on the page.
pub const FEEDBACK: &str = "barriere-melden";

/// The page that the statement stands on, from the site's root.
pub fn path() -> String {
    format!("{}/{ACCESSIBILITY}.html", Kind::Page.folder())
}

/// What fits in a line each.
pub fn facts(c: &Compose<'_>) -> Vec<Fact> {
    let declared = &c.model().site.declaration.value;
    let word =
        |key: &str, word: Option<&str>| word.map(|word| Cell::text(c.t(&format!("barrierefreiheit.{key}.{word}"))));
    let date = |date: Option<Datum>| date.map(|date| c.date(date));
    let facts = [
        ("vereinbarkeit", word("stand", declared.conformity.map(Choice::word))),
        ("gesetz", declared.law.as_ref().map(Cell::text)),
        ("erklaerung-erstellt", date(declared.made)),
        ("erklaerung-geprueft", date(declared.reviewed)),
        ("pruefverfahren", word("methode", declared.method.map(Choice::word))),
    ];
    facts.into_iter().filter_map(|(key, cell)| c.fact(key, vec![cell.unwrap_or_else(|| unknown(c))])).collect()
}

/// What is not accessible, where to say so, and who decides if that does not help.
pub fn blocks(c: &Compose<'_>) -> Vec<Block> {
    let declared = &c.model().site.declaration.value;
    let help = c.t("barrierefreiheit.durchsetzung");
    vec![
        scope(c),
        barriers(c, declared),
        contact(c, FEEDBACK, c.t("barrierefreiheit.melden"), &declared.feedback),
        contact(c, "durchsetzung", help, &declared.enforcement),
    ]
}

/// Which site it is about.
fn scope(c: &Compose<'_>) -> Block {
    let site = &c.model().site;
    let publisher = site.publisher.as_deref().unwrap_or(&site.title);
    let address = site.address.as_deref().map(|address| format!(" ({address})")).unwrap_or_default();
    let words = [("titel", site.title.as_str()), ("adresse", &address), ("herausgeber", publisher)];
    let html = format!("<p>{}</p>", escape(&c.f("barrierefreiheit.gilt", &words)));
    c.block("geltungsbereich", Body::Text { html })
}

fn barriers(c: &Compose<'_>, declared: &Declaration) -> Block {
    let id = "nicht-barrierefrei";
    if declared.barriers.is_empty() {
        let key = if declared.conformity.is_some() { "barrierefreiheit.keine" } else { "barrierefreiheit.fehlt" };
        return c.block(id, Body::Empty { text: c.t(key) });
    }
    let or_unknown = |text: &Option<String>| text.as_ref().map_or_else(|| unknown(c), Cell::text);
    let row = |barrier: &Barrier| {
        let reason = Cell {
            note: barrier.text.clone(),
            ..Cell::text(c.t(&format!("barrierefreiheit.grund.{}", barrier.reason.word())))
        };
        vec![Cell::text(&barrier.content), reason, or_unknown(&barrier.alternative)]
    };
    c.table_block(id, &["inhalt", "grund", "alternative"], declared.barriers.iter().map(row).collect())
}

/// Each way to somebody, or that it is not known.
fn contact(c: &Compose<'_>, id: &str, intro: String, contact: &Contact) -> Block {
    let email = contact.email.as_ref().map(|email| Cell { href: Some(format!("mailto:{email}")), ..Cell::text(email) });
    let plain = |text: &Option<String>| text.as_ref().map(Cell::text);
    let ways = [
        ("stelle", plain(&contact.title)),
        ("anschrift", plain(&contact.address)),
        ("email", email),
        ("telefon", plain(&contact.phone)),
    ];
    let row = |(key, cell): (&str, Option<Cell>)| {
        vec![Cell::text(c.t(&format!("barrierefreiheit.kontakt.{key}"))), cell.unwrap_or_else(|| unknown(c))]
    };
    let rows = ways.into_iter().map(row).collect();
    Block { intro: Some(intro), ..c.table_block(id, &["angabe", "wert"], rows) }
}

fn unknown(c: &Compose<'_>) -> Cell {
    Cell::text(c.t("barrierefreiheit.fehlt"))
}
