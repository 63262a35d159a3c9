//! Dates, money and status as people write them in lists.

use jiff::ToSpan;
use jiff::civil::date;

use super::fold;
use super::sheet::Value;
use crate::analysis::status::Status;
use crate::content::scalar::{Datum, Money, NotA};

/// What lists write where nothing is known.
const NOTHING: &[&str] = &["", "k a", "ka", "n n", "nn", "offen", "unbekannt", "tbd", "n a"];

/// Whether a cell says in words or by a dash that nothing is known.
fn is_nothing(text: &str) -> bool {
    NOTHING.contains(&fold(text).as_str()) && !text.chars().any(|c| c.is_ascii_digit())
}

/// Whether a cell holds nothing but a dash.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| " -–—./".contains(c))
}

/// Reads a date as people write it; none where the cell says that there is none.
///
/// # Errors
/// `E0710` if it is no date of those in the description of the format.
pub(super) fn datum(value: &Value, serial_days: bool) -> Result<Option<Datum>, NotA> {
    let text = match value {
        Value::Date(date) => return Ok(Some(Datum::day(*date))),
        Value::Error(_) => return Err(NotA("E0710")),
        Value::Text(_) | Value::Number(_) => value.text(),
    };
    if is_nothing(&text) {
        return Ok(None);
    }
    let serial = || serial_days.then(|| serial_day(&text)).flatten();
    let found = iso(&text).or_else(|| parts(&text)).or_else(serial);
    found.map(Some).ok_or(NotA("E0710"))
}

/// `2024-07-15`, also with a time behind it.
fn iso(text: &str) -> Option<Datum> {
    let day = text.split_once(['T', ' ']).filter(|(_, time)| time.contains(':')).map_or(text, |(day, _)| day);
    Datum::parse(day).ok()
}

/// Days since the end of 1899, as spreadsheets count, of the years 1954 to 2173.
fn serial_day(text: &str) -> Option<Datum> {
    let days: i32 = text.parse().ok().filter(|days| (20_000..100_000).contains(days))?;
    date(1899, 12, 30).checked_add(days.days()).ok().map(Datum::day)
}

/// Everything that consists of day, month, quarter and year.
fn parts(text: &str) -> Option<Datum> {
    let day = text.split_once(' ').filter(|(_, time)| time.contains(':')).map_or(text, |(day, _)| day);
    let lower = day.to_lowercase();
    let words: Vec<&str> = lower.split([' ', '.', '/', ',']).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        ["jahr", year] | [year] if year.len() == 4 => Datum::parse(year).ok(),
        [quarter, "quartal", year] => in_quarter(quarter, year),
        [quarter, year] if quarter.starts_with('q') => in_quarter(&quarter[1..], year),
        [year, quarter] if quarter.starts_with('q') && year.len() == 4 => in_quarter(&quarter[1..], year),
        [roman @ ("i" | "ii" | "iii" | "iv"), year] => in_quarter(roman, year),
        [day, month, year] => {
            let month = month_name(month).or_else(|| day_number(month).filter(|_| !text.contains('/')))?;
            Datum::parse(&format!("{}-{month:02}-{:02}", century(year)?, day_number(day)?)).ok()
        }
        // One digit could be a quarter.
        [month, year] => {
            let month = month_name(month).or_else(|| day_number(month).filter(|_| month.len() == 2))?;
            Datum::parse(&format!("{}-{month:02}", century(year)?)).ok()
        }
        _ => None,
    }
}

fn in_quarter(quarter: &str, year: &str) -> Option<Datum> {
    let quarter = match quarter {
        "i" => "1",
        "ii" => "2",
        "iii" => "3",
        "iv" => "4",
        number => number,
    };
    Datum::parse(&format!("{}-Q{quarter}", century(year)?)).ok()
}

fn day_number(text: &str) -> Option<u8> {
    (text.len() <= 2).then(|| text.parse().ok())?
}

/// A year of four digits; of two digits one of this century, up to 2079.
fn century(year: &str) -> Option<String> {
    match (year.len(), year.parse::<u16>().ok()?) {
        (4, _) => Some(year.to_owned()),
        (2, short) if short < 80 => Some(format!("20{year}")),
        _ => None,
    }
}

/// Months by name or by the beginning of it.
fn month_name(text: &str) -> Option<u8> {
    const MONTHS: &[&str] = &[
        "januar",
        "februar",
        "märz",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "dezember",
    ];
    let text = text.replace("maerz", "märz").replace("mrz", "märz").replace("jänner", "januar");
    let is_meant = |month: &&str| text.chars().count() >= 3 && month.starts_with(&text);
    (1..).zip(MONTHS).find(|(_, month)| is_meant(month)).map(|(number, _)| number)
}

/// Reads an amount of money; none where the cell says that there is none.
///
/// # Errors
/// `E0210` if it is none, `E0211` where a dot could group or part.
pub(super) fn money(value: &Value) -> Result<Option<Money>, NotA> {
    match value {
        Value::Text(_) => {}
        // Digits with a decimal point, whatever the number of decimals.
        Value::Number(text) => return Money::parse(&with_cents(text).ok_or(NotA("E0210"))?).map(Some),
        Value::Date(_) | Value::Error(_) => return Err(NotA("E0210")),
    }
    let text = value.text();
    if is_nothing(&text) {
        return Ok(None);
    }
    let number = text.strip_prefix('€').or_else(|| text.strip_prefix("EUR")).unwrap_or(&text).trim();
    let number = number.trim_end_matches(['€']).trim_end().trim_end_matches("EUR").trim_end_matches("Euro").trim_end();
    let number = [",-", ",--", ",–", ",—"].iter().find_map(|dash| number.strip_suffix(dash)).unwrap_or(number);
    Money::parse(&ungrouped(number)).map(Some)
}

/// Whether an amount is written as in German, so that its dots can only group: `1.250,50`, `1.250.000`.
pub(super) fn has_decimal_comma(text: &str) -> bool {
    let amount = || money(&Value::Text(text.to_owned())).is_ok_and(|money| money.is_some());
    (text.contains(',') || text.matches('.').count() > 1) && amount()
}

/// Whether an amount has a decimal point: `1250.5`.
pub(super) fn has_decimal_point(text: &str) -> bool {
    let amount = || money(&Value::Text(text.to_owned())).is_ok_and(|money| money.is_some());
    !text.contains(',') && text.matches('.').count() == 1 && amount()
}

/// `12.5` as `12.50`; none for more than two decimals.
fn with_cents(text: &str) -> Option<String> {
    let (whole, cents) = text.split_once('.').unwrap_or((text, ""));
    (cents.len() <= 2).then(|| format!("{whole}.{cents:0<2}"))
}

/// `1 250 000` without its spaces, if they group by three.
fn ungrouped(text: &str) -> String {
    let mut groups = text.split(' ');
    let first = groups.next().unwrap_or_default().trim_start_matches(['-', '−']);
    let fits = |group: &str| group.split(',').next().is_some_and(|whole| whole.len() == 3);
    if (1..=3).contains(&first.len()) && groups.all(fits) { text.replace(' ', "") } else { text.to_owned() }
}

/// What lists write for a status.
const STATUSES: &[(Status, &[&str])] = &[
    (Status::Planned, &["geplant", "in planung", "planung", "nicht begonnen", "noch nicht begonnen", "vorgesehen"]),
    (Status::Unknown, &["unbekannt", "offen"]),
    (Status::Resolved, &["beschlossen", "genehmigt", "beauftragt"]),
    (
        Status::Ongoing,
        &["laufend", "läuft", "in umsetzung", "in arbeit", "in bearbeitung", "begonnen", "gestartet", "aktiv"],
    ),
    (Status::Paused, &["pausiert", "ruht", "ruhend", "angehalten", "zurückgestellt", "unterbrochen"]),
    (Status::Completed, &["umgesetzt", "abgeschlossen", "erledigt", "fertig", "fertiggestellt", "realisiert"]),
    (Status::Ended, &["beendet"]),
    (Status::Discontinued, &["eingestellt", "abgebrochen", "gestoppt", "verworfen", "aufgegeben", "entfällt"]),
];

/// The status of a word; none if nobody says so.
pub(super) fn status(text: &str) -> Option<Status> {
    let text = fold(text);
    STATUSES.iter().find(|(_, words)| words.iter().any(|word| fold(word) == text)).map(|&(status, _)| status)
}

/// The words that a status may be written with, first of all its own.
pub(super) fn status_words() -> impl Iterator<Item = &'static str> {
    STATUSES.iter().flat_map(|(_, words)| words.iter().copied())
}

/// Whether a date of a list and one of a file can be the same: the list may be coarser, not finer.
pub(super) fn agree(list: Datum, file: Datum) -> bool {
    list == file || (list.precision() < file.precision() && list.first() <= file.first() && file.last() <= list.last())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match datum(&Value::Text(text.to_owned()), true) {
            Ok(Some(datum)) => datum.to_string(),
            Ok(None) => "-".to_owned(),
            Err(_) => "!".to_owned(),
        }
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (text, expected) in [
            ("01.07.2023", "2023-07-01"),
            ("1.7.23", "2023-07-01"),
            ("1. Juli 2023", "2023-07-01"),
            ("1. 7. 2023", "2023-07-01"),
            ("01.07.2023 00:00", "2023-07-01"),
            ("2023-07-01", "2023-07-01"),
            ("2023-07-01T00:00:00", "2023-07-01"),
            ("Juli 2023", "2023-07"),
            ("Jul. 23", "2023-07"),
            ("MÄRZ 2023", "2023-03"),
            ("Mrz 2023", "2023-03"),
            ("Sept. 2023", "2023-09"),
            ("07/2023", "2023-07"),
            ("07.2023", "2023-07"),
            ("2023-07", "2023-07"),
            ("3. Quartal 2023", "2023-Q3"),
            ("III. Quartal 2023", "2023-Q3"),
            ("III/2023", "2023-Q3"),
            ("Q3 2023", "2023-Q3"),
            ("Q3/23", "2023-Q3"),
            ("2023-Q3", "2023-Q3"),
            ("2023 Q3", "2023-Q3"),
            ("2023", "2023"),
            ("Jahr 2023", "2023"),
            ("45108", "2023-07-01"),
            ("–", "-"),
            ("k. A.", "-"),
            ("offen", "-"),
            ("30.02.2023", "!"),
            ("31.13.2023", "!"),
            ("7/1/2023", "!"),
            ("3/2023", "!"),
            ("Ende 2023", "!"),
            ("Ju 2023", "!"),
            ("1.7.1", "!"),
            ("123", "!"),
            ("bald", "!"),
            ("5. Quartal 2023", "!"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        assert_eq!(datum(&Value::Number("45108".to_owned()), false), Err(NotA("E0710")));
        assert_eq!(datum(&Value::Number("2023".to_owned()), false).unwrap().unwrap().to_string(), "2023");
    }

    #[test]
    fn money_is_read_as_people_write_it() {
        let read = |text: &str| money(&Value::Text(text.to_owned())).map(|money| money.map(Money::cents));
        for (text, cents) in [
            ("1.250.000,50 €", 125_000_050),
            ("€ 1.250,50", 125_050),
            ("1 250 000 €", 125_000_000),
            ("1\u{a0}250,5", 125_050),
            ("1250,- €", 125_000),
            ("1250,--", 125_000),
            ("1250 EUR", 125_000),
            ("1250 Euro", 125_000),
            ("1250.50", 125_050),
            ("0", 0),
        ] {
            assert_eq!(read(text), Ok(Some(cents)), "{text}");
        }
        assert_eq!(read("k.A."), Ok(None));
        assert_eq!(read("1.250"), Err(NotA("E0211")));
        for text in ["viel", "1 25", "12 5 €", "1250 T€"] {
            assert_eq!(read(text), Err(NotA("E0210")), "{text}");
        }
        let number = |text: &str| money(&Value::Number(text.to_owned())).map(|money| money.map(Money::cents));
        assert_eq!(number("1250000.5"), Ok(Some(125_000_050)));
        assert_eq!(number("-3"), Ok(Some(-300)));
        assert_eq!(number("1.125"), Err(NotA("E0210")));
    }

    #[test]
    fn a_coarser_date_of_the_list_agrees_and_a_finer_one_does_not() {
        let datum = |text| Datum::parse(text).unwrap();
        assert!(agree(datum("2023"), datum("2023-12-31")) && agree(datum("2023-Q4"), datum("2023-12")));
        assert!(!agree(datum("2023-12-31"), datum("2023")) && !agree(datum("2024"), datum("2023-12-31")));
    }

    #[test]
    fn a_dash_is_nothing() {
        assert!(["", "-", "–", "./.", "— —"].iter().all(|text| is_blank(text)));
        assert!(!is_blank("- 1") && !is_blank("?"));
    }

    #[test]
    fn every_status_has_its_own_word() {
        for &one in Status::ALL {
            assert_eq!(status(one.word()), Some(one));
        }
        assert_eq!(status("In  Umsetzung"), Some(Status::Ongoing));
        assert_eq!(status("irgendwie"), None);
    }
}
