//! How long single stages take: reading content, drawing charts, one page from its view to its bytes.
//!
//! `cargo bench --bench stages`, on an invented city of 500 projects, and for charts on the input that their documentation
//! shows. What the analysis takes says the benchmark `maturity`, what handouts take `handout`, what a whole build takes beside
//! other generators `generators`.

#![expect(clippy::unwrap_used, reason = "the content is without errors")]

#[path = "../tests/city/mod.rs"]
mod city;

use std::hint::black_box;
use std::sync::Mutex;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use jiff::civil::date;
use spatz::analysis::analyse;
use spatz::chart::CHARTS;
use spatz::content::{parse, resolve};
use spatz::diagnostics::Diagnostics;
use spatz::output::{Material, OnDemand, Watch};
use spatz::pipeline::{self, Settings};
use spatz::source::{Sources, read_theme};
use spatz::view::compose::Input;

fn benchmarks(criterion: &mut Criterion) {
    let place = tempfile::tempdir().unwrap();
    city::write(place.path(), 500);
    stages(criterion, &Sources::read(place.path()).0);
    let mut charts = criterion.benchmark_group("charts");
    for chart in CHARTS {
        charts.bench_function(chart.name, |bench| bench.iter(chart.sample));
    }
    charts.finish();
}

criterion_group!(benches, benchmarks);
criterion_main!(benches);

fn stages(criterion: &mut Criterion, sources: &Sources) {
    let mut group = criterion.benchmark_group("500 projects");
    group.sample_size(20);
    group.bench_function("parsed", |bench| bench.iter(|| parse(black_box(sources), &mut Diagnostics::default())));
    let reading = pipeline::read(sources, Vec::new(), &Settings::on(date(2025, 6, 30)));
    group.bench_function("resolved", |bench| {
        bench.iter(|| resolve(black_box(&reading.parsed), &mut Diagnostics::default()));
    });
    let known = reading.known.as_ref().unwrap();
    group.bench_function("analysed", |bench| bench.iter(|| analyse(black_box(&known.model), known.analysis.as_of)));

    let input = Input::new(&known.model, &known.analysis, &reading.messages);
    let (theme, odd) = (read_theme("halle").unwrap(), Mutex::default());
    let (base_url, view, watch) = (None, None, Watch::default());
    let material = Material { input: &input, theme: &theme, base_url, view, sources, odd: &odd, watch };
    for (name, path) in [("one project's page", "projekte/projekt-7.html"), ("the page of all", "projekte/index.html")]
    {
        let page = |mut site: OnDemand<'_>| site.file(path).unwrap().unwrap().len();
        group.bench_function(name, |bench| {
            bench.iter_batched(|| OnDemand::new(material).unwrap(), page, BatchSize::LargeInput)
        });
    }
    group.finish();
}
