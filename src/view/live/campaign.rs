//! Strategies, values, problems, options, partners, sources.

use crate::content::campaign::{CoreValue, Problem, Tier, ValueStatus};
use crate::content::fields::Choice;
use crate::content::names::Ref;
use crate::content::organisation::Partner;
use crate::content::strategy::{Strategy, StrategyState};
use crate::content::variant::Variant;
use crate::view::compose::Compose;
use crate::view::{Badge, Block, Body, Cell};

/// Strategies with their state, in alphabetical order.
pub fn strategies(c: &Compose<'_>) -> Vec<Block> {
    let cells =
        c.model().strategies.refs().map(|(reference, strategy)| strategy_card(c, reference, strategy)).collect();
    c.list("strategien", c.sorted(cells)).into_iter().collect()
}

/// A strategy with state and summary.
pub fn strategy_card(c: &Compose<'_>, reference: Ref<Strategy>, strategy: &Strategy) -> Cell {
    Cell { badge: Some(strategy_state(c, strategy.state)), note: strategy.head.summary.clone(), ..c.record(reference) }
}

/// How far a strategy is.
pub fn strategy_state(c: &Compose<'_>, state: StrategyState) -> Badge {
    let word = state.word();
    let tone = match state {
        StrategyState::Unknown => "unbekannt",
        StrategyState::Planned => "geplant",
        StrategyState::InProgress => "laufend",
        StrategyState::DecisionPending => "entwurf",
        StrategyState::Resolved => "beschlossen",
        StrategyState::InForce => "fertig",
        StrategyState::Expired => "beendet",
    };
    Badge { text: c.t(&format!("strategie-stand.{word}")), tone }
}

/// Values, each with how much is done for it.
pub fn values(c: &Compose<'_>) -> Vec<Block> {
    c.list("werte", value_cards(c)).into_iter().collect()
}

/// Values in alphabetical order, each with how much is done for it.
pub fn value_cards(c: &Compose<'_>) -> Vec<Cell> {
    let cell = |(reference, value): (Ref<CoreValue>, &CoreValue)| {
        let measures = c.analysis().links.measures_of_value.of(reference).len();
        let projects = c.analysis().links.projects_of_value.of(reference).len();
        let note = format!("{}, {}", c.count("anzahl.massnahmen", measures), c.count("anzahl.projekte", projects));
        Cell { badge: Some(value_status(c, value.status)), note: Some(note), ..c.record(reference) }
    };
    c.sorted(c.model().values.refs().map(cell).collect())
}

/// Draft or resolved.
pub fn value_status(c: &Compose<'_>, status: ValueStatus) -> Badge {
    match status {
        ValueStatus::Draft => Badge { text: c.t("wert.entwurf"), tone: "entwurf" },
        ValueStatus::Resolved => Badge { text: c.t("wert.beschlossen"), tone: "beschlossen" },
    }
}

/// Problems of the city, then of the state, each with how much is done against it.
pub fn problems(c: &Compose<'_>) -> Vec<Block> {
    [city_problems(c), state_problems(c)].concat()
}

/// Problems of the city, each with how much is done against it.
pub fn city_problems(c: &Compose<'_>) -> Vec<Block> {
    c.list("probleme-stadt", problem_cards(c, Tier::City)).into_iter().collect()
}

/// Problems of the state, each with how much is done against it.
pub fn state_problems(c: &Compose<'_>) -> Vec<Block> {
    c.list("probleme-land", problem_cards(c, Tier::State)).into_iter().collect()
}

/// Problems in alphabetical order, each with how much is done against it.
pub fn problem_cards(c: &Compose<'_>, tier: Tier) -> Vec<Cell> {
    let problems = c.model().problems.refs().filter(|(_, problem)| problem.tier == tier);
    c.sorted(problems.map(|(reference, _)| problem_card(c, reference)).collect())
}

/// A problem, and how much is done against it.
fn problem_card(c: &Compose<'_>, reference: Ref<Problem>) -> Cell {
    let measures = c.analysis().links.measures_of_problem.of(reference).len();
    let badge = (measures == 0).then(|| Badge { text: c.t("problem.ohne-massnahme"), tone: "offen" });
    let note = (measures > 0).then(|| c.count("anzahl.massnahmen", measures));
    Cell { badge, note, ..c.record(reference) }
}

/// Options, compared under the heading they share.
pub fn variants(c: &Compose<'_>) -> Vec<Block> {
    let mut groups: Vec<&str> = c.model().variants.iter().map(|variant| variant.group.as_str()).collect();
    c.input.order.sort_by(&mut groups, |group| group);
    groups.dedup();
    groups.iter().enumerate().map(|(index, group)| comparison(c, index, group)).collect()
}

fn comparison(c: &Compose<'_>, index: usize, group: &str) -> Block {
    let mut variants: Vec<_> = c.model().variants.refs().filter(|(_, variant)| variant.group == group).collect();
    c.input.order.sort_by(&mut variants, |(_, variant)| &variant.head.title);
    variants.sort_by_key(|(_, variant)| variant.order.unwrap_or(u32::MAX));
    let rows = variants.into_iter().map(|(reference, variant)| variant_row(c, reference, variant));
    let body = Body::Table(c.table(group, &["variante", "vorteile", "nachteile"], rows.collect()));
    Block { id: format!("gruppe-{}", index + 1), heading: Some(group.to_owned()), intro: None, body }
}

fn variant_row(c: &Compose<'_>, reference: Ref<Variant>, variant: &Variant) -> Vec<Cell> {
    let points = |points: &[String]| match points {
        [] => Cell::text(c.t("fehlt.keine-angabe")),
        points => Cell { html: Some(bullets(points)), ..Cell::default() },
    };
    vec![c.record(reference), points(&variant.advantages), points(&variant.disadvantages)]
}

fn bullets(points: &[String]) -> String {
    let items: String = points.iter().map(|point| format!("<li>{}</li>", crate::markup::escape(point))).collect();
    format!("<ul>{items}</ul>")
}

/// Partners in alphabetical order.
pub fn partners(c: &Compose<'_>) -> Vec<Block> {
    let cell =
        |(reference, partner): (Ref<Partner>, &Partner)| Cell { note: partner.text.clone(), ..c.record(reference) };
    c.list("partner", c.sorted(c.model().partners.refs().map(cell).collect())).into_iter().collect()
}

/// Source documents, the newest first.
pub fn documents(c: &Compose<'_>) -> Vec<Block> {
    let mut documents: Vec<_> = c.model().documents.refs().collect();
    documents.sort_by_key(|(reference, document)| (std::cmp::Reverse(document.date), *reference));
    let rows: Vec<_> = documents
        .into_iter()
        .map(|(reference, document)| {
            let missing = || c.t("fehlt.kurz");
            vec![
                c.record(reference),
                document.date.map_or_else(|| Cell::text(missing()), |date| c.date(date)),
                Cell::text(document.publisher.clone().unwrap_or_else(missing)),
                Cell::text(document.licence.clone().unwrap_or_else(missing)),
            ]
        })
        .collect();
    let columns = ["dokument", "datum", "herausgeber", "lizenz"];
    if rows.is_empty() { Vec::new() } else { vec![c.table_block("alle-quellen", &columns, rows)] }
}
