//! On what was measured, and when.

use std::fs;
use std::thread::available_parallelism;

/// Processor, processors that this process may use, memory, kernel; what cannot be found out is left out.
pub(crate) fn machine() -> String {
    let cores = available_parallelism().map(|count| format!("{count} threads at once")).ok();
    let memory =
        value("/proc/meminfo", "MemTotal").and_then(|text| text.split_whitespace().next()?.parse::<u64>().ok());
    let memory = memory.map(|kilobytes| format!("{} GB", kilobytes / 1_000_000));
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").ok().map(|text| format!("Linux {}", text.trim()));
    [value("/proc/cpuinfo", "model name"), cores, memory, kernel].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Today, as ISO date.
#[expect(clippy::disallowed_methods, reason = "a measurement tells its day")]
pub(crate) fn today() -> String {
    jiff::Zoned::now().date().to_string()
}

fn value(path: &str, key: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let line = text.lines().find(|line| line.starts_with(key))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}
