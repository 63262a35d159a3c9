//! What the shell and the manual know of the program: completions that complete, manual pages without a warning.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

mod city;

/// Completes the last of some words the way bash does it.
const COMPLETE: &str = r#"
set -eu
source "$1"; shift
complete -p spatz | grep -q -- '-F _spatz'
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
_spatz spatz "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
printf '%s\n' "${COMPREPLY[@]}"
"#;

#[test]
fn bash_completes_commands_options_and_values() {
    let place = tempfile::tempdir().unwrap();
    let script = place.path().join("spatz.bash");
    fs::write(&script, spatz(&["completions", "bash"]).stdout).unwrap();
    let complete = |words: &[&str]| -> Vec<String> {
        let mut bash = Command::new("bash");
        let output = bash.args(["-c", COMPLETE, "bash"]).arg(&script).args(words).output().unwrap();
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
    };
    assert_eq!(complete(&["spatz", "bui"]), ["build"]);
    assert_eq!(complete(&["spatz", "check", "--deny"]), ["--deny-warnings"]);
    assert_eq!(complete(&["spatz", "check", "--format", "git"]), ["github", "gitlab"]);
    assert_eq!(complete(&["spatz", "new", "si"]), ["site"]);
    assert!(complete(&["spatz", "completions", ""]).contains(&"zsh".to_owned()));
}

#[test]
fn every_shell_has_a_script() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = String::from_utf8(spatz(&["completions", shell]).stdout).unwrap();
        assert!(script.contains("publish") && script.contains("deny-warnings"), "{shell}");
    }
    assert_eq!(spatz(&["completions", "cmd"]).status.code(), Some(2));
}

#[test]
fn every_command_has_a_page_in_the_manual() {
    let pages = pages();
    assert_eq!(pages["spatz.1"].as_bytes(), spatz(&["man"]).stdout);
    for name in ["spatz-build.1", "spatz-new-site.1", "spatz-import-projekte.1", "spatz-completions.1"] {
        let page = &pages[name];
        for part in [".TH ", ".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION"] {
            assert!(page.contains(part), "{name} lacks {part}");
        }
    }
    let help = String::from_utf8(spatz(&["--help"]).stdout).unwrap();
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let commands: Vec<_> = commands.filter_map(|line| line.strip_prefix("  ")?.split_once(' ')).collect();
    assert!(commands.len() > 9, "{help}");
    for (name, _) in commands.iter().filter(|(name, _)| !["", "help"].contains(name)) {
        assert!(pages.contains_key(&format!("spatz-{name}.1")), "{name}");
    }
}

/// Where groff is at hand, it has nothing to say against a page.
#[test]
fn manual_pages_are_set_without_a_warning() {
    let place = tempfile::tempdir().unwrap();
    for (name, text) in pages() {
        let path = place.path().join(&name);
        fs::write(&path, text).unwrap();
        let Ok(output) = Command::new("groff").args(["-Kutf8", "-man", "-Tutf8", "-ww", "-z"]).arg(&path).output()
        else {
            return;
        };
        assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

/// Long work shows a bar where somebody watches, and takes it away; nobody else sees anything of it.
#[test]
fn a_bar_is_drawn_at_a_terminal_and_leaves_no_trace() {
    const BAR: &str = "Seiten werden gesetzt";
    let place = tempfile::tempdir().unwrap();
    let check = ["check", "--content", place.path().to_str().unwrap()];
    let output = long(place.path(), &check);
    assert!(!String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).contains(BAR));
    let command = [&[env!("CARGO_BIN_EXE_spatz")], &check[..]].concat().join(" ");
    let at_terminal = |kind: &str| {
        // `script` gives a program a terminal, and copies what it writes there.
        let mut script = Command::new("script");
        let output =
            script.env("TERM", kind).args(["-qefc", &command, "/dev/null"]).stdin(Stdio::null()).output().ok()?;
        Some(String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (Some(told), Some(dumb)) = (at_terminal("xterm"), at_terminal("dumb")) else { return };
    let (_, after) = told.rsplit_once(BAR).unwrap_or_else(|| panic!("no bar: {told}"));
    let (_, rest) = after.split_once("\r\u{1b}[2K").unwrap_or_else(|| panic!("the bar stays: {after:?}"));
    assert!(rest.contains("0 Fehler"), "what is said stands on a clean line: {rest:?}");
    assert!(!dumb.contains(BAR), "{dumb}");
}

/// Gives a check so much to do that it takes a second on this machine, and tells what it said.
fn long(content: &Path, check: &[&str]) -> Output {
    for projects in (8..).map(|power| 1 << power) {
        city::write(content, projects);
        let began = Instant::now();
        let output = spatz(check);
        if began.elapsed() > Duration::from_secs(1) {
            return output;
        }
    }
    unreachable!("the powers of two have no end");
}

/// The manual, by file name. A second time it is written over the first.
fn pages() -> BTreeMap<String, String> {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("share/man1");
    for _ in 0..2 {
        let output = spatz(&["man", "--out", folder.to_str().unwrap()]);
        assert!(output.status.success(), "{output:?}");
    }
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    files.map(|file| (file.file_name().into_string().unwrap(), fs::read_to_string(file.path()).unwrap())).collect()
}

fn spatz(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_spatz")).env_clear().args(arguments).output().unwrap()
}
