//! `spatz serve`: the site while somebody writes, over HTTP on this machine.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;

use super::run::{Common, folder, messages, print_findings, today};
use crate::diagnostics::Diagnostics;
use crate::messages::Messages;
use crate::serve::{Reading, Setup, listen, serve};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    common: Common,
    /// Port to listen on, 0 for any; without it 4000 or the next one that is free.
    #[arg(long)]
    port: Option<u16>,
}

/// Where the site is looked for if nobody says otherwise.
const PORT: u16 = 4000;

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let words = messages(arguments.common.place.lang);
    let told = |error: io::Error| {
        let port = arguments.port.unwrap_or(PORT).to_string();
        let text = words.format("serve.kein-port", &[("port", &port), ("meldung", &error.to_string())]);
        // A reader that went away is no error of ours.
        drop(writeln!(io::stderr(), "{text}"));
        ExitCode::FAILURE
    };
    match start(arguments, &words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => told(error),
    }
}

fn start(arguments: &Arguments, words: &Messages) -> io::Result<()> {
    let listener = listen(arguments.port.unwrap_or(PORT), arguments.port.is_none())?;
    let address = format!("http://{}/", listener.local_addr()?);
    say(&words.format("serve.adresse", &[("adresse", &address)]));
    let common = &arguments.common;
    let setup = Setup {
        content: common.place.content.clone(),
        folder: folder(&common.place.content),
        theme_folder: common.theme_folder(),
        theme: Box::new(|| common.theme_files()),
        settings: common.settings(Vec::new()),
        today,
        now: Instant::now,
        first: milliseconds(),
    };
    let mut before = Diagnostics::default();
    serve(listener, &setup, |reading| tell(&reading, &mut before, &common.place.content))
}

/// Findings as `check` prints them, where they are others than before, and a line on each reading.
fn tell(reading: &Reading<'_>, before: &mut Diagnostics, content: &Path) {
    let messages = reading.messages;
    if before.sorted() != reading.found.sorted() {
        print_findings(reading.found, reading.sources, messages, content);
        *before = reading.found.clone();
    }
    let (errors, warnings) = reading.found.counts();
    let findings = [
        ("fehler", messages.count("bericht.fehler-zahl", errors)),
        ("warnungen", messages.count("bericht.warnung-zahl", warnings)),
    ];
    let findings = findings.each_ref().map(|(name, text)| (*name, text.as_str()));
    let findings = messages.format("bericht.befunde", &findings);
    let duration = reading.duration.as_millis().to_string();
    let duration = messages.format("bericht.millisekunden", &[("anzahl", &duration)]);
    let key = if reading.served { "serve.gebaut" } else { "serve.nicht-gebaut" };
    say(&messages.format(key, &[("zeit", &time()), ("dauer", &duration), ("befunde", &findings)]));
}

fn say(line: &str) {
    let mut out = io::stdout().lock();
    // A reader that went away is no error of ours.
    drop(writeln!(out, "{line}").and_then(|()| out.flush()));
}

/// The time of day.
#[expect(clippy::disallowed_methods, reason = "the command line is where the clock is read")]
fn time() -> String {
    let now = jiff::Zoned::now();
    format!("{:02}:{:02}:{:02}", now.hour(), now.minute(), now.second())
}

/// Milliseconds since 1970: later servers get larger numbers.
#[expect(clippy::disallowed_methods, reason = "the command line is where the clock is read")]
fn milliseconds() -> u64 {
    u64::try_from(jiff::Timestamp::now().as_millisecond()).unwrap_or_default()
}
