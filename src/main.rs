//! The `spatz` command.

use std::process::ExitCode;

/// Pages are rendered by several threads, and musl's own allocator lets them wait for one another: a build would take twice
/// the time.
#[cfg(target_env = "musl")]
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    spatz::cli::main()
}
