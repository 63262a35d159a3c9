//! Spatz: a city's digital strategy as a site.

pub mod content;
pub mod diagnostics;
pub mod messages;
pub mod source;
