//! The result, as Markdown for the README.

use std::fmt;
use std::time::Duration;

use crate::machine;
use crate::trial::Row;

/// Everything that was measured.
#[derive(Debug)]
pub(crate) struct Table {
    rounds: u32,
    versions: Vec<String>,
    equivalent: Vec<(usize, Vec<Row>)>,
    everything: Vec<(usize, Vec<Row>)>,
}

impl Table {
    /// Nothing yet, by generators of these versions.
    pub(crate) fn new<'a>(rounds: u32, versions: impl Iterator<Item = (&'a str, &'a str)>) -> Table {
        let versions = versions.map(|(name, version)| format!("{name} {version}")).collect();
        Table { rounds, versions, equivalent: Vec::new(), everything: Vec::new() }
    }

    /// Adds what so many records cost.
    pub(crate) fn equivalent(&mut self, records: usize, rows: Vec<Row>) {
        self.equivalent.push((records, rows));
    }

    /// Adds what so many records cost with everything that Spatz does.
    pub(crate) fn everything(&mut self, records: usize, rows: Vec<Row>) {
        self.everything.push((records, rows));
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rounds = if self.rounds == 1 { "one run".to_owned() } else { format!("median of {}", self.rounds) };
        writeln!(f, "{}, {}; {}, {rounds}.\n", machine::today(), machine::machine(), self.versions.join(", "))?;
        for (title, sizes) in [("Equivalent sites", &self.equivalent), ("Everything on", &self.everything)] {
            if sizes.is_empty() {
                continue;
            }
            writeln!(f, "{title}:\n\n| records | | wall s | × floor | CPU s | × floor | peak MB | files | MB |")?;
            writeln!(f, "|---:|---|---:|---:|---:|---:|---:|---:|---:|")?;
            for (records, rows) in sizes {
                rows.iter().try_for_each(|row| line(f, *records, row, rows.iter().find(|row| row.name == "floor")))?;
            }
            writeln!(f)?;
            growth(f, sizes)?;
        }
        Ok(())
    }
}

fn line(f: &mut fmt::Formatter<'_>, records: usize, row: &Row, floor: Option<&Row>) -> fmt::Result {
    let ratio = |of: fn(&Row) -> Duration| match floor {
        Some(floor) => format!("{:.2}", of(row).div_duration_f64(of(floor))),
        None => "–".to_owned(),
    };
    let [wall, cpu] = [row.cost.wall, row.cost.cpu].map(|time| time.as_secs_f64());
    let (files, bytes) = row.written;
    write!(f, "| {records} | {} | {wall:.2} | {} ", row.name, ratio(|row| row.cost.wall))?;
    write!(f, "| {cpu:.2} | {} | {} ", ratio(|row| row.cost.cpu), row.cost.memory / 1000)?;
    if files > 0 { writeln!(f, "| {files} | {:.1} |", bytes as f64 / 1e6) } else { writeln!(f, "| – | – |") }
}

/// How many times as much processor time twice as many records take, from each size to the next.
fn growth(f: &mut fmt::Formatter<'_>, sizes: &[(usize, Vec<Row>)]) -> fmt::Result {
    if sizes.len() < 2 {
        return Ok(());
    }
    let names = sizes.iter().flat_map(|(_, rows)| rows).map(|row| &*row.name);
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.dedup();
    writeln!(f, "Processor time for twice as many records, from each size to the next:\n")?;
    for name in names {
        let cost = |rows: &[Row]| rows.iter().find(|row| row.name == name).map(|row| row.cost.cpu);
        let steps = sizes.windows(2).filter_map(|pair| {
            let doublings = (pair[1].0 as f64 / pair[0].0 as f64).log2();
            let times = cost(&pair[1].1)?.div_duration_f64(cost(&pair[0].1)?).powf(1.0 / doublings);
            Some(format!("{times:.2} ({} to {})", pair[0].0, pair[1].0))
        });
        writeln!(f, "- {name}: {}", steps.collect::<Vec<_>>().join(", "))?;
    }
    writeln!(f)
}
