//! Measures: what they fulfil, when, and for whom.

use super::{Large, Later, Menu, PageKind, Single, id_in, now, overview_and_records};
use crate::analysis::rollout::{self, Part};
use crate::content::measure::{Effect, Evidence, Measure};
use crate::content::names::Ref;
use crate::view::chronicle;
use crate::view::compose::{Compose, Input};
use crate::view::council;
use crate::view::live::projects;
use crate::view::money;
use crate::view::timing;
use crate::view::tools::{Sort, Tools, dimension_tag, division_tag, record_tags, status_cell};
use crate::view::units::{in_order, rollout_cells};
use crate::view::{Block, Cell, Fact, Page};

pub(super) const KIND: PageKind = PageKind { section: "massnahmen", menu: Menu::Work, pages };

pub(super) const LARGE: Large =
    Large { section: KIND.section, any: |input| !input.model.measures.is_empty(), single: Some(SINGLE) };
const SINGLE: Single = Single { overviews: &[FIRST], page: single, each };
const FIRST: &str = "massnahmen/index.html";

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    now(each(input))
}

fn each<'a>(input: &'a Input<'a>) -> Vec<Later<'a>> {
    let measures = &input.model.measures;
    if measures.is_empty() {
        return Vec::new();
    }
    overview_and_records(input.compose("massnahmen"), overview, measures.refs(), |c, (reference, measure)| {
        page(c, reference, measure)
    })
}

fn single<'a>(input: &'a Input<'a>, path: &str) -> Option<Page> {
    let id = id_in(KIND.section, path)?;
    let c = input.compose("massnahmen");
    if path == FIRST {
        return (!c.model().measures.is_empty()).then(|| overview(&c));
    }
    let (reference, measure) = c.model().measures.refs().find(|(_, measure)| measure.head.id.value == id)?;
    Some(page(&c, reference, measure))
}

fn overview(c: &Compose<'_>) -> Page {
    let mut rows: Vec<Vec<Cell>> =
        c.model().measures.refs().map(|(reference, measure)| row(c, reference, measure)).collect();
    c.sort_rows(&mut rows);
    let table = c.table_block("alle-massnahmen", &["massnahme", "dimension", "ende", "stand"], rows);
    let table = TOOLS.equip_block(c, table);
    let blocks = projects::measures(c).into_iter().chain([table]).collect();
    Page { blocks, ..c.overview("uebersicht", "massnahmen", "massnahmen") }
}

const TOOLS: Tools = Tools {
    sort: &[("massnahme", Sort::Text), ("dimension", Sort::Text), ("ende", Sort::Date), ("stand", Sort::Number)],
    filters: &["stand", "dimension", "bereich", "strategie"],
};

fn row(c: &Compose<'_>, reference: Ref<Measure>, measure: &Measure) -> Vec<Cell> {
    let progress = &c.analysis().measures[reference.index()];
    let mut dimensions: Vec<_> =
        measure.fulfils.iter().map(|&one| c.model().maturity.criteria[one].dimension).collect();
    dimensions.sort_unstable();
    dimensions.dedup();
    let titles: Vec<_> = dimensions.iter().map(|&one| c.model().maturity.dimensions[one].title.as_str()).collect();
    let tags = dimensions.iter().map(|&one| dimension_tag(c, one));
    let end = progress.timing.done.map(|done| c.day(done)).or_else(|| progress.timing.end.map(|end| c.date(end)));
    vec![
        c.record(reference).tagged([division_tag(c, measure.unit)]).tagged(record_tags(
            c,
            "strategie",
            &measure.strategies,
        )),
        Cell::text(titles.join("; ")).tagged(tags),
        end.unwrap_or_else(|| Cell::text(c.t("fehlt.kurz"))),
        status_cell(c, progress.status),
    ]
}

fn page(c: &Compose<'_>, reference: Ref<Measure>, measure: &Measure) -> Page {
    let mut page = c.record_page(measure);
    let progress = &c.analysis().measures[reference.index()];
    let links = &c.analysis().links;
    page.badges.push(c.status(progress.status));
    page.facts = facts(c, reference, measure);
    page.sources.extend(measure.cost.iter().flat_map(|cost| c.sources(&cost.origin.sources)));
    let criteria = measure.fulfils.iter().map(|&criterion| c.criterion(criterion)).collect();
    page.blocks.push(c.list_or_empty("erfuellt-kriterien", criteria));
    let blocks = [
        chronicle::block(c, measure.plan.as_ref(), &measure.log),
        rollout(c, measure),
        coverage(c, measure),
        c.list("nachweise", measure.evidence.iter().map(|evidence| self::evidence(c, evidence)).collect()),
        measure.cost.as_ref().map(|cost| money::block(c, cost)),
        c.list("setzt-voraus", c.measures(&measure.requires)),
        c.list("davon-haengt-ab", c.measures(links.measures_after.of(reference))),
        c.list("bausteine", c.records(links.blocks_of_measure.of(reference))),
        c.list("werte", c.records(&measure.values)),
        c.list("probleme", c.records(&measure.problems)),
        c.list("vorlagen", c.papers(links.papers_of_measure.of(reference))),
        council::questions(c, reference),
        council::commitments(c, reference),
    ];
    page.blocks.extend(blocks.into_iter().flatten());
    page
}

fn facts(c: &Compose<'_>, reference: Ref<Measure>, measure: &Measure) -> Vec<Fact> {
    let progress = &c.analysis().measures[reference.index()];
    let effect = match measure.effect {
        Effect::Ongoing => "wirkung.laufend",
        Effect::Lasting => "wirkung.bleibend",
    };
    let period = measure.validity.map(|period| {
        let (count, key) = period.parts();
        c.count(key, count as usize)
    });
    let about = [
        c.fact("projekt", measure.project.iter().map(|&project| c.project(project)).collect()),
        c.fact("strategie", c.records(&measure.strategies)),
        c.fact(
            "verantwortlich",
            vec![measure.unit.map_or_else(|| Cell::text(c.t("fehlt.quelle")), |unit| c.record(unit))],
        ),
    ];
    let dates = timing::facts(c, measure.plan.as_ref(), &progress.timing);
    let effects = [c.fact_text("wirkung", Some(c.t(effect))), c.fact_text("gueltig", period)];
    about.into_iter().flatten().chain(dates).chain(effects.into_iter().flatten()).collect()
}

/// Who has introduced it, unit by unit; the sentence above says of how many.
fn rollout(c: &Compose<'_>, measure: &Measure) -> Option<Block> {
    measure.rollout.as_ref()?;
    let mut parts = rollout::parts(c.model(), measure, c.analysis().as_of);
    let order = in_order(c);
    parts.sort_by_key(|part| order.iter().position(|&unit| unit == part.unit));
    let (done, all) = rollout::done_of(&parts);
    let row = |part: &Part| std::iter::once(c.record(part.unit)).chain(rollout_cells(c, part)).collect();
    let rows = parts.iter().map(row).collect();
    let intro = c.f("rollout.anzahl", &[("fertig", &done.to_string()), ("alle", &all.to_string())]);
    let block = c.table_block("rollout", &["einheit", "stand", "umgesetzt", "geplant"], rows);
    Some(Block { intro: Some(intro), ..block })
}

fn coverage(c: &Compose<'_>, measure: &Measure) -> Option<Block> {
    let known = measure.coverage.iter().filter(|entry| entry.date.last() <= c.analysis().as_of);
    let rows: Vec<_> =
        known.map(|entry| vec![c.date(entry.date.value), Cell::text(c.print.percent(entry.share.value()))]).collect();
    (!rows.is_empty()).then(|| c.table_block("abdeckung", &["am", "anteil#"], rows))
}

fn evidence(c: &Compose<'_>, evidence: &Evidence) -> Cell {
    let href = evidence.url.as_deref().map(str::to_owned);
    Cell { href, note: evidence.date.map(|date| c.print.date(date)), ..Cell::text(&evidence.title) }
}
