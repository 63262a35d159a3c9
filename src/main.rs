//! The `spatz` command.

use std::process::ExitCode;

/// Pages are rendered by several threads that allocate much: what `Cargo.toml` says of it was measured at 10,000 pages.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    spatz::cli::main()
}
