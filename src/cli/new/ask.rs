//! Questions at a terminal, one line each.

use std::io::{self, Write};

/// The answer to a question; none if it is empty or nobody is there.
pub(super) fn answer(question: &str) -> Option<String> {
    let mut out = io::stdout().lock();
    drop(write!(out, "{question} ").and_then(|()| out.flush()));
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).ok()?;
    Some(answer.trim().to_owned()).filter(|answer| !answer.is_empty())
}
