//! What a program costs: wall clock, processor time, memory at its peak.
//!
//! The system adds up what a process's finished children used, and remembers the largest of them. So each program runs as
//! the only child of a process of its own: this binary, started as `measured`, which reports the numbers.

use std::error::Error;
use std::ffi::OsString;
use std::fs::File;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

/// What one run cost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    /// From start to end.
    pub(crate) wall: Duration,
    /// Processor time of all threads, in the program and in the system for it.
    pub(crate) cpu: Duration,
    /// The most memory that was resident in one process, in kB.
    pub(crate) memory: u64,
}

impl Cost {
    /// What was usual: the median of each, over several runs.
    ///
    /// # Panics
    /// Without any run.
    pub(crate) fn median(runs: &[Cost]) -> Cost {
        fn middle<T: Ord + Copy>(values: impl Iterator<Item = T>) -> T {
            let mut values: Vec<T> = values.collect();
            values.sort_unstable();
            values[values.len() / 2]
        }
        Cost {
            wall: middle(runs.iter().map(|run| run.wall)),
            cpu: middle(runs.iter().map(|run| run.cpu)),
            memory: middle(runs.iter().map(|run| run.memory)),
        }
    }
}

/// Runs a program in a folder, with all that it says in `log`.
///
/// # Errors
/// If it cannot be started or fails; what it said follows.
pub(crate) fn measure(command: &[OsString], folder: &Path, log: &Path) -> Result<Cost, Box<dyn Error>> {
    let said = File::create(log)?;
    let output = Command::new(std::env::current_exe()?)
        .arg("measured")
        .args(command)
        .current_dir(folder)
        .stderr(said)
        .output()?;
    if !output.status.success() {
        let said = std::fs::read_to_string(log)?;
        let end = said.len().saturating_sub(2000);
        return Err(format!("{command:?} failed:\n{}", said.get(end..).unwrap_or(&said)).into());
    }
    let text = String::from_utf8(output.stdout)?;
    let numbers: Vec<u64> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    let [wall, cpu, memory] = numbers[..] else { return Err(format!("three numbers wanted, got {text}").into()) };
    Ok(Cost { wall: Duration::from_micros(wall), cpu: Duration::from_micros(cpu), memory })
}

/// The process between: runs the program with its output on standard error, prints microseconds of wall clock and of
/// processor time, and kB of memory.
///
/// # Errors
/// If it cannot be started or fails.
pub(crate) fn measured(command: &[OsString]) -> Result<(), Box<dyn Error>> {
    let (program, arguments) = command.split_first().ok_or("no program")?;
    let start = Instant::now();
    let status = Command::new(program).args(arguments).stdout(std::io::stderr()).status()?;
    let wall = start.elapsed();
    if !status.success() {
        return Err(status.to_string().into());
    }
    let used = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let cpu = used.user_time() + used.system_time();
    println!("{} {} {}", wall.as_micros(), cpu.num_microseconds(), used.max_rss());
    Ok(())
}
