//! `spatz import projekte LISTE`: a list of projects into content files.
//!
//! What would be written goes the whole way to a model before anything is written: a list can never leave a content
//! behind that does not build. The report is the same with and without `--dry-run`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde_json::{Value as Json, json};

use super::run::{FormatArgument, Reporting, date, folder, language, report, today};
use crate::content::View;
use crate::content::names::{Kind, Lookup};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::import::{self, List, Mapping, Order, Outcome, Plan, RowReport, Skipped, Target};
use crate::messages::{Language, Messages, refusal_argument};
use crate::pipeline::{self, Reading, Settings};
use crate::source::{Cell, FileError, Sources, limits, read_file};
use crate::view::format::Print;
use crate::write::{FilesError, FilesReason, write_files, write_new};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// A list of projects: XLSX, ODS, CSV or TSV.
    Projekte(Projects),
}

#[derive(Debug, Args)]
struct Projects {
    /// The list.
    list: PathBuf,
    /// Folder with the content.
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
    /// Show what would be done, and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// The day that the list is from, and that of the events written; today without it.
    #[arg(long, value_name = "DATE", value_parser = date)]
    stand: Option<Date>,
    /// The sheet to read; the first that has headings without it.
    #[arg(long, value_name = "NAME")]
    blatt: Option<String>,
    /// A file that says which column goes where.
    #[arg(long, value_name = "FILE")]
    zuordnung: Option<PathBuf>,
    /// Write such a file to start from, and import nothing.
    #[arg(long, value_name = "FILE")]
    zuordnung_schreiben: Option<PathBuf>,
    /// The source document (its id in quellen.yaml) that the list is.
    #[arg(long, value_name = "ID")]
    quelle: Option<String>,
    #[command(flatten)]
    reporting: Reporting,
    /// Language of the report; the content's own without it.
    #[arg(long, value_name = "LANG", value_parser = language)]
    lang: Option<Language>,
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let What::Projekte(projects) = &arguments.what;
    Run::new(projects).run()
}

/// One import, from reading to the report.
struct Run<'a> {
    projects: &'a Projects,
    stand: Date,
    today: Date,
    sources: Sources,
    messages: Messages,
    found: Diagnostics,
}

/// What came out, besides findings.
enum End {
    /// Nothing, for a reason that findings tell; a key of the catalogue says what that means.
    Nothing(&'static str),
    /// A mapping was written.
    Mapping(PathBuf),
    /// An import, and how many files were or would be written.
    Import(Plan, usize),
}

impl<'a> Run<'a> {
    fn new(projects: &'a Projects) -> Self {
        let today = today();
        Self {
            projects,
            stand: projects.stand.unwrap_or(today),
            today,
            sources: Sources::default(),
            messages: Messages::load(projects.lang.unwrap_or_default()),
            found: Diagnostics::default(),
        }
    }

    fn run(mut self) -> ExitCode {
        let (mapping_sources, mapping) = self.mapping();
        if self.found.has_errors() {
            self.sources = mapping_sources;
            return self.end(&End::Nothing("import.nichts-geschrieben"), "");
        }
        let end = self.import(&mapping);
        self.end(&end, &folder(&self.projects.content))
    }

    /// The written mapping, and the file as a source that findings point into.
    fn mapping(&mut self) -> (Sources, Mapping) {
        let Some(path) = &self.projects.zuordnung else { return Default::default() };
        let Some(bytes) = self.read(path, limits::MAPPING_BYTES) else { return Default::default() };
        let (sources, problems) = Sources::from_files([(path.display().to_string(), bytes)]);
        self.found.extend(problems.into_iter().map(Diagnostic::from));
        let mapping = Mapping::read(&sources, &mut self.found);
        (sources, mapping)
    }

    fn read(&mut self, path: &Path, limit: u64) -> Option<Vec<u8>> {
        let error = match read_file(path, limit) {
            Ok(bytes) => return Some(bytes),
            Err(error) => error,
        };
        let shown = path.display().to_string();
        let finding = |text: String| Diagnostic::in_list("E0701", Cell::list(&shown)).with("meldung", text);
        self.found.push(match error {
            FileError::Missing => finding("@import.fehlt".to_owned()),
            FileError::NotAFile => finding("@import.keine-datei".to_owned()),
            FileError::Unreadable(kind, text) => finding(refusal_argument(kind, text)),
            FileError::TooLarge(_) => import::unreadable(&shown, &import::ListError::TooLarge(import::Excess::File)),
        });
        None
    }

    fn list(&mut self) -> Option<List> {
        let path = &self.projects.list;
        let bytes = self.read(path, limits::LIST_BYTES)?;
        List::read(&bytes)
            .map_err(|error| self.found.push(import::unreadable(&path.display().to_string(), &error)))
            .ok()
    }

    fn import(&mut self, mapping: &Mapping) -> End {
        let nothing = End::Nothing("import.nichts-geschrieben");
        if self.stand > self.today {
            self.found.push(Diagnostic::general("E0719").with("stand", self.stand));
            return nothing;
        }
        let Some(list) = self.list() else { return nothing };
        let (sources, problems) = Sources::read(&self.projects.content);
        let reading = pipeline::read(&sources, problems, &self.settings());
        self.sources = sources;
        let Reading { known, found, messages, .. } = reading;
        self.messages = messages;
        let Some(known) = known.filter(|_| !found.has_errors()) else {
            self.found.extend(found.sorted().into_iter().cloned());
            return End::Nothing("import.inhalt-fehlerhaft");
        };
        if let Some(id) = &self.projects.quelle
            && !matches!(known.model.names.lookup(Kind::Document, id), Lookup::Found(_))
        {
            let finding = Diagnostic::general("E0722").with("id", id);
            self.found.push(finding.did_you_mean(id, known.model.names.ids(Kind::Document)));
            return nothing;
        }
        let path = self.projects.list.display().to_string();
        let order = Order {
            path: &path,
            list: &list,
            sheet: self.projects.blatt.as_deref(),
            mapping,
            stand: self.stand,
            document: self.projects.quelle.as_deref(),
            sources: &self.sources,
            model: &known.model,
        };
        match &self.projects.zuordnung_schreiben {
            Some(target) => match self.template(order, target) {
                Ok(()) => End::Mapping(target.clone()),
                Err(finding) => {
                    self.found.push(*finding);
                    nothing
                }
            },
            None => {
                let plan = import::plan(order);
                self.write(plan)
            }
        }
    }

    /// Content is read with all that is hidden: a list must not make a second project of a hidden one.
    fn settings(&self) -> Settings {
        Settings {
            as_of: Some(self.stand),
            view: View::Internal,
            language: self.projects.lang,
            ..Settings::on(self.today)
        }
    }

    fn template(&self, order: Order<'_>, target: &Path) -> Result<(), Box<Diagnostic>> {
        let example = "{\"FB 37\": \"37\"}";
        let introduction = self.messages.format("import.zuordnung-kopf", &[("beispiel", example)]);
        let text = import::template(order, &introduction)?;
        let shown = target.display().to_string();
        write_new(target, &text).map_err(|reason| {
            let text = match reason {
                FilesReason::Changed => self.messages.get("import.gibt-es").to_owned(),
                FilesReason::Io(error) => self.messages.refusal(&error),
            };
            Box::new(not_written(&format!("{shown}: {text}"), &[]))
        })
    }

    /// Writes what the plan says, if the content then still has a meaning.
    fn write(&mut self, mut plan: Plan) -> End {
        self.found.extend(plan.found.sorted().into_iter().cloned());
        let count = plan.files.len();
        if count == 0 {
            return End::Import(plan, 0);
        }
        let (sources, problems) = self.sources.with(&plan.files);
        let Reading { found, .. } = pipeline::read(&sources, problems, &self.settings());
        if found.has_errors() {
            self.sources = sources;
            self.found.extend(found.sorted().into_iter().cloned());
            return End::Nothing("import.ergebnis-fehlerhaft");
        }
        if !self.projects.dry_run
            && let Err(error) = write_files(&self.projects.content, &plan.files)
        {
            let written = error.written.len();
            self.found.push(self.failed(&error));
            plan.files.truncate(written);
            return End::Import(plan, written);
        }
        End::Import(plan, count)
    }

    fn failed(&self, error: &FilesError) -> Diagnostic {
        let text = match &error.reason {
            FilesReason::Changed => self.messages.get("import.geaendert").to_owned(),
            FilesReason::Io(error) => self.messages.refusal(error),
        };
        not_written(&format!("{}: {text}", error.path.display()), &error.written)
    }

    /// Prints the report; exit code 1 if anything is wrong or in conflict.
    fn end(&self, end: &End, folder: &str) -> ExitCode {
        let report = report(&self.found, &self.sources, &self.messages, folder);
        let format = self.projects.reporting.format;
        let mut stdout = io::stdout().lock();
        let told = match (format, end) {
            (FormatArgument::Json, _) => {
                let mut json = self.json(end);
                json["befunde"] = json!(report.findings());
                writeln!(stdout, "{json:#}")
            }
            (format, _) if format.is_for_machines() => report.write(format.into(), &mut stdout),
            (format, end) => report
                .write(format.into(), &mut io::stderr().lock())
                .and_then(|()| self.lines(end).iter().try_for_each(|line| writeln!(stdout, "{line}"))),
        };
        // A reader that went away (`| head`) is no error of ours.
        drop(told);
        if self.found.has_errors() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }

    fn lines(&self, end: &End) -> Vec<String> {
        let messages = &self.messages;
        match end {
            End::Nothing(key) => vec![messages.get(key).to_owned()],
            End::Mapping(path) => {
                vec![messages.format("import.zuordnung", &[("datei", &path.display().to_string())])]
            }
            End::Import(plan, files) => {
                let rows = plan.rows.iter().map(|row| self.row(row));
                let head = [self.list_line(plan)].into_iter().chain(self.columns(plan));
                head.chain(rows).chain([self.summary(plan, *files)]).collect()
            }
        }
    }

    fn list_line(&self, plan: &Plan) -> String {
        let file = self.projects.list.display().to_string();
        let stand = Print::new(&self.messages).day(self.stand);
        let key = if plan.sheet.is_some() { "import.liste-blatt" } else { "import.liste" };
        let sheet = plan.sheet.as_deref().unwrap_or_default();
        self.messages.format(key, &[("datei", &file), ("blatt", sheet), ("stand", &stand)])
    }

    /// What is read, and what is left out knowingly.
    fn columns(&self, plan: &Plan) -> Vec<String> {
        let names = |wanted: fn(&Target) -> bool| {
            let columns = plan.columns.iter().filter(move |column| wanted(&column.target));
            columns.map(|column| match &column.target {
                Target::Field(field) => format!("{} → {}", column.heading, field.word()),
                Target::Own(key) => format!("{} → {key}", column.heading),
                Target::Ignored | Target::LeftOut | Target::Unknown => column.heading.clone(),
            })
        };
        let read: Vec<_> = names(|target| matches!(target, Target::Field(_) | Target::Own(_))).collect();
        let left_out: Vec<_> = names(|target| matches!(target, Target::Ignored | Target::LeftOut)).collect();
        [("import.spalten", read), ("import.weggelassen", left_out)]
            .into_iter()
            .filter(|(_, names)| !names.is_empty())
            .map(|(key, names)| self.messages.format(key, &[("liste", &names.join(", "))]))
            .collect()
    }

    fn row(&self, row: &RowReport) -> String {
        let messages = &self.messages;
        let file = row.file.as_deref().unwrap_or_default();
        let mut what = match &row.outcome {
            Outcome::New => vec![messages.format("import.neu", &[("datei", file)])],
            Outcome::Appended(events) => {
                let line = |event: &String| messages.format("import.ereignis", &[("datei", file), ("ereignis", event)]);
                events.iter().map(line).collect()
            }
            Outcome::Unchanged => vec![messages.format("import.unveraendert", &[("datei", file)])],
            Outcome::Conflict => vec![messages.get("import.konflikt").to_owned()],
            Outcome::Bad => vec![messages.get("import.fehlerhaft").to_owned()],
            Outcome::Skipped(skipped) => vec![messages.get(skipped_key(*skipped)).to_owned()],
        };
        if row.conflicts > 0 {
            what.push(messages.count("import.widerspruch", row.conflicts));
        }
        let number = row.row.to_string();
        messages.format("import.zeile", &[("zeile", &number), ("titel", &row.title), ("was", &what.join("; "))])
    }

    fn summary(&self, plan: &Plan, files: usize) -> String {
        let counts = Counts::of(plan);
        let counts = counts.0.iter().map(|(name, count)| (*name, count.to_string())).collect::<Vec<_>>();
        let borrowed: Vec<_> = counts.iter().map(|(name, count)| (*name, count.as_str())).collect();
        let counts = self.messages.format("import.summe", &borrowed);
        let done = match (files, self.projects.dry_run) {
            (0, _) => self.messages.get("import.nichts-geschrieben").to_owned(),
            (files, true) => self.messages.count("import.probe", files),
            (files, false) => self.messages.count("import.geschrieben", files),
        };
        format!("{counts}: {done}")
    }

    fn json(&self, end: &End) -> Json {
        let mut json = json!({
            "liste": self.projects.list.display().to_string(),
            "stand": self.stand.to_string(),
            "probelauf": self.projects.dry_run,
        });
        if let End::Import(plan, files) = end {
            json["blatt"] = json!(plan.sheet);
            json["spalten"] = plan.columns.iter().map(column_json).collect();
            json["zeilen"] = plan.rows.iter().map(row_json).collect();
            json["summe"] = Counts::of(plan).0.iter().map(|(name, count)| ((*name).to_owned(), json!(count))).collect();
            json["dateien"] = plan.files.iter().map(|file| file.path.as_str()).take(*files).collect();
        }
        json
    }
}

fn not_written(text: &str, written: &[String]) -> Diagnostic {
    let list = if written.is_empty() { "–".to_owned() } else { written.join(", ") };
    Diagnostic::general("E0723").with("meldung", text).with("liste", list)
}

/// How many rows came to what.
struct Counts([(&'static str, usize); 6]);

impl Counts {
    fn of(plan: &Plan) -> Self {
        let count = |is: fn(&RowReport) -> bool| plan.rows.iter().filter(|row| is(row)).count();
        Self([
            ("neu", count(|row| row.outcome == Outcome::New)),
            ("ergaenzt", count(|row| matches!(row.outcome, Outcome::Appended(_)))),
            ("unveraendert", count(|row| row.outcome == Outcome::Unchanged)),
            ("konflikt", count(|row| row.conflicts > 0)),
            ("fehlerhaft", count(|row| row.outcome == Outcome::Bad)),
            ("uebersprungen", count(|row| matches!(row.outcome, Outcome::Skipped(_)))),
        ])
    }
}

fn skipped_key(skipped: Skipped) -> &'static str {
    match skipped {
        Skipped::Group => "import.uebersprungen.gruppe",
        Skipped::Sum => "import.uebersprungen.summe",
        Skipped::Nothing => "import.uebersprungen.nichts",
        Skipped::Heading => "import.uebersprungen.kopf",
    }
}

fn column_json(column: &import::Column) -> Json {
    let target = match &column.target {
        Target::Field(field) => Some(field.word()),
        Target::Own(key) => Some(key.as_str()),
        Target::Ignored | Target::LeftOut | Target::Unknown => None,
    };
    json!({"spalte": column.number, "ueberschrift": column.heading, "feld": target})
}

fn row_json(row: &RowReport) -> Json {
    let (what, events): (_, &[String]) = match &row.outcome {
        Outcome::New => ("neu", &[]),
        Outcome::Appended(events) => ("ergaenzt", events),
        Outcome::Unchanged => ("unveraendert", &[]),
        Outcome::Conflict => ("konflikt", &[]),
        Outcome::Bad => ("fehlerhaft", &[]),
        Outcome::Skipped(_) => ("uebersprungen", &[]),
    };
    json!({
        "zeile": row.row, "titel": row.title, "was": what, "datei": row.file, "ereignisse": events,
        "widersprueche": row.conflicts,
    })
}
