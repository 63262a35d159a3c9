//! Published reports: what each said, beside what is known of the same day now.

use super::compose::Compose;
use super::council::{answer_badge, commitment_badge};
use super::synopsis::{Both, in_one_cell, reasons};
use super::{Badge, Block, Body, Cell};
use crate::analysis::Progress;
use crate::analysis::council::Answer;
use crate::analysis::difference::{CommitmentChange, FigureChange, LevelPair, Pair, QuestionChange, SideBySide, State};
use crate::analysis::maturity::Overall;
use crate::analysis::publication::{About, Gap, Late, Published, Told, is_known_otherwise};
use crate::analysis::task::TaskProgress;
use crate::content::entries::{Entry, Tells};
use crate::content::names::Ref;
use crate::content::project::Project;
use crate::content::publication::Publication;

/// Folder of the pages.
pub const REPORTS: &str = "berichte";

/// What a report is called.
pub fn title(c: &Compose<'_>, publication: &Publication) -> String {
    let unnamed = || c.f("berichte.ohne-titel", &[("tag", &c.print.day(publication.as_of.last()))]);
    publication.title.clone().unwrap_or_else(unnamed)
}

/// Address of the page of a report, from the site's root.
pub fn report_address(publication: &Publication) -> String {
    format!("{REPORTS}/{}.html", publication.id)
}

/// A report with its page.
pub fn link(c: &Compose<'_>, publication: &Publication) -> Cell {
    Cell { href: Some(c.href(&report_address(publication))), ..Cell::text(title(c, publication)) }
}

/// Whether a report still holds, was corrected, or cannot be read.
pub fn badge(c: &Compose<'_>, published: &Published) -> Badge {
    let (word, tone) = match &published.told {
        Err(Gap::NotNamed) => ("nicht-verglichen", "unbekannt"),
        Err(_) => ("nicht-lesbar", "unbekannt"),
        Ok(told) if told.is_corrected() => ("berichtigt", "entwurf"),
        Ok(told) if told.difference.remodelled => ("anderes-modell", "neutral"),
        Ok(_) => ("stimmt", "erfuellt"),
    };
    Badge { text: c.t(&format!("berichte.marke.{word}")), tone }
}

/// The way to the reports in which something that `concerns` tells was published and is known otherwise now; none where
/// there are none.
pub fn notice(c: &Compose<'_>, concerns: impl Fn(&Publication, &Told) -> bool) -> Option<Block> {
    let corrected = c.input.published.iter().filter_map(|published| {
        let (publication, told) = (published.publication(c.model())?, published.corrected()?);
        let note = both(c, told).counts().join(", ");
        concerns(publication, told).then(|| Cell {
            badge: Some(badge(c, published)),
            note: Some(note),
            ..link(c, publication)
        })
    });
    let block = c.list("berichtigt", corrected.collect())?;
    Some(Block { intro: Some(c.t("berichte.hinweis")), ..block })
}

/// What was corrected, in counts: "1 Stufe berichtigt".
pub fn counts(c: &Compose<'_>, told: &Told) -> Vec<String> {
    both(c, told).counts()
}

/// What a report said, what is known now, and what differs.
pub fn blocks(c: &Compose<'_>, publication: &Publication, told: &Told) -> Vec<Block> {
    let report = both(c, told);
    let all = SideBySide::new(report.both.before, report.both.after);
    let milestones = report.both.milestones(&told.difference);
    let milestones = (!milestones.rows.is_empty()).then(|| milestones.block(c));
    let parts = [
        Some(report.notice(publication)),
        report.late(),
        report.table("bericht-stufen", "dimension", all.levels.iter().map(|one| report.level(one)).collect()),
        Some(report.overall()),
        report.table("bericht-projekte", "projekt", report.projects(&all.projects)),
        milestones,
        report.table("bericht-kennzahlen", "kennzahl", report.figures(&all.figures)),
        report.table("bericht-fragen", "frage", report.questions(&all.questions)),
        report.table("bericht-zusagen", "zusage", report.commitments(&all.commitments)),
    ];
    parts.into_iter().flatten().collect()
}

fn both<'a>(c: &'a Compose<'a>, told: &'a Told) -> Report<'a> {
    Report { both: Both { c, before: told.before(), after: told.after(c.model()) }, told }
}

/// What was published beside what is known.
struct Report<'a> {
    both: Both<'a>,
    told: &'a Told,
}

/// What a row is about, what was published, what is known, and why it differs; none where it does not.
struct Row {
    what: Cell,
    then: Vec<Cell>,
    now: Vec<Cell>,
    why: Option<Vec<Cell>>,
}

impl Report<'_> {
    // In words

    /// That the report still holds, or what is known otherwise, the model first.
    fn notice(&self, publication: &Publication) -> Block {
        let c = self.both.c;
        let day = c.print.day(publication.as_of.last());
        let sentences: Vec<_> = self.model().into_iter().chain(self.sentences()).collect();
        if sentences.is_empty() {
            return c.block("berichtigung", Body::Empty { text: c.f("berichte.stimmt-noch", &[("tag", &day)]) });
        }
        let intro = self.told.is_corrected().then(|| c.f("berichte.anders-bekannt", &[("tag", &day)]));
        let items = sentences.into_iter().map(Cell::text).collect();
        Block { intro, ..c.block("berichtigung", Body::List { items, ordered: false }) }
    }

    /// That the maturity model is another one, or measures otherwise.
    fn model(&self) -> Vec<String> {
        let c = self.both.c;
        let version = |state: State<'_>| state.model.maturity.version.clone();
        let versions = (version(self.both.before), version(self.both.after));
        let shown = |version: Option<String>| version.unwrap_or_else(|| c.t("fehlt.strich"));
        let renamed = (versions.0 != versions.1).then(|| {
            let (before, after) = (shown(versions.0), shown(versions.1));
            c.f("berichte.modell-fassung", &[("damals", &before), ("heute", &after)])
        });
        let measures = match (self.told.difference.remodelled, &renamed) {
            (true, _) => Some(c.t("berichte.modell-anders")),
            (false, Some(_)) => Some(c.t("berichte.modell-gleich")),
            (false, None) => None,
        };
        renamed.into_iter().chain(measures).collect()
    }

    /// What differs, by sort.
    fn sorts(&self) -> Vec<(&'static str, Vec<String>)> {
        let (both, difference) = (&self.both, &self.told.difference);
        let levels = difference.levels.iter().filter(|one| is_known_otherwise(one));
        let question = |one: &QuestionChange| both.question_name(one);
        let sorts = [
            ("stufen", levels.map(|one| both.dimension(one.dimension).text).collect::<Vec<_>>()),
            ("projekte", difference.projects.iter().map(|one| both.link(one.project).text).collect()),
            ("meilensteine", difference.milestones.iter().map(|one| both.milestone(one)).collect()),
            ("kennzahlen", difference.figures.iter().map(|one| both.link(one.figure).text).collect()),
            ("fragen", difference.questions.iter().map(question).collect()),
            ("zusagen", difference.commitments.iter().map(|one| both.link(one.commitment).text).collect()),
        ];
        sorts.into_iter().filter(|(_, names)| !names.is_empty()).collect()
    }

    fn counts(&self) -> Vec<String> {
        let c = self.both.c;
        self.sorts().iter().map(|(sort, names)| c.count(&format!("synopse.berichtigt-{sort}"), names.len())).collect()
    }

    fn sentences(&self) -> Vec<String> {
        let sentences = self.sorts();
        let sentences = sentences.iter().map(|(sort, names)| self.both.sentence(&format!("berichtigt-{sort}"), names));
        let fulfilment = self.both.fulfilment_told(&self.told.difference);
        sentences.chain(fulfilment.filter(|_| !self.told.difference.remodelled)).collect()
    }

    // What was entered later

    /// Entries that the report did not know, and when they were made; none where there are none.
    fn late(&self) -> Option<Block> {
        let c = self.both.c;
        let row = |late: &Late| {
            let committed =
                late.committed.map_or_else(|| Cell::text(c.t("berichte.nicht-festgehalten")), |day| c.day(day));
            vec![self.about(late), self.told(&late.entry, late.struck), c.date(late.entry.date), committed]
        };
        let rows: Vec<_> = self.told.late.iter().map(row).collect();
        let columns = ["eintrag", "was", "gilt-ab", "eingetragen-am"];
        (!rows.is_empty()).then(|| Block {
            intro: Some(c.t("berichte.nachgetragen")),
            ..c.table_block("bericht-nachgetragen", &columns, rows)
        })
    }

    /// The record, and its milestone.
    fn about(&self, late: &Late) -> Cell {
        let both = &self.both;
        let cell = match late.about {
            About::Measure(pair) => both.link(pair),
            About::Project(pair) => both.link(pair),
            About::Paper(pair) => both.link(pair),
            About::Commitment(pair) => both.link(pair),
            About::Figure(pair) => both.link(pair),
        };
        let milestone =
            late.entry.milestone().zip(if let About::Project(pair) = late.about { Some(pair) } else { None });
        let title = milestone.and_then(|(id, pair)| {
            let title = |state: State<'_>, project: Option<Ref<Project>>| {
                let mut milestones = state.model.projects[project?].milestones.iter();
                Some(milestones.find(|one| one.head.id.value == id)?.head.title.clone())
            };
            title(both.after, pair.after).or_else(|| title(both.before, pair.before))
        });
        Cell { note: title.or(cell.note), ..cell }
    }

    /// "umgesetzt", "gestrichen: Abdeckung 8 von 20"
    fn told(&self, entry: &Entry, struck: bool) -> Cell {
        let c = self.both.c;
        let words = match entry.tells() {
            Tells::Event(word, to) => {
                let to = to.map(|to| c.print.date(to)).unwrap_or_default();
                let known = [format!("ereignis.{word}"), format!("synopse.zusage.{word}")];
                let key = known.iter().find(|key| c.input.messages.find(key).is_some());
                key.map_or_else(|| word.to_owned(), |key| c.f(key, &[("auf", &to)]))
            }
            Tells::Coverage(share) => c.f("berichte.abdeckung", &[("anteil", share)]),
            Tells::Value(value) => c.f("berichte.wert", &[("wert", value)]),
            Tells::Answer => c.t("berichte.antwort"),
            Tells::Unit(id) => {
                let unit = c.model().units.iter().find(|unit| unit.head.id.value == id);
                c.f("berichte.umgesetzt-in", &[("einheit", unit.map_or(id, |unit| unit.head.title.as_str()))])
            }
            Tells::Other => String::new(),
        };
        let words = if struck { c.f("berichte.gestrichen", &[("was", &words)]) } else { words };
        Cell { note: entry.fields.get("grund").cloned(), ..Cell::text(words) }
    }

    // As tables

    /// What was corrected stands first; none without rows.
    fn table(&self, id: &str, first: &'static str, rows: Vec<Row>) -> Option<Block> {
        let c = self.both.c;
        let (corrected, others): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.why.is_some());
        let why = corrected.iter().any(|row| row.why.as_ref().is_some_and(|why| !why.is_empty()));
        let columns: &[&str] = if why {
            &[first, "damals-veroeffentlicht", "heute-bekannt", "warum"]
        } else {
            &[first, "damals-veroeffentlicht", "heute-bekannt"]
        };
        let cells = |row: Row| {
            let badge = row.why.is_some().then(|| self.mark("berichtigt", "entwurf"));
            let what = Cell { badge: row.what.badge.clone().or(badge), ..row.what };
            let last = why.then(|| in_one_cell(&row.why.unwrap_or_default()));
            [what, in_one_cell(&row.then), in_one_cell(&row.now)].into_iter().chain(last).collect()
        };
        let rows: Vec<_> = corrected.into_iter().chain(others).map(cells).collect();
        (!rows.is_empty()).then(|| c.table_block(id, columns, rows))
    }

    fn mark(&self, word: &str, tone: &'static str) -> Badge {
        Badge { text: self.both.c.t(&format!("berichte.marke.{word}")), tone }
    }

    fn level(&self, pair: &LevelPair) -> Row {
        let both = &self.both;
        let change = self.told.difference.levels.iter().find(|one| one.dimension == pair.dimension);
        let badge = (!pair.comparable).then(|| self.mark("nicht-vergleichbar", "neutral"));
        let not_there = || Cell::text(both.c.t("berichte.nicht-im-modell"));
        let level = |state: State<'_>, there: bool, level| if there { both.level(state, level) } else { not_there() };
        Row {
            what: Cell { badge, ..both.dimension(pair.dimension) },
            then: vec![level(both.before, pair.dimension.before.is_some(), pair.before)],
            now: vec![level(both.after, pair.dimension.after.is_some(), pair.after)],
            why: change.map(|one| one.why.iter().map(|why| both.why(why)).collect()),
        }
    }

    fn overall(&self) -> Block {
        let (both, c) = (&self.both, self.both.c);
        let remodelled = self.told.difference.remodelled;
        let of = |state: State<'_>| -> Overall { state.day.maturity.overall.clone() };
        let (before, after) = (of(both.before), of(both.after));
        let [then, now] = both.shares(before.fulfilment.as_ref(), after.fulfilment.as_ref());
        let row = |key: &str, [then, now]: [String; 2]| {
            let corrected = (then != now).then(|| self.mark("berichtigt", "entwurf"));
            let badge = if remodelled { Some(self.mark("nicht-vergleichbar", "neutral")) } else { corrected };
            vec![Cell { badge, ..Cell::text(c.t(key)) }, Cell::text(then), Cell::text(now)]
        };
        let levels = [before.minimum, after.minimum].map(|level| c.level_number(level));
        let rows = vec![row("gesamt.minimum", levels), row("gesamt.erfuellungsgrad", [then, now])];
        c.table_block("bericht-gesamt", &["angabe", "damals-veroeffentlicht", "heute-bekannt"], rows)
    }

    /// Projects that were published, or that are known of that day now.
    fn projects(&self, pairs: &[Pair<Project>]) -> Vec<Row> {
        let both = &self.both;
        let row = |&pair: &Pair<Project>| {
            let change = self.told.difference.projects.iter().find(|one| one.project == pair);
            if pair.before.is_none() && change.is_none() {
                return None;
            }
            let state = |state: State<'_>, one: Option<Ref<Project>>| {
                vec![self.progress(one.and_then(|one| state.day.projects.get(one.index())))]
            };
            let why = change.map(|one| both.happenings(&one.events).into_iter().chain(reasons(&one.events)).collect());
            Some(Row {
                what: both.link(pair),
                then: state(both.before, pair.before),
                now: state(both.after, pair.after),
                why,
            })
        };
        let mut rows: Vec<_> = pairs.iter().filter_map(row).collect();
        both.c.input.order.sort_by(&mut rows, |row| &row.what.text);
        rows
    }

    /// Status, and until when.
    fn progress(&self, progress: Option<&Progress>) -> Cell {
        let c = self.both.c;
        let Some(progress) = progress else { return Cell::text(c.t("berichte.nicht-gefuehrt")) };
        Cell { badge: Some(c.status(progress.status)), note: c.end_note(progress), ..Cell::default() }
    }

    fn figures(&self, figures: &[FigureChange]) -> Vec<Row> {
        let both = &self.both;
        let row = |one: &FigureChange| {
            let change = self.told.difference.figures.iter().any(|change| change.figure == one.figure);
            let nowhere = one.before.is_empty() && one.after.is_empty();
            if nowhere || (one.figure.before.is_none() && !change) {
                return None;
            }
            Some(Row {
                what: both.link(one.figure),
                then: both.readings(both.before, one.figure.before, &one.before),
                now: both.readings(both.after, one.figure.after, &one.after),
                why: change.then(Vec::new),
            })
        };
        let mut rows: Vec<_> = figures.iter().filter_map(row).collect();
        both.c.input.order.sort_by(&mut rows, |row| &row.what.text);
        rows
    }

    fn questions(&self, questions: &[QuestionChange]) -> Vec<Row> {
        let both = &self.both;
        let cell = |answer: Option<Answer>| {
            let Some(answer) = answer else { return vec![Cell::text(both.c.t("berichte.nicht-gefuehrt"))] };
            let note = answer.answered.map(|date| both.c.f("antwort.am", &[("am", &both.c.print.date(date))]));
            vec![Cell { badge: Some(answer_badge(both.c, answer.state)), note, ..Cell::default() }]
        };
        let row = |one: &QuestionChange| {
            let change = self.told.difference.questions.contains(one);
            (one.before.is_some() || change).then(|| Row {
                what: both.question(one),
                then: cell(one.before),
                now: cell(one.after),
                why: change.then(Vec::new),
            })
        };
        questions.iter().filter_map(row).collect()
    }

    fn commitments(&self, commitments: &[CommitmentChange]) -> Vec<Row> {
        let both = &self.both;
        let cell = |progress: &Option<TaskProgress>| {
            let Some(progress) = progress else { return vec![Cell::text(both.c.t("berichte.nicht-gefuehrt"))] };
            let note = progress.due.map(|due| both.c.f("berichte.frist", &[("frist", &both.c.print.date(due))]));
            vec![Cell { badge: Some(commitment_badge(both.c, progress)), note, ..Cell::default() }]
        };
        let row = |one: &CommitmentChange| {
            let change = self.told.difference.commitments.contains(one);
            (one.before.is_some() || change).then(|| Row {
                what: both.link(one.commitment),
                then: cell(&one.before),
                now: cell(&one.after),
                why: change.then(Vec::new),
            })
        };
        commitments.iter().filter_map(row).collect()
    }
}
