use super::*;
use jiff::civil::date;

use super::head::{Tier, tiers};

fn with_rows(rows: Vec<Row>) -> Roadmap {
    let range = range(rows.iter(), None).unwrap_or((date(2023, 1, 1), date(2023, 12, 31)));
    Roadmap { rows, range, as_of: None, dependencies: vec![], first_month: None, ..example() }
}

fn wide(roadmap: &Roadmap) -> String {
    render(roadmap, Format::Wide).unwrap()
}

fn bars(svg: &str) -> Vec<(f64, f64)> {
    let value = |part: &str, name: &str| -> f64 {
        part.split(&format!(" {name}=\"")).nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
    };
    let parts = svg.split("<rect class=\"balken ").skip(1);
    parts.map(|part| (value(part, "x"), value(part, "x") + value(part, "width"))).collect()
}

#[test]
fn bars_lie_inside_the_plot() {
    let whole = example().range;
    for range in [whole, (date(2023, 1, 1), date(2023, 6, 30))] {
        for format in [Format::Wide, Format::Narrow] {
            let svg = render(&Roadmap { range, ..example() }, format).unwrap();
            let (first, last) = Geometry::of(format, WIDE, LABELS).plot;
            for (left, right) in bars(&svg) {
                assert!(left >= first - 0.01 && right <= last + 0.01, "{left} to {right}");
            }
        }
    }
}

#[test]
fn the_head_gets_finer_with_room() {
    let tiers = |first, last| {
        let (left, right) = Geometry::of(Format::Wide, WIDE, LABELS).plot;
        tiers(&with_rows(vec![]), &Scale::new(first, last, left, right - left))
    };
    assert_eq!(tiers(date(2023, 1, 1), date(2023, 12, 31)), [12, 3, 1].map(Tier::Calendar));
    assert_eq!(tiers(date(2020, 1, 1), date(2025, 12, 31)), [12, 3].map(Tier::Calendar));
    assert_eq!(tiers(date(2000, 1, 1), date(2024, 12, 31)), [Tier::Calendar(24)]);
}

#[test]
fn project_months_are_counted_from_the_first() {
    let months = |end| {
        let row = Row { begin: Some(date(2023, 2, 1)), end: Some(end), ..Row::new("x", Status::Running) };
        let svg = wide(&Roadmap { first_month: Some(date(2023, 2, 15)), ..with_rows(vec![row]) });
        let named = svg.split("Projektmonat</text>").nth(1).unwrap().split("<line").next().unwrap().to_owned();
        named.split("</text>").filter_map(|text| text.rsplit('>').next()?.parse().ok()).collect::<Vec<u32>>()
    };
    assert_eq!(months(date(2023, 9, 30)), [1, 2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(months(date(2026, 6, 30)), [1, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39]);
}

#[test]
fn without_rows_or_dates_there_is_nothing() {
    assert_eq!(render(&with_rows(vec![]), Format::Wide), None);
    assert_eq!(range([Row::new("ohne Datum", Status::Planned)].iter(), Some(date(2023, 7, 20))), None);
}

#[test]
fn long_labels_are_shortened_and_told_in_full() {
    let label = "Einführung der elektronischen Akte in allen Fachbereichen";
    let svg = wide(&example());
    assert!(svg.contains(&format!("<title>{label}: ")) && svg.contains("…</text>"));
}

#[test]
fn an_open_end_says_so() {
    let rows = vec![Row { begin: Some(date(2023, 2, 1)), ..Row::new("x", Status::Running) }];
    assert!(wide(&with_rows(rows)).contains(">offen</text>"));
}

#[test]
fn a_later_end_is_drawn_as_slip_an_earlier_one_is_not() {
    let row = |end| Row {
        begin: Some(date(2023, 1, 1)),
        end: Some(end),
        baseline: Some((date(2023, 1, 1), date(2023, 6, 30))),
        ..Row::new("x", Status::Running)
    };
    assert_eq!(wide(&with_rows(vec![row(date(2023, 12, 31))])).matches("verzug").count(), 1);
    assert_eq!(wide(&with_rows(vec![row(date(2023, 5, 31))])).matches("verzug").count(), 0);
}

#[test]
fn what_is_overdue_goes_on_to_the_as_of_date() {
    let row = Row {
        begin: Some(date(2023, 1, 1)),
        end: Some(date(2023, 3, 31)),
        overdue: true,
        ..Row::new("x", Status::Running)
    };
    let as_of = Some((date(2023, 9, 30), String::new()));
    let svg = wide(&Roadmap { as_of, range: (date(2023, 1, 1), date(2023, 12, 31)), ..with_rows(vec![row]) });
    let scale = Scale::new(date(2023, 1, 1), date(2023, 12, 31), 242.0, 648.0);
    let (from, to) = (scale.x(day(date(2023, 4, 1))), scale.x(day(date(2023, 10, 1))));
    let drawn = format!("class=\"ueberfaellig\" x=\"{}\"", crate::draw::num(from));
    assert!(svg.contains(&drawn) && svg.contains(&format!("width=\"{}\"", crate::draw::num(to - from))), "{svg}");
}

#[test]
fn dependencies_on_rows_that_are_not_there_are_left_out() {
    let roadmap = Roadmap {
        dependencies: vec![Dependency { from: 0, to: 99, holds: true, critical: false }],
        ..with_rows(example().rows)
    };
    assert!(!wide(&roadmap).contains("abhaengigkeit"));
    assert!(wide(&example()).contains("abhaengigkeit kritisch gestrichelt"));
}

#[test]
fn links_are_reachable() {
    assert!(wide(&example()).contains("role=\"group\""));
    let rows = vec![Row { begin: Some(date(2023, 2, 1)), ..Row::new("x", Status::Done) }];
    assert!(wide(&with_rows(rows)).contains("role=\"img\""));
}

/// Rows with milestones over the years.
fn many(rows: usize, milestones: usize) -> Roadmap {
    let milestone = |index: usize| {
        let month = date(2020, 1, 1).saturating_add(jiff::Span::new().months(i32::try_from(index % 72).unwrap()));
        Milestone::new("Meilenstein, Monat", month, month.last_of_month())
    };
    let row = |index: usize| Row {
        begin: Some(date(2020, 1, 1)),
        end: Some(date(2025, 12, 31)),
        href: Some(format!("../projekte/projekt-{index}.html")),
        note: "läuft, 01.01.2020 – 31.12.2025".to_owned(),
        milestones: (0..milestones).map(|one| milestone(index + one * 7)).collect(),
        ..Row::new("Einführung eines Verfahrens im Fachbereich", Status::ALL[index % 8])
    };
    Roadmap { crowded: true, ..with_rows((0..rows).map(row).collect()) }
}

#[test]
fn five_hundred_crowded_rows_with_six_milestones_each_are_small() {
    let svg = wide(&many(500, 6));
    assert!(svg.len() < 280_000, "{}", svg.len());
}

#[test]
fn the_whole_calendar_and_odd_letters_are_drawn() {
    let row = |index: usize| Row {
        begin: Some(date(1, 1, 1)),
        end: Some(date(9999, 12, 31)),
        baseline: Some((date(9999, 12, 31), date(1, 1, 1))),
        phases: vec![Phase { label: String::new(), first: date(9999, 12, 31), last: date(1, 1, 1) }],
        milestones: vec![Milestone::new("Ende", date(9999, 12, 31), date(1, 1, 1))],
        ..Row::new("מפת דרכים <&\">", Status::ALL[index % 9])
    };
    let mut roadmap = with_rows((0..50).map(row).collect());
    roadmap.rows.push(Row { begin: Some(date(1, 1, 1)), ..Row::new("", Status::Running) });
    roadmap.rows.push(Row { end: Some(date(1, 1, 1)), ..Row::new("", Status::Paused) });
    roadmap.first_month = Some(date(1, 1, 1));
    assert!(wide(&roadmap).contains("מפת דרכים &lt;&amp;&quot;&gt;"));
}
