//! What happened, as far as it is known.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::content::common::{self, EventKind, Log};
use crate::data::scalar::{Word, Written};

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Event<'a> {
    am: Written,
    ereignis: Word<EventKind>,
    auf: Option<Written>,
    grund: Option<&'a str>,
}

/// The events known at the as-of date, oldest first.
pub(super) fn of(log: &Log, as_of: Date) -> Vec<Event<'_>> {
    log.until(as_of).map(event).collect()
}

fn event(event: &common::Event) -> Event<'_> {
    Event {
        am: Written(event.date.value),
        ereignis: Word(event.kind),
        auf: event.to.as_ref().map(|to| Written(to.value)),
        grund: event.reason.as_deref(),
    }
}
