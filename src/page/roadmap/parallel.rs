//! How many projects are planned to run in each month.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::chart::parallel;
use crate::content::scalar::Datum;
use crate::view::compose::Compose;
use crate::view::{Block, Body, Cell};

/// More months are not legible: then those around the as-of date are drawn, and the text says so.
const MOST_MONTHS: i32 = 96;

/// The months to draw: all, or those around the as-of date.
fn window((first, last): (Date, Date), as_of: Date) -> (Date, Date) {
    if first.saturating_add(MOST_MONTHS.months()) > last {
        return (first, last);
    }
    let middle = as_of.clamp(first, last).first_of_month();
    let begin = middle.saturating_sub((MOST_MONTHS / 2).months()).max(first);
    (begin, begin.saturating_add(MOST_MONTHS.months()).saturating_sub(1.day()).min(last))
}

/// How many projects are planned to run in each month.
pub(super) fn block(c: &Compose<'_>) -> Option<Block> {
    let spans: Vec<_> = c
        .analysis()
        .projects
        .iter()
        .filter_map(|one| Some((one.timing.begin?.first(), one.timing.end?.last())))
        .collect();
    let whole =
        (spans.iter().map(|(begin, _)| *begin).min()?.first_of_month(), spans.iter().map(|(_, end)| *end).max()?);
    let (first, last) = window(whole, c.analysis().as_of);
    let cut = (first, last) != whole;
    let months = first.series(jiff::Span::new().months(1)).take_while(|month| *month <= last);
    let months: Vec<_> = months
        .map(|month| parallel::Month {
            day: month,
            label: c.t(&format!("monat-kurz.{}", month.month())),
            count: u32::try_from(
                spans.iter().filter(|(begin, end)| *begin <= month.last_of_month() && month <= *end).count(),
            )
            .unwrap_or(u32::MAX),
        })
        .collect();
    let rows = months.iter().map(|month| {
        let date = Datum::parse(&format!("{:04}-{:02}", month.day.year(), month.day.month()));
        vec![
            Cell::text(date.map_or_else(|_| String::new(), |date| c.print.date(date))),
            Cell::text(month.count.to_string()),
        ]
    });
    let table = c.table(&c.t("parallel.tabelle"), &["monat", "anzahl#"], rows.collect());
    let mut words = c.t("parallel.erklaerung");
    if cut {
        words = format!("{words} {}", c.t("parallel.ausschnitt"));
    }
    let svg = parallel::render(&parallel::Parallel {
        id: "parallel".to_owned(),
        title: c.t("block.parallel"),
        description: words.clone(),
        unit: c.t("parallel.einheit"),
        as_of: Some((c.analysis().as_of, c.f("roadmap.stichtag", &[("stichtag", &c.print.day(c.analysis().as_of))]))),
        months,
    })?;
    Some(c.block("parallel", Body::Chart { svg, caption: words, table: Some(table), wide: false }))
}
