//! What Spatz costs beside the generators that somebody would pick instead, and beside what the disk costs.
//!
//! `cargo bench --bench generators -- --sizes 100,1000,10000` makes equivalent content for each, checks that each made the
//! equivalent site of it, runs them in turn, each into a new folder of the same file system (nothing is deleted before the
//! end), and prints a table. How equal the work is stands in [`contestants`] and [`site`], what the floor does in [`floor`],
//! what is measured in [`measure`]. Then Spatz builds again what has not changed, and at each size a city with everything
//! that it knows.

mod contestants;
mod corpus;
mod everything;
mod floor;
mod machine;
mod measure;
mod site;
mod table;
mod tools;
mod trial;

use std::error::Error;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::contestants::{CONTESTANTS, Contestant};
use crate::corpus::Corpus;
use crate::table::Table;
use crate::tools::Tool;
use crate::trial::Trial;

/// Compares static site generators on equivalent content.
#[derive(Debug, Parser)]
#[command(name = "generators", max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    part: Option<Part>,
    /// Numbers of records.
    #[arg(long, value_delimiter = ',', default_value = "100,1000,10000")]
    sizes: Vec<usize>,
    /// Numbers of records with everything that Spatz does; the same as --sizes without it, 0 for none.
    #[arg(long, value_delimiter = ',')]
    everything: Option<Vec<usize>>,
    /// How often each runs; the median counts.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Only these generators: spatz, hugo, eleventy, zola.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Folder for content and sites, on the file system to be measured; it is emptied.
    #[arg(long, value_name = "DIR")]
    work: Option<PathBuf>,
    /// Leave the content and the sites where they are.
    #[arg(long)]
    keep: bool,
    /// What `cargo bench` says to every benchmark.
    #[arg(long, hide = true)]
    bench: bool,
}

/// Processes that the comparison starts of itself.
#[derive(Debug, Subcommand)]
enum Part {
    /// Run a program, print what it cost.
    #[command(hide = true)]
    Measured {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        command: Vec<OsString>,
    },
    /// Read content, write files as a list says.
    #[command(hide = true)]
    Floor { content: PathBuf, list: PathBuf, out: PathBuf },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match &arguments.part {
        Some(Part::Measured { command }) => measure::measured(command),
        Some(Part::Floor { content, list, out }) => floor::floor(content, list, out),
        None => compare(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs everything and prints the tables.
fn compare(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().ok_or("no target folder")?;
    let work = arguments.work.clone().unwrap_or_else(|| target.join("bench-work"));
    trial::clear(&work)?;
    let present = present(&arguments.only, &target.join("bench-tools"));
    let mut table = Table::new(arguments.rounds, present.iter().map(|(one, tool)| (one.name, &*tool.version)));
    for &records in &arguments.sizes {
        let trial = Trial::new(&work, &format!("{records}"), Corpus { records }, arguments.rounds)?;
        table.equivalent(records, trial.equivalent(&present)?);
    }
    let everything = arguments.everything.as_ref().unwrap_or(&arguments.sizes);
    for &records in everything.iter().filter(|records| **records > 0) {
        let trial = Trial::new(&work, &format!("{records}-everything"), Corpus { records }, arguments.rounds)?;
        table.everything(records, trial.everything()?);
    }
    if !arguments.keep {
        trial::clear(&work)?;
    }
    println!("{table}");
    Ok(())
}

/// Those who can take part; of the others it is said why they cannot.
fn present(only: &[String], tools: &Path) -> Vec<(Contestant, Tool)> {
    let wanted = |one: &&Contestant| only.is_empty() || only.iter().any(|name| name.eq_ignore_ascii_case(one.name));
    let found = CONTESTANTS.iter().filter(wanted).filter_map(|one| match (one.tool)(tools) {
        Ok(tool) => Some((*one, tool)),
        Err(error) => {
            eprintln!("{} is left out: {error}", one.name);
            None
        }
    });
    found.collect()
}
