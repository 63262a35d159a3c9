//! Dates, numbers, money as the reader's language prints them.

use std::cmp::Ordering;

use jiff::civil::Date;

use crate::analysis::schedule::{Duration, Shift};
use crate::content::common::Interval;
use crate::content::scalar::{Amount, Datum, Precision, Rational};
use crate::messages::{Language, Messages};

/// Prints values in the language of a catalogue.
#[derive(Debug, Clone, Copy)]
pub struct Print<'a> {
    messages: &'a Messages,
}

impl<'a> Print<'a> {
    /// Prints with the words of a catalogue.
    pub fn new(messages: &'a Messages) -> Self {
        Self { messages }
    }

    /// `15.07.2024`
    pub fn day(self, date: Date) -> String {
        let (day, month, year) =
            (format!("{:02}", date.day()), format!("{:02}", date.month()), format!("{:04}", date.year()));
        self.messages.format("datum.tag", &[("tag", &day), ("monat", &month), ("jahr", &year)])
    }

    /// In the precision it was written in: `2024`, `2. Quartal 2024`, `Juli 2024`, `15.07.2024`.
    pub fn date(self, date: Datum) -> String {
        let first = date.first();
        let year = format!("{:04}", first.year());
        match date.precision() {
            Precision::Year => year,
            Precision::Quarter => {
                let quarter = ((first.month() - 1) / 3 + 1).to_string();
                self.messages.format("datum.quartal", &[("quartal", &quarter), ("jahr", &year)])
            }
            Precision::Month => {
                let month = self.messages.get(MONTHS.get(first.month() as usize - 1).copied().unwrap_or_default());
                self.messages.format("datum.monat", &[("monat", month), ("jahr", &year)])
            }
            Precision::Day => self.day(first),
        }
    }

    /// `01.04.2023 – 31.12.2023`, or what is known of it.
    pub fn interval(self, interval: &Interval) -> Option<String> {
        match (interval.begin, interval.end) {
            (Some(begin), Some(end)) => {
                Some(self.messages.format("datum.von-bis", &[("von", &self.date(begin)), ("bis", &self.date(end))]))
            }
            (Some(begin), None) => Some(self.messages.format("datum.ab", &[("von", &self.date(begin))])),
            (None, Some(end)) => Some(self.messages.format("datum.bis", &[("bis", &self.date(end))])),
            (None, None) => None,
        }
    }

    /// `1 Jahr, 8 Monate, 1 Tag`, without what is zero.
    pub fn duration(self, duration: Duration) -> String {
        let parts = [("dauer.jahre", duration.years), ("dauer.monate", duration.months), ("dauer.tage", duration.days)];
        let parts = parts.into_iter().filter(|&(_, count)| count != 0);
        parts
            .map(|(key, count)| self.messages.count(key, usize::try_from(count).unwrap_or(0)))
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// `6 Monate später`, `12 Tage früher`, `rund 3 Monate später`, `unverändert`.
    pub fn shift(self, shift: Shift) -> String {
        let key = match shift.direction() {
            Ordering::Greater => "verschiebung.spaeter",
            Ordering::Less => "verschiebung.frueher",
            Ordering::Equal => return self.messages.get("verschiebung.keine").to_owned(),
        };
        let (unit, count) = if shift.months == 0 { ("dauer.tage", shift.days) } else { ("dauer.monate", shift.months) };
        let count = self.messages.count(unit, count.unsigned_abs().try_into().unwrap_or(usize::MAX));
        let about = if shift.exact { "" } else { self.messages.get("zahl.rund") };
        self.messages.format(key, &[("dauer", &format!("{about}{count}"))])
    }

    /// A computed number, grouped, with at most two decimals: `22.137.500`, `1.099,98`. Only what would read as 0 and is
    /// not has more: `0,0033`.
    pub fn number(self, value: &Rational) -> String {
        let mut text = self.decimals(value, decimals_to_show(value));
        let mark = self.decimal_mark();
        if text.contains(mark) {
            text.truncate(text.trim_end_matches('0').trim_end_matches(mark).len());
        }
        text
    }

    /// A computed amount: `3.200.000 €`, `1.250,50 €`; cents only where there are some.
    pub fn money(self, euros: &Rational) -> String {
        let decimals = decimals_to_show(euros);
        let whole = decimals == 2 && euros.rounded(2) % 100 == 0.into();
        format!("{}\u{a0}€", self.decimals(euros, if whole { 0 } else { decimals }))
    }

    /// A computed share: `19,75 %`.
    pub fn percentage(self, share: &Rational) -> String {
        format!("{}\u{a0}%", self.number(&(share.clone() * Rational::from(100))))
    }

    /// A number that an editor wrote, with all its decimals: `0,1234`. Every decimal text has finitely many.
    pub fn written(self, value: &Rational) -> String {
        value.decimals().map_or_else(|| self.number(value), |decimals| self.decimals(value, decimals))
    }

    /// Euros that an editor wrote, with all their decimals: `5 €`, `1.250,50 €`, `0,1234 €`.
    pub fn written_money(self, euros: &Rational) -> String {
        let exact = euros.decimals().filter(|&decimals| decimals > 2);
        exact.map_or_else(|| self.money(euros), |decimals| format!("{}\u{a0}€", self.decimals(euros, decimals)))
    }

    /// `64 %`, rounded down so that what is not complete never reads 100 %.
    pub fn percent(self, share: &Rational) -> String {
        format!("{}\u{a0}%", share.percent_floor())
    }

    /// A share exactly: `50 %` where that is a whole percentage, else `1/3`.
    pub fn share(self, share: &Rational) -> String {
        let exact = Rational::new(share.percent_floor(), 100).is_some_and(|floor| floor == *share);
        if exact { self.percent(share) } else { share.to_string() }
    }

    /// A figure as a source prints it: exactly.
    pub fn amount(self, amount: &Amount) -> String {
        match amount {
            Amount::Number(value) => self.written(value),
            Amount::Money(money) => self.written_money(&money.euros()),
            Amount::Percent(share) => format!("{}\u{a0}%", self.written(&(share.clone() * Rational::from(100)))),
        }
    }

    fn decimals(self, value: &Rational, decimals: u32) -> String {
        let scaled = value.abs().rounded(decimals).to_string();
        let width = decimals as usize + 1;
        let padded = format!("{scaled:0>width$}");
        let (whole, fraction) = padded.split_at(padded.len() - decimals as usize);
        let sign = if value.is_negative() && scaled != "0" { "−" } else { "" };
        let fraction = if fraction.is_empty() { String::new() } else { format!("{}{fraction}", self.decimal_mark()) };
        format!("{sign}{}{fraction}", self.grouped(whole))
    }

    fn grouped(self, digits: &str) -> String {
        let mark = match self.messages.language() {
            Language::German | Language::Austrian | Language::Swiss => '.',
            Language::English => ',',
        };
        let mut out = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                out.push(mark);
            }
            out.push(digit);
        }
        out
    }

    fn decimal_mark(self) -> char {
        match self.messages.language() {
            Language::German | Language::Austrian | Language::Swiss => ',',
            Language::English => '.',
        }
    }
}

/// Two decimals, or where those would read as 0 as many as show two digits.
fn decimals_to_show(value: &Rational) -> u32 {
    if value.is_zero() || value.rounded(2) != 0.into() {
        return 2;
    }
    let (mut decimals, mut scaled) = (0, value.abs());
    while scaled < Rational::one() {
        scaled = scaled * Rational::from(10);
        decimals += 1;
    }
    decimals + 1
}

const MONTHS: [&str; 12] = [
    "monat.1", "monat.2", "monat.3", "monat.4", "monat.5", "monat.6", "monat.7", "monat.8", "monat.9", "monat.10",
    "monat.11", "monat.12",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn german_forms() {
        let messages = Messages::load(Language::German);
        let print = Print::new(&messages);
        let date = |text| print.date(Datum::parse(text).unwrap());
        assert_eq!(date("2024"), "2024");
        assert_eq!(date("2024-Q2"), "2. Quartal 2024");
        assert_eq!(date("2024-07"), "Juli 2024");
        assert_eq!(date("2024-07-05"), "05.07.2024");
        let number = |numerator: i64, denominator: i64| print.number(&Rational::new(numerator, denominator).unwrap());
        assert_eq!(number(22_137_500, 1), "22.137.500");
        assert_eq!(number(-500, 1), "−500");
        assert_eq!(number(1, 3), "0,33");
        assert_eq!(number(5, 2), "2,5");
        assert_eq!(print.money(&Rational::new(125_050, 100).unwrap()), "1.250,50\u{a0}€");
        assert_eq!(print.money(&Rational::from(3_200_000)), "3.200.000\u{a0}€");
        assert_eq!(print.percent(&Rational::new(999, 1000).unwrap()), "99\u{a0}%");
        assert_eq!(print.duration(Duration { years: 1, months: 0, days: 1 }), "1 Jahr, 1 Tag");
    }

    #[test]
    fn shifts_are_told_in_months_or_days() {
        let messages = Messages::load(Language::German);
        let date = |text| Datum::parse(text).unwrap();
        let shift = |from, to| Print::new(&messages).shift(Shift::between(date(from), date(to)).unwrap());
        assert_eq!(shift("2023-12-31", "2024-06-30"), "6 Monate später");
        assert_eq!(shift("2024-06", "2024-05"), "1 Monat früher");
        assert_eq!(shift("2024-06-30", "2024-07-12"), "12 Tage später");
        assert_eq!(shift("2024-Q1", "2024-Q2"), "rund 3 Monate später");
        assert_eq!(shift("2024-06-30", "2024-06-30"), "unverändert");
    }

    #[test]
    fn what_editors_wrote_is_exact() {
        let (german, english) = (Messages::load(Language::German), Messages::load(Language::English));
        for (text, printed) in [
            ("0.1234", "0,1234"),
            ("0.001", "0,001"),
            ("-0,5", "−0,5"),
            ("1_400", "1.400"),
            ("1_234_567.125", "1.234.567,125"),
            ("20 %", "20\u{a0}%"),
            ("0,005 %", "0,005\u{a0}%"),
            ("12,5 %", "12,5\u{a0}%"),
            ("5,00 €", "5\u{a0}€"),
            ("1.250,5 €", "1.250,50\u{a0}€"),
            ("-5 €", "−5\u{a0}€"),
        ] {
            assert_eq!(Print::new(&german).amount(&Amount::parse(text).unwrap()), printed, "{text}");
        }
        assert_eq!(Print::new(&english).amount(&Amount::parse("1400,125").unwrap()), "1,400.125");
        let euros = Rational::new(617, 5000).unwrap();
        assert_eq!(Print::new(&german).written_money(&euros), "0,1234\u{a0}€");
    }

    #[test]
    fn computed_values_are_rounded_but_not_away() {
        let messages = Messages::load(Language::German);
        let print = Print::new(&messages);
        let ratio = |numerator: i64, denominator: i64| Rational::new(numerator, denominator).unwrap();
        assert_eq!(print.number(&ratio(617, 5000)), "0,12");
        assert_eq!(print.number(&ratio(1, 300)), "0,0033");
        assert_eq!(print.number(&ratio(-1, 1000)), "−0,001");
        assert_eq!(print.number(&ratio(0, 1)), "0");
        assert_eq!(print.number(&ratio(1, 200)), "0,01");
        assert_eq!(print.money(&ratio(1, 300)), "0,0033\u{a0}€");
        assert_eq!(print.money(&ratio(0, 1)), "0\u{a0}€");
        assert_eq!(print.money(&ratio(2_999_999, 1000)), "3.000\u{a0}€");
        assert_eq!(print.percentage(&ratio(1, 3)), "33,33\u{a0}%");
    }
}
