//! A new project as a content file.

use super::entry::Entry;
use crate::content::scalar::Money;
use crate::source::yaml::edit::{Flow, scalar};

/// The file of a new project: front matter in the usual order, and no text below.
pub(super) fn file(entry: &Entry, event: Option<&Flow<'_>>, source: Option<&Flow<'_>>) -> String {
    let mut file = String::from("---\n");
    let mut line = |key: &str, value: Option<String>| {
        file.extend(value.into_iter().flat_map(|value| [key, ":", &value, "\n"].map(str::to_owned)));
    };
    let inline = |value: String| format!(" {value}");
    let text = |text: &Option<String>| text.as_deref().map(scalar).map(inline);
    line("titel", text(&entry.title));
    line("kurz", text(&entry.summary));
    line("einheit", text(&entry.unit));
    line("art", text(&entry.sort));
    line("strategie", strategies(entry).map(inline));
    line("plan", plan(entry).map(inline));
    line("verlauf", event.map(|event| format!("\n  - {event}")));
    line("kosten", cost(entry).map(inline));
    line("foerderung", text(&entry.funding));
    line("quelle", source.map(|source| format!(" {source}")));
    for (key, value) in &entry.own {
        line(key, Some(inline(scalar(value))));
    }
    file + "---\n"
}

fn strategies(entry: &Entry) -> Option<String> {
    let list = Flow::List(entry.strategies.iter().map(|id| Flow::Text(id.into())).collect());
    (!entry.strategies.is_empty()).then(|| list.to_string())
}

fn plan(entry: &Entry) -> Option<String> {
    let dates = [("beginn", entry.begin), ("ende", entry.end)];
    flow(dates.into_iter().filter_map(|(key, date)| Some((key, Flow::Word(date?.to_string())))))
}

fn cost(entry: &Entry) -> Option<String> {
    let sums = [("geplant", entry.planned), ("gebunden", entry.committed), ("ausgegeben", entry.spent)];
    flow(sums.into_iter().filter_map(|(key, sum)| Some((key, Flow::Word(money(sum?))))))
}

fn flow(entries: impl Iterator<Item = (&'static str, Flow<'static>)>) -> Option<String> {
    let entries: Vec<_> = entries.collect();
    (!entries.is_empty()).then(|| Flow::Map(entries).to_string())
}

/// An amount as editors write it: `1_250_000.50 €`.
pub(super) fn money(money: Money) -> String {
    let (sign, cents) = (if money.cents() < 0 { "-" } else { "" }, money.cents().unsigned_abs());
    let (mut euros, cents) = ((cents / 100).to_string(), cents % 100);
    for at in (1..euros.len()).rev().filter(|at| (euros.len() - at) % 3 == 0).collect::<Vec<_>>() {
        euros.insert(at, '_');
    }
    if cents == 0 { format!("{sign}{euros} €") } else { format!("{sign}{euros}.{cents:02} €") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_as_it_is_written() {
        for (cents, text) in
            [(125_000_050, "1_250_000.50 €"), (-99, "-0.99 €"), (0, "0 €"), (100_000, "1_000 €"), (12_300, "123 €")]
        {
            assert_eq!(money(Money::from_cents(cents)), text);
            assert_eq!(Money::parse(text).map(Money::cents), Ok(cents));
        }
    }
}
