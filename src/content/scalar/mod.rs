//! What editors write in a field: dates, periods, shares, money, numbers. Each type reads its own spelling.

mod address;
mod colour;
mod date;
mod number;
mod paper_number;
mod rational;

pub use address::WebAddress;
pub use colour::Colour;
pub use date::{Datum, Period, Precision};
pub use number::{Amount, Money, Number, Share};
pub use paper_number::PaperNumber;
pub use rational::Rational;

/// Why a text is not a value of the type asked for: the code of the finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotA(pub &'static str);
