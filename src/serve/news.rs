//! What open pages are told: which state is served, and what is wrong with the content as it is now.

use serde::Serialize;

use crate::diagnostics::{Diagnostics, Finding, Report};
use crate::messages::Messages;
use crate::source::Sources;

/// The latest news.
#[derive(Debug, Clone, Default)]
pub(super) struct News {
    /// Grows with each.
    pub(super) number: u64,
    /// As JSON.
    pub(super) text: String,
}

/// What the script in open pages reads.
#[derive(Serialize)]
struct Told<'a> {
    number: u64,
    /// The number of the state that is served; none before there is one.
    site: Option<u64>,
    errors: usize,
    /// One sentence on how things stand.
    summary: String,
    findings: Vec<Finding>,
    words: Words<'a>,
}

/// Words of the panel.
#[derive(Serialize)]
struct Words<'a> {
    language: &'a str,
    title: &'a str,
    show: &'a str,
    close: &'a str,
    error: &'a str,
    warning: &'a str,
    remedy: &'a str,
    gone: &'a str,
}

impl News {
    /// What there is to tell of a reading.
    pub(super) fn of(number: u64, site: Option<u64>, report: Report<'_>) -> Self {
        let messages = report.messages;
        let (errors, _) = report.found.counts();
        let told = Told {
            number,
            site,
            errors,
            summary: summary(report.found, messages, site),
            findings: report.findings(),
            words: words(messages),
        };
        Self { number, text: serde_json::to_string(&told).unwrap_or_default() }
    }
}

/// A report for pages: paths as they are opened from where the command runs.
pub(super) fn report<'a>(
    found: &'a Diagnostics,
    sources: &'a Sources,
    messages: &'a Messages,
    folder: &'a str,
) -> Report<'a> {
    Report { found, sources, messages, folder, colour: false }
}

fn summary(found: &Diagnostics, messages: &Messages, site: Option<u64>) -> String {
    let (errors, warnings) = found.counts();
    let counts = [("fehler-zahl", errors), ("warnung-zahl", warnings)];
    let counts: Vec<_> = counts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(key, count)| messages.count(&format!("bericht.{key}"), count))
        .collect();
    let counts = counts.join(", ");
    match (errors, site) {
        (0, _) => counts,
        (_, Some(_)) => format!("{counts}. {}", messages.get("serve.letzter-stand")),
        (_, None) => format!("{counts}. {}", messages.get("serve.kein-stand")),
    }
}

fn words(messages: &Messages) -> Words<'_> {
    Words {
        language: messages.language().tag(),
        title: messages.get("serve.titel"),
        show: messages.get("serve.zeigen"),
        close: messages.get("serve.schliessen"),
        error: messages.get("bericht.fehler"),
        warning: messages.get("bericht.warnung"),
        remedy: messages.get("bericht.hilfe"),
        gone: messages.get("serve.beendet"),
    }
}
