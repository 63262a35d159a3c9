//! Shares, money and plain numbers, exact.

use num_bigint::BigInt;

use super::{NotA, Rational};
use crate::source::limits::NUMBER_DIGITS;

/// A share from 0 to 1: `0.5`, `50 %`, `1/2`, `17 von 40`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Share(Rational);

impl Share {
    /// All of it.
    pub fn one() -> Self {
        Self(Rational::one())
    }

    /// The exact value, from 0 to 1.
    pub fn value(&self) -> &Rational {
        &self.0
    }

    /// A share from a rational between 0 and 1.
    pub fn new(value: Rational) -> Option<Self> {
        (!value.is_negative() && value <= Rational::one()).then_some(Self(value))
    }

    /// Reads a share.
    ///
    /// # Errors
    /// `E0208` if it is not one, `E0209` if it is not between 0 and 1.
    pub fn parse(text: &str) -> Result<Self, NotA> {
        let value = ratio(text).ok_or(NotA("E0208"))?;
        Self::new(value).ok_or(NotA("E0209"))
    }
}

fn ratio(text: &str) -> Option<Rational> {
    let text = text.trim();
    if let Some(percent) = text.strip_suffix('%') {
        return decimal(percent.trim())? / 100;
    }
    let parts = text.split_once('/').or_else(|| text.split_once(" von "));
    match parts {
        Some((part, whole)) => decimal(part.trim())?.checked_div(&decimal(whole.trim())?),
        None => decimal(text),
    }
}

/// Whether a minus sign stands in front, and what follows it.
fn sign(text: &str) -> (bool, &str) {
    text.strip_prefix(['-', '−']).map_or((false, text), |digits| (true, digits))
}

/// A decimal that may have a minus sign.
fn signed(text: &str) -> Option<Rational> {
    let (negative, digits) = sign(text);
    let value = decimal(digits)?;
    Some(if negative { Rational::zero() - value } else { value })
}

/// Digits with at most one decimal point or comma; no sign, no grouping but `_`.
fn decimal(text: &str) -> Option<Rational> {
    let text = text.replace('_', "");
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((&text, ""));
    let has_mark = whole.len() < text.len();
    if whole.is_empty() || (has_mark && fraction.is_empty()) || text.len() > NUMBER_DIGITS {
        return None;
    }
    let digits = format!("{whole}{fraction}");
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let scale = BigInt::from(10).pow(u32::try_from(fraction.len()).ok()?);
    Rational::new(digits.parse::<BigInt>().ok()?, scale)
}

/// An amount of money in whole cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Money {
    cents: i128,
}

impl Money {
    /// An amount in cents.
    pub fn from_cents(cents: i128) -> Self {
        Self { cents }
    }

    /// The amount in cents.
    pub fn cents(self) -> i128 {
        self.cents
    }

    /// The exact amount in euros.
    pub fn euros(self) -> Rational {
        Rational::new(self.cents, 100).unwrap_or_default()
    }

    /// Reads `3_200_000 €`, `1.250,50 €` or a plain number of euros.
    ///
    /// # Errors
    /// `E0210` if it is not an amount, `E0211` for a single dot followed by three digits, which could be either.
    pub fn parse(text: &str) -> Result<Self, NotA> {
        let text = text.trim();
        let number = text.strip_suffix('€').or_else(|| text.strip_suffix("EUR")).unwrap_or(text).trim_end();
        let (negative, digits) = sign(number);
        let (whole, cents) = split_cents(digits)?;
        let cents = whole
            .parse::<i128>()
            .ok()
            .and_then(|euros| euros.checked_mul(100)?.checked_add(cents))
            .filter(|_| whole.len() <= 15)
            .ok_or(NotA("E0210"))?;
        Ok(Self { cents: if negative { -cents } else { cents } })
    }
}

/// Whole euros (digits only) and cents.
fn split_cents(text: &str) -> Result<(String, i128), NotA> {
    let bad = NotA("E0210");
    let text = text.replace('_', "");
    let (whole, cents) = match (text.split_once(','), text.matches('.').count()) {
        (Some((whole, cents)), _) => (grouped(whole).ok_or(bad)?, cents),
        (None, 0) => (text.clone(), ""),
        (None, 1) => {
            let (whole, after) = text.split_once('.').unwrap_or((&text, ""));
            match after.len() {
                3 => return Err(NotA("E0211")),
                _ => (whole.to_owned(), after),
            }
        }
        (None, _) => (grouped(&text).ok_or(bad)?, ""),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let has_mark = text.contains(',') || (text.matches('.').count() == 1);
    if whole.is_empty() || !digits(&whole) || !digits(cents) || cents.len() > 2 || (has_mark && cents.is_empty()) {
        return Err(bad);
    }
    let cents = format!("{cents:0<2}").parse().map_err(|_| bad)?;
    Ok((whole, cents))
}

/// `1.250.000` without its dots, if they group by three. No one groups behind a zero: `0.250` would be 250.
fn grouped(text: &str) -> Option<String> {
    let mut groups = text.split('.');
    let first = groups.next()?;
    let rest: Vec<_> = groups.collect();
    let first_fits = (1..=3).contains(&first.len()) && !first.starts_with('0');
    let fits = (rest.is_empty() || first_fits) && rest.iter().all(|group| group.len() == 3);
    fits.then(|| text.replace('.', ""))
}

/// A plain number, exact: `972`, `3.5`, `1_400`, `-5`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Number(pub Rational);

impl Number {
    /// Reads digits with at most one decimal point or comma, and a minus sign before them; groups may be parted by `_`.
    ///
    /// # Errors
    /// `E0212` for anything else, `E0211` for a single dot followed by three digits.
    pub fn parse(text: &str) -> Result<Self, NotA> {
        let text = text.trim();
        let (_, digits) = sign(text);
        if digits.split_once('.').is_some_and(|(whole, after)| after.len() == 3 && whole.len() <= 3 && whole != "0") {
            return Err(NotA("E0211"));
        }
        signed(text).map(Self).ok_or(NotA("E0212"))
    }
}

/// A figure as a source prints it: a number, an amount of money or a share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amount {
    /// A number without unit of its own.
    Number(Rational),
    /// Euros.
    Money(Money),
    /// A share, written with `%`.
    Percent(Rational),
}

impl Default for Amount {
    fn default() -> Self {
        Self::Number(Rational::zero())
    }
}

impl Amount {
    /// Reads `972`, `3_200_000 €` or `20 %`.
    ///
    /// # Errors
    /// The error of the kind of figure it looks like.
    pub fn parse(text: &str) -> Result<Self, NotA> {
        let text = text.trim();
        if text.ends_with('€') || text.ends_with("EUR") {
            Money::parse(text).map(Self::Money)
        } else if let Some(percent) = text.strip_suffix('%') {
            signed(percent.trim_end()).and_then(|value| value / 100).map(Self::Percent).ok_or(NotA("E0208"))
        } else {
            Number::parse(text).map(|number| Self::Number(number.0))
        }
    }

    /// The value that takes part in a sum: euros for money.
    pub fn value(&self) -> Rational {
        match self {
            Self::Number(value) | Self::Percent(value) => value.clone(),
            Self::Money(money) => money.euros(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(text: &str) -> Result<String, &'static str> {
        Share::parse(text).map(|share| share.value().to_string()).map_err(|error| error.0)
    }

    #[test]
    fn shares_are_exact() {
        for (text, value) in [
            ("0.5", "1/2"),
            ("0,5", "1/2"),
            ("50 %", "1/2"),
            ("50%", "1/2"),
            ("1/2", "1/2"),
            ("17 von 40", "17/40"),
            ("1", "1"),
            ("0", "0"),
            ("12,5 %", "1/8"),
        ] {
            assert_eq!(share(text), Ok(value.to_owned()), "{text}");
        }
    }

    #[test]
    fn shares_stay_between_0_and_1() {
        assert_eq!(share("150 %"), Err("E0209"));
        assert_eq!(share("3/2"), Err("E0209"));
        for text in ["", "halb", "1/0", "-1", "1.", ".5", "1e9"] {
            assert_eq!(share(text), Err("E0208"), "{text}");
        }
    }

    #[test]
    fn money_is_whole_cents() {
        for (text, cents) in [
            ("3_200_000 €", 320_000_000),
            ("1.250,50 €", 125_050),
            ("1250.5", 125_050),
            ("1250", 125_000),
            ("22.137.000 €", 2_213_700_000),
            ("0,99 €", 99),
            ("-5 €", -500),
            ("−1.250,50 EUR", -125_050),
            ("\u{a0} 5€\n", 500),
            ("0,00", 0),
        ] {
            assert_eq!(Money::parse(text).map(Money::cents), Ok(cents), "{text}");
        }
    }

    #[test]
    fn a_dot_before_three_digits_is_asked_about() {
        assert_eq!(Money::parse("1.250 €"), Err(NotA("E0211")));
        assert_eq!(Number::parse("1.400"), Err(NotA("E0211")));
        assert_eq!(Number::parse("0.125").map(|number| number.0.to_string()), Ok("1/8".to_owned()));
    }

    #[test]
    fn other_money_is_refused() {
        for text in ["", "€", "drei", "1,234 €", "1.25.000", "1,2,3", "99999999999999999999", "1.", "--5 €", "- €"]
        {
            assert_eq!(Money::parse(text), Err(NotA("E0210")), "{text}");
        }
    }

    #[test]
    fn nothing_is_grouped_behind_a_zero() {
        for text in ["0.250,00 €", "-0.250,00 €", "00.250,00", "0.250.000", "012.500,00 €"] {
            assert_eq!(Amount::parse(&format!("{} €", text.trim_end_matches(" €"))), Err(NotA("E0210")), "{text}");
            assert_eq!(Money::parse(text), Err(NotA("E0210")), "{text}");
        }
    }

    #[test]
    fn a_unit_stands_once() {
        for text in ["5 €€", "5 € €", "5 EUR €", "5 € EUR", "5 EUREUR"] {
            assert_eq!(Money::parse(text), Err(NotA("E0210")), "{text}");
            assert_eq!(Amount::parse(text), Err(NotA("E0210")), "{text}");
        }
        assert_eq!(Amount::parse("5 %%"), Err(NotA("E0208")));
    }

    #[test]
    fn numbers_may_be_negative() {
        let number = |text| Number::parse(text).map(|number| number.0.to_string()).map_err(|error| error.0);
        assert_eq!(number("-5").as_deref(), Ok("-5"));
        assert_eq!(number(" −0,5 ").as_deref(), Ok("-1/2"));
        assert_eq!(number("-1_400").as_deref(), Ok("-1400"));
        assert_eq!(number("-1.400"), Err("E0211"));
        for text in ["-", "--5", "−-5", "5-", "-.5"] {
            assert_eq!(number(text), Err("E0212"), "{text}");
        }
        assert_eq!(Amount::parse("−5"), Ok(Amount::Number(Rational::new(-5, 1).unwrap())));
        assert_eq!(Amount::parse("-5,5 €"), Ok(Amount::Money(Money::from_cents(-550))));
        assert_eq!(Amount::parse("-20 %"), Ok(Amount::Percent(Rational::new(-1, 5).unwrap())));
        assert_eq!(Share::parse("-20 %"), Err(NotA("E0208")));
    }

    #[test]
    fn figures_keep_their_kind() {
        assert_eq!(Amount::parse("20 %"), Ok(Amount::Percent(Rational::new(1, 5).unwrap())));
        assert_eq!(Amount::parse("5 €"), Ok(Amount::Money(Money::from_cents(500))));
        assert_eq!(Amount::parse("575"), Ok(Amount::Number(Rational::from(575))));
    }
}
