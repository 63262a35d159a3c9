//! `spatz new site DIR`: a complete small site for another city. Whoever gives no name is asked for it at a terminal; nobody
//! has to answer.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use jiff::ToSpan;
use jiff::civil::Date;

use super::super::run::{base_url, date, language, messages, print_findings, today, write_diagnostic};
use super::super::schema;
use super::ask::answer;
use crate::diagnostics::Diagnostics;
use crate::editing::schema::{FOLDER, Ids, modeline};
use crate::messages::{Language, Messages};
use crate::output::Artifacts;
use crate::source::{Sources, new_site};
use crate::write::write_start;

/// The name of a city that nobody named.
const NAMELESS: &str = "Musterstadt";

#[derive(Debug, Args)]
pub(in super::super) struct Arguments {
    /// Folder to fill; it must be new or empty.
    folder: PathBuf,
    /// Name of the city.
    #[arg(long, value_name = "NAME", value_parser = name)]
    stadt: Option<String>,
    /// Official municipality key: 8 digits in Germany, 5 in Austria, 4 in Switzerland.
    #[arg(long, value_name = "AGS", value_parser = key)]
    schluessel: Option<String>,
    /// Address under which the site will stand.
    #[arg(long, value_name = "URL", value_parser = base_url)]
    adresse: Option<String>,
    /// The day from which the dates of the examples count; today without it.
    #[arg(long, value_name = "DATE", value_parser = date)]
    stichtag: Option<Date>,
    /// Language of what is said here; the site itself is German.
    #[arg(long, value_name = "LANG", value_parser = language)]
    lang: Option<Language>,
}

/// A name goes into quoted texts and into Markdown, so it must not mean anything there.
fn name(text: &str) -> Result<String, String> {
    let name = text.trim();
    let fits = |c: char| c.is_alphanumeric() || " .,'’()/&–-".contains(c);
    let is_name = (1..=80).contains(&name.chars().count()) && name.chars().all(fits);
    if is_name {
        Ok(name.to_owned())
    } else {
        Err("expected a name of letters, digits, blanks and .,'()/&-".to_owned())
    }
}

fn key(text: &str) -> Result<String, String> {
    let is_key = [4, 5, 8].contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_key {
        Ok(text.to_owned())
    } else {
        Err("expected 8 digits (Germany), 5 (Austria) or 4 (Switzerland)".to_owned())
    }
}

pub(in super::super) fn run(arguments: &Arguments) -> ExitCode {
    let messages = messages(arguments.lang);
    let files = City::of(arguments, &messages).files();
    match write_start(&arguments.folder, &files) {
        Ok(()) => {
            let told = messages.format(
                "neu.geschrieben",
                &[("anzahl", &files.len().to_string()), ("ordner", &arguments.folder.display().to_string())],
            );
            // A reader that went away is no error of ours.
            drop(writeln!(io::stdout(), "{told}"));
            ExitCode::SUCCESS
        }
        Err(error) => {
            let mut found = Diagnostics::default();
            found.push(write_diagnostic(error, &arguments.folder, &messages));
            print_findings(&found, &Sources::default(), &messages, Path::new(""));
            ExitCode::FAILURE
        }
    }
}

/// What differs from city to city and from day to day.
#[derive(Debug)]
struct City {
    name: String,
    key: Option<String>,
    address: Option<String>,
    today: Date,
}

impl City {
    fn of(arguments: &Arguments, messages: &Messages) -> Self {
        let (mut city, mut municipality) = (arguments.stadt.clone(), arguments.schluessel.clone());
        if city.is_none() && io::stdin().is_terminal() && io::stdout().is_terminal() {
            city = ask(messages, "neu.stadt", name);
            municipality = municipality.or_else(|| ask(messages, "neu.schluessel", key));
        }
        Self {
            name: city.unwrap_or_else(|| NAMELESS.to_owned()),
            key: municipality,
            address: arguments.adresse.clone(),
            today: arguments.stichtag.unwrap_or_else(today),
        }
    }

    /// The files of the site, and the schemas by which editors' programs explain them.
    fn files(&self) -> Artifacts {
        let own = new_site().into_iter().map(|(path, text)| {
            let text = modeline_for(&path) + &self.filled(text);
            (path, text.into_bytes())
        });
        let schemas = schema::files(&Ids::default()).into_iter();
        own.chain(schemas.map(|(name, bytes)| (format!("{FOLDER}/{name}"), bytes))).collect()
    }

    /// A text with what stands for its `«…»`; a mark that means nothing stays as it is.
    fn filled(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, tail)) = rest.split_once('«') {
            filled.push_str(before);
            match tail.split_once('»').and_then(|(mark, after)| Some((self.value(mark)?, after))) {
                Some((value, after)) => {
                    filled.push_str(&value);
                    rest = after;
                }
                None => {
                    filled.push('«');
                    rest = tail;
                }
            }
        }
        filled + rest
    }

    fn value(&self, mark: &str) -> Option<String> {
        match mark {
            "stadt" => Some(self.name.clone()),
            "schluessel" => Some(self.key.as_ref().map_or_else(
                || "# ags: \"00000000\"              # amtlicher Gemeindeschlüssel".to_owned(),
                |key| format!("ags: \"{key}\""),
            )),
            "adresse" => Some(self.address.as_ref().map_or_else(
                || "# adresse: https://digital.stadt.example    # wo die Website stehen wird".to_owned(),
                |address| format!("adresse: {address}"),
            )),
            "heute" => Some(self.today.to_string()),
            months => {
                let months: i32 = months.strip_prefix('+')?.parse().ok()?;
                self.today.checked_add(months.months()).ok().map(|day| day.to_string())
            }
        }
    }
}

/// The line that names the schema of a YAML file of content; nothing for other files.
fn modeline_for(path: &str) -> String {
    let name = path.strip_prefix("content/").and_then(|name| name.strip_suffix(".yaml"));
    name.map(|name| modeline(name, 1)).unwrap_or_default()
}

/// Asks until the answer fits or is empty. The key has a question, and what to say to an answer that does not fit.
fn ask<T>(messages: &Messages, key: &str, fits: fn(&str) -> Result<T, String>) -> Option<T> {
    loop {
        match fits(&answer(messages.get(&format!("{key}.frage")))?) {
            Ok(value) => return Some(value),
            Err(_) => drop(writeln!(io::stdout(), "{}", messages.get(&format!("{key}.anders")))),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn city(name: &str) -> City {
        City { name: name.to_owned(), key: None, address: None, today: date(2027, 8, 31) }
    }

    #[test]
    fn marks_are_filled_once() {
        let city = city("«heute»");
        assert_eq!(city.filled("a «stadt» «heute» «+6» «was» «"), "a «heute» 2027-08-31 2028-02-29 «was» «");
    }

    #[test]
    fn no_mark_is_left() {
        for (path, bytes) in city("Bad Beispiel (Land)").files() {
            let text = String::from_utf8(bytes).unwrap();
            assert!(!text.contains(['«', '»']), "{path}");
        }
    }

    #[test]
    fn names_mean_nothing_in_markdown_and_quotes() {
        for good in ["Köln", "Halle (Saale)", "Rottach-Egern", "L’Aquila", "Biel/Bienne"] {
            assert_eq!(name(good).as_deref(), Ok(good));
        }
        for bad in ["", " ", "a\"b", "a\\b", "a\nb", "<b>", "*a*", "[a](b)", "«heute»", "a: {b}", "#"] {
            assert!(name(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn keys_have_the_length_of_their_country() {
        assert!(["15002000", "40101", "0261"].iter().all(|text| key(text).is_ok()));
        assert!(["", "1500200", "150020001", "1500200a", "１５００２０００"].iter().all(|text| key(text).is_err()));
    }
}
