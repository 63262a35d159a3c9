//! How long all handouts of a build take, next to everything else of the build.
//!
//! `cargo bench --features pdf --bench handout`. 50 handouts in one build shall take no more than a few seconds. For the
//! small town, the city of Halle and an invented big city it prints how many handouts there are, how long making their PDFs
//! takes, and how that compares to the whole build run beside it; then criterion measures the town.

#![expect(clippy::unwrap_used, reason = "the content is without errors")]

#[path = "../tests/city/mod.rs"]
mod city;

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::date;
use spatz::handout::handouts;
use spatz::output::Watch;
use spatz::output::handout::Printer;
use spatz::pipeline::{self, Known, Reading, Settings};
use spatz::source::{Sources, read_theme};
use spatz::view::compose::Input;

fn benchmarks(criterion: &mut Criterion) {
    let place = tempfile::tempdir().unwrap();
    city::write(place.path(), 500);
    let town = Path::new("tests/sites/kleinstadt/in");
    for (name, folder) in [("town", town), ("Halle", Path::new("content")), ("500 projects", place.path())] {
        compare(name, folder);
    }
    let mut group = criterion.benchmark_group("town");
    group.sample_size(10);
    let reading = reading(town);
    let known = reading.known.as_ref().unwrap();
    let input = Input::new(&known.model, &known.analysis, &reading.messages);
    group.bench_function("handouts as data", |bench| bench.iter(|| black_box(handouts(&input)).len()));
    group.bench_function("the same as PDF", |bench| bench.iter(|| print(&reading, known)));
    group.finish();
}

criterion_group!(benches, benchmarks);
criterion_main!(benches);

/// Prints how long the PDFs take, once and without anything remembered, and everything else.
fn compare(name: &str, folder: &Path) {
    let reading = reading(folder);
    let known = reading.known.as_ref().unwrap();
    let (count, pdf) = timed(|| print(&reading, known));
    let (files, whole) = timed(|| build(folder));
    let share = 100.0 * pdf.as_secs_f64() / whole.as_secs_f64();
    println!(
        "{name}: {count} handouts as PDF in {pdf:.1?}, {share:.0} % of the whole build: {files} files in {whole:.1?}"
    );
}

/// What follows from a folder, before anything is made of it.
fn reading(folder: &Path) -> Reading {
    let (sources, problems) = Sources::read(folder);
    pipeline::read(&sources, problems, &settings())
}

fn settings() -> Settings {
    Settings { theme: read_theme("halle").unwrap(), ..Settings::on(date(2026, 6, 30)) }
}

/// Prints all handouts, with nothing remembered from before; returns how many there are.
fn print(reading: &Reading, known: &Known) -> usize {
    let input = Input::new(&known.model, &known.analysis, &reading.messages);
    let printer = Printer::new(&input, &settings().theme, None).unwrap();
    let handouts = handouts(&input);
    let printed = printer.print_all(&handouts, Watch::default());
    printed.iter().filter(|(_, pdf)| pdf.is_ok()).count()
}

/// A whole build but for writing it; returns how many files it has.
fn build(folder: &Path) -> usize {
    let (sources, problems) = Sources::read(folder);
    pipeline::run(&sources, problems, &settings()).artifacts.unwrap().len()
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    (work(), start.elapsed())
}
