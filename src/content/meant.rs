//! What an editor probably meant by a date or a share that is written as elsewhere.

use super::scalar::Datum;

/// What to say to a value that cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub enum Meant {
    /// It says the same as this.
    Instead(String),
    /// A day that no calendar has, such as 30 February.
    NoSuchDay,
}

/// The months as Germans abbreviate them; any longer form begins like this.
const MONTHS: [&str; 12] = ["jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"];

/// What a value means that was refused with a code.
pub fn meant(code: &str, text: &str) -> Option<Meant> {
    match code {
        "E0206" => date(text.trim()),
        "E0209" => percent(text.trim()).map(Meant::Instead),
        _ => None,
    }
}

/// `15.07.2024`, `2024-7-15`, `15. Juli 2024`, `Juli 2024`, `07/2024`, `3. Quartal 2024`, `Q3/2024`.
fn date(text: &str) -> Option<Meant> {
    let parts: Vec<&str> = text.split(['.', '-', '/', ' ']).filter(|part| !part.is_empty()).collect();
    let is_year = |part: &str| part.len() == 4 && is_number(part);
    let iso = match parts.as_slice() {
        [year, month, day] if is_year(year) => day_of(year, month, day)?,
        [number, word, year] if is_year(year) && word.eq_ignore_ascii_case("quartal") => format!("{year}-Q{number}"),
        [day, month, year] if is_year(year) => day_of(year, month, day)?,
        [quarter, year] | [year, quarter] if is_year(year) && quarter.starts_with(['Q', 'q']) => {
            format!("{year}-{}", quarter.to_uppercase())
        }
        [month, year] | [year, month] if is_year(year) => format!("{year}-{}", month_number(month)?),
        _ => return None,
    };
    let is_day = iso.len() == "2024-07-15".len();
    match Datum::parse(&iso) {
        Ok(_) => Some(Meant::Instead(iso)),
        Err(_) => is_day.then_some(Meant::NoSuchDay),
    }
}

fn day_of(year: &str, month: &str, day: &str) -> Option<String> {
    is_number(day).then(|| Some(format!("{year}-{}-{day:0>2}", month_number(month)?)))?
}

/// `7`, `07`, `Juli` and `Jul` as `07`.
fn month_number(text: &str) -> Option<String> {
    let word = text.to_lowercase().replace("ae", "ä").replace("jän", "jan");
    let named = MONTHS.iter().position(|month| word.starts_with(month)).map(|at| (at + 1).to_string());
    named.or_else(|| is_number(text).then(|| text.to_owned())).map(|number| format!("{number:0>2}"))
}

fn is_number(text: &str) -> bool {
    (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `40` as `40 %`.
fn percent(text: &str) -> Option<String> {
    let whole: u32 = text.parse().ok()?;
    (whole <= 100).then(|| format!("{whole} %"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instead(code: &str, text: &str) -> Option<String> {
        match meant(code, text) {
            Some(Meant::Instead(text)) => Some(text),
            _ => None,
        }
    }

    #[test]
    fn dates_as_written_in_letters_are_turned_round() {
        for (written, iso) in [
            ("1.7.2024", "2024-07-01"),
            ("2024-7-1", "2024-07-01"),
            ("30. November 2024", "2024-11-30"),
            ("3. März 2025", "2025-03-03"),
            ("1. Jänner 2025", "2025-01-01"),
            ("Maerz 2025", "2025-03"),
            ("07/2024", "2024-07"),
            ("3. Quartal 2024", "2024-Q3"),
            ("Q1/2025", "2025-Q1"),
            ("2024 Q4", "2024-Q4"),
        ] {
            assert_eq!(instead("E0206", written).as_deref(), Some(iso), "{written}");
        }
    }

    #[test]
    fn days_that_do_not_exist_are_told() {
        for written in ["2024-02-30", "32.7.2024", "31. November 2024"] {
            assert_eq!(meant("E0206", written), Some(Meant::NoSuchDay), "{written}");
        }
        for written in [
            "bald",
            "5. Quartal 2024",
            "2024-Q5",
            "13/2024",
            "1.7.2024.3",
            "a.b.2024",
            "Anfang 2024",
            "",
            "12.2",
            "1.7.24",
        ] {
            assert_eq!(meant("E0206", written), None, "{written}");
        }
    }

    #[test]
    fn whole_numbers_were_percent() {
        assert_eq!(instead("E0209", "40").as_deref(), Some("40 %"));
        assert_eq!(instead("E0209", "140"), None);
        assert_eq!(instead("E0209", "41 von 40"), None);
        assert_eq!(meant("E0210", "40"), None);
    }
}
