//! How long the analysis takes on an invented model of 500 measures, 300 criteria and 20 assessed units.
//!
//! `cargo bench --bench maturity`. History and forecast together shall take less than 50 ms. Beside them runs the naive
//! way on a model of a tenth of the measures: evaluate everything anew on each day on which something happens.

#![expect(clippy::unwrap_used, reason = "invented content is without errors")]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use spatz::analysis::causes;
use spatz::analysis::expectation;
use spatz::analysis::forecast::{Forecast, Scenario};
use spatz::analysis::maturity::evaluate;
use spatz::content::{Model, View, parse, resolve};
use spatz::diagnostics::Diagnostics;
use spatz::source::Sources;

const AS_OF: Date = date(2025, 6, 30);
/// The oldest event lies so many days before the as-of date, the latest planned end so many behind it.
const SPAN: u32 = 2000;

fn benchmarks(criterion: &mut Criterion) {
    let town = Town { measures: 500, dimensions: 20, units: 20 };
    let model = town.model();
    let forecast = Forecast::new(&model, AS_OF);
    let mut whole = criterion.benchmark_group("500 measures, 300 criteria, 20 units");
    whole.bench_function("today", |bench| bench.iter(|| evaluate(black_box(&model), AS_OF)));
    whole.bench_function("history and forecast", |bench| bench.iter(|| Forecast::new(black_box(&model), AS_OF)));
    whole.bench_function("explanations", |bench| bench.iter(|| explain(black_box(&model), &forecast)));
    whole.finish();

    let model = Town { measures: 50, ..town }.model();
    let days = days(&model);
    let mut small = criterion.benchmark_group(format!("50 measures, 300 criteria, 20 units, {} days", days.len()));
    small.sample_size(10);
    small.bench_function("history and forecast", |bench| bench.iter(|| Forecast::new(black_box(&model), AS_OF)));
    small.bench_function("history alone, evaluated on each day", |bench| {
        bench.iter(|| days.iter().map(|&day| evaluate(black_box(&model), day).overall.assessed).sum::<usize>());
    });
    small.finish();
}

criterion_group!(benches, benchmarks);
criterion_main!(benches);

/// Why every level changed, and what decides the next one or stands in its way.
fn explain(model: &Model, forecast: &Forecast) -> usize {
    let top = model.maturity.top();
    let of_dimension = |dimension| {
        let changes = Scenario::ALL.iter().map(|&one| causes::changes(model, forecast, one, dimension).len());
        let expected = |level| expectation::expected(model, forecast, Scenario::Planned, dimension, level).is_some();
        let blocked = |level| expectation::blocked(model, forecast, dimension, level).is_some();
        changes.sum::<usize>() + (1..=top).filter(|&level| expected(level) || blocked(level)).count()
    };
    model.maturity.dimensions.refs().map(|(dimension, _)| of_dimension(dimension)).sum()
}

/// Every day up to the as-of date on which something happens, expires, begins or ends.
fn days(model: &Model) -> BTreeSet<Date> {
    let mut days = BTreeSet::new();
    for measure in &model.measures {
        let rollout = measure.rollout.iter().flatten().filter_map(|entry| entry.done.as_ref());
        let events = measure.log.iter().map(|event| event.day()).chain(rollout.map(|done| done.last()));
        let events: Vec<Date> = events.collect();
        days.extend(measure.validity.iter().flat_map(|period| events.iter().map(|&day| period.after(day))));
        days.extend(measure.coverage.iter().map(|entry| entry.date.last()));
        days.extend(events);
    }
    for exemption in &model.exemptions {
        days.extend([exemption.from.first(), exemption.until.last().saturating_add(1.day())]);
    }
    days.into_iter().filter(|&day| day <= AS_OF).collect()
}

/// An invented town: 15 criteria in each dimension, on five levels.
#[derive(Clone, Copy)]
struct Town {
    measures: u32,
    dimensions: u32,
    units: u32,
}

/// Numbers that look random and are the same in every run (a linear congruential generator).
struct Dice(u64);

impl Dice {
    /// A number below `sides`.
    fn roll(&mut self, sides: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(sides)).unwrap()
    }

    fn one_in(&mut self, sides: u32) -> bool {
        self.roll(sides) == 0
    }
}

fn ago(days: u32) -> Date {
    AS_OF.checked_sub(i64::from(days).days()).unwrap()
}

fn ahead(days: u32) -> Date {
    AS_OF.checked_add(i64::from(days).days()).unwrap()
}

impl Town {
    /// The model, read from content files as every other.
    fn model(self) -> Model {
        let (sources, _) = Sources::from_files(self.files());
        let mut found = Diagnostics::default();
        let parsed = parse(&sources, &mut found).visible_to(View::Public, &mut found);
        resolve(&parsed, &mut found).unwrap()
    }

    fn files(self) -> Vec<(String, Vec<u8>)> {
        let mut dice = Dice(1);
        let mut files = vec![
            ("seite.yaml".to_owned(), "titel: Erfundene Stadt\n".to_owned()),
            ("organisation.yaml".to_owned(), self.organisation(&mut dice)),
            ("modell.yaml".to_owned(), self.maturity(&mut dice)),
            ("ausnahmen.yaml".to_owned(), self.exemptions(&mut dice)),
        ];
        files.extend((0..self.measures).map(|number| (format!("massnahmen/m{number}.md"), self.measure(&mut dice))));
        files.into_iter().map(|(path, text)| (path, text.into_bytes())).collect()
    }

    fn organisation(self, dice: &mut Dice) -> String {
        let mut text = "einheiten:\n".to_owned();
        for unit in 0..self.units {
            writeln!(text, "  u{unit}: {{titel: Amt {unit}, groesse: {}, bewertet: ja}}", 10 + dice.roll(90)).unwrap();
        }
        text
    }

    fn maturity(self, dice: &mut Dice) -> String {
        let mut text = "titel: Erfundenes Modell\nstufen: [A, B, C, D, E, F]\ndimensionen:\n".to_owned();
        for dimension in 0..self.dimensions {
            writeln!(text, "  d{dimension}:\n    titel: Dimension {dimension}\n    stufen:").unwrap();
            for criterion in 0..15 {
                if criterion % 3 == 0 {
                    writeln!(text, "      {}:", criterion / 3 + 1).unwrap();
                }
                let (count, share) = (1 + dice.roll(2), 50 + 10 * dice.roll(6));
                let plain =
                    format!("text: Kriterium, gewicht: {}, anzahl: {count}, schwelle: {share} %", 1 + dice.roll(3));
                writeln!(text, "        d{dimension}-{criterion}: {{{plain}}}").unwrap();
            }
        }
        text
    }

    fn criterion(self, dice: &mut Dice) -> String {
        format!("d{}-{}", dice.roll(self.dimensions), dice.roll(15))
    }

    fn exemptions(self, dice: &mut Dice) -> String {
        let mut text = String::new();
        for _ in 0..self.dimensions {
            let (criterion, from) = (self.criterion(dice), dice.roll(SPAN));
            let (from, until) = (ago(from), ago(from).saturating_add(300.days()));
            writeln!(text, "- {{kriterium: {criterion}, von: {from}, bis: {until}, grund: erfunden}}").unwrap();
        }
        text
    }

    fn measure(self, dice: &mut Dice) -> String {
        let fulfils: BTreeSet<_> = (0..1 + dice.roll(3)).map(|_| self.criterion(dice)).collect();
        let fulfils: Vec<_> = fulfils.into_iter().collect();
        let mut text = format!("---\ntitel: Maßnahme\nerfuellt: [{}]\n", fulfils.join(", "));
        let (begin, end) = (ago(SPAN), ahead(dice.roll(SPAN)));
        writeln!(text, "plan: {{beginn: {begin}, ende: {end}}}").unwrap();
        if dice.one_in(3) {
            writeln!(text, "gueltig: {} Monate", 6 + dice.roll(30)).unwrap();
        }
        let rollout = dice.one_in(4);
        text += &if rollout { self.rollout(dice) } else { coverage(dice) };
        text += &log(dice, rollout);
        text + "---\n"
    }

    fn rollout(self, dice: &mut Dice) -> String {
        let entry = |unit| match dice.one_in(3) {
            true => format!("u{unit}: {{plan: {}}}", ahead(dice.roll(SPAN))),
            false => format!("u{unit}: {{am: {}}}", ago(dice.roll(SPAN))),
        };
        format!("rollout: {{{}}}\n", (0..self.units).map(entry).collect::<Vec<_>>().join(", "))
    }
}

/// Rising coverage, once in a while.
fn coverage(dice: &mut Dice) -> String {
    if !dice.one_in(3) {
        return String::new();
    }
    let entry = |part: u32| format!("{{am: {}, anteil: {part}/4}}", ago(SPAN / part + dice.roll(100)));
    format!("abdeckung: [{}]\n", (1..=4).map(entry).collect::<Vec<_>>().join(", "))
}

/// Two of three measures are completed and confirmed in turn; some end, some are reopened.
fn log(dice: &mut Dice, rollout: bool) -> String {
    if !dice.one_in(3) || rollout {
        let done = dice.roll(SPAN);
        let mut events = vec![(done, if rollout { "begonnen" } else { "umgesetzt" })];
        events.extend((1..=done / 400).map(|year| (done - year * 400, "geprueft")));
        events.extend(dice.one_in(6).then_some((done / 3, "wiedereroeffnet")));
        events.extend((!rollout && dice.one_in(2)).then_some((done / 4, "umgesetzt")));
        events.extend(dice.one_in(12).then_some((done / 8, "beendet")));
        let entry = |(days, event): (u32, &str)| format!("{{am: {}, ereignis: {event}}}", ago(days));
        return format!("verlauf: [{}]\n", events.into_iter().map(entry).collect::<Vec<_>>().join(", "));
    }
    String::new()
}
