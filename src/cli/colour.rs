//! Colours at the terminal: `--color`, else what `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` say, else whether there is one.

use std::ffi::OsString;
use std::io::Stderr;

use anstream::AutoStream;
use clap::{Args, ColorChoice, ValueEnum};

const OPTION: &str = "--color";

#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Colour {
    /// When to print in colour.
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t, hide_possible_values = true)]
    #[arg(help = "When to print in colour: auto, always, never")]
    color: ColorChoice,
}

impl Colour {
    /// Has it hold for all that this process prints, usage and help included.
    pub(super) fn hold(self) {
        hold(self.color);
    }
}

/// The same for a command line that could not be read, or asks for help.
pub(super) fn hold_as_written(arguments: impl IntoIterator<Item = OsString>) {
    written(arguments).into_iter().for_each(hold);
}

fn hold(choice: ColorChoice) {
    let choice = match choice {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
}

/// The first choice that stands among the arguments.
fn written(arguments: impl IntoIterator<Item = OsString>) -> Option<ColorChoice> {
    let arguments: Vec<_> = arguments.into_iter().filter_map(|one| one.into_string().ok()).collect();
    let joined = arguments.iter().filter_map(|one| one.strip_prefix(OPTION)?.strip_prefix('='));
    let apart = arguments.windows(2).filter(|pair| pair[0] == OPTION).map(|pair| pair[1].as_str());
    joined.chain(apart).find_map(|word| ColorChoice::from_str(word, false).ok())
}

/// Whether findings are printed in colour.
pub(super) fn is_wanted(stream: &Stderr) -> bool {
    AutoStream::choice(stream) != anstream::ColorChoice::Never
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_found_wherever_it_stands() {
        let written = |arguments: &[&str]| written(arguments.iter().map(OsString::from));
        assert_eq!(written(&["spatz", "--color", "never", "--help"]), Some(ColorChoice::Never));
        assert_eq!(written(&["spatz", "build", "--color=always", "-x"]), Some(ColorChoice::Always));
        assert_eq!(written(&["spatz", "--colour=always", "--color"]), None);
    }
}
