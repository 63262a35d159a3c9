//! Dates, periods, shares, amounts and formulas: what is read is within bounds, and what is printed is read as the same.

use jiff::civil::date;
use spatz::content::formula::Formula;
use spatz::content::scalar::{Amount, Colour, Datum, Money, Number, PaperNumber, Period, Rational, Share, WebAddress};

/// A text as each of them.
pub fn scalars(data: &[u8]) {
    let Some(text) = super::text(data) else { return };
    dates(text);
    numbers(text);
    if let Ok(number) = PaperNumber::parse(text) {
        assert_eq!(PaperNumber::parse(&number.to_string()), Ok(number));
    }
    if let Ok(colour) = Colour::parse(text) {
        assert_eq!(Colour::parse(&colour.to_string()), Ok(colour));
    }
    if let Ok(address) = WebAddress::parse(text) {
        assert!(address.starts_with("http") && !address.contains(char::is_whitespace));
    }
    if let Some(formula) = Formula::parse(text) {
        let names = formula.names().len();
        assert!(names <= text.len());
        let value = formula.evaluate(&|name| Some(Rational::new(name.len(), 3).unwrap()));
        assert!(value.is_none_or(|value| value.bits() <= 1_000));
        assert!(!formula.display(&|number| number.to_string(), &|name| name.to_owned()).is_empty());
    }
}

fn dates(text: &str) {
    if let Ok(datum) = Datum::parse(text) {
        assert!(datum.first() <= datum.last());
        assert_eq!(Datum::parse(&datum.to_string()), Ok(datum));
    }
    if let Ok(period) = Period::parse(text) {
        assert_eq!(Period::parse(&period.to_string()), Ok(period));
        for day in [date(1, 1, 1), date(2024, 2, 29), date(9999, 12, 31)] {
            assert!(period.after(day) >= day && period.before(day) <= day);
        }
    }
}

fn numbers(text: &str) {
    let bounded = |number: &Rational| assert!(number.bits() < 1_000, "{number}");
    if let Ok(share) = Share::parse(text) {
        bounded(share.value());
        assert!(!share.value().is_negative() && *share.value() <= Rational::one());
        assert_eq!(Share::new(share.value().clone()), Some(share));
    }
    if let Ok(money) = Money::parse(text) {
        assert_eq!(money.euros(), Rational::new(money.cents(), 100).unwrap());
        bounded(&money.euros());
    }
    if let Ok(number) = Number::parse(text) {
        bounded(&number.0);
    }
    if let Ok(amount) = Amount::parse(text) {
        bounded(&amount.value());
    }
}
