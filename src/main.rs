//! The `spatz` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    spatz::cli::main()
}
