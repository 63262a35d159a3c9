//! Spatz: a city's digital strategy as a site.

pub mod analysis;
pub mod chart;
pub mod check;
pub mod content;
pub mod diagnostics;
pub mod draw;
pub mod markup;
pub mod messages;
pub mod source;
