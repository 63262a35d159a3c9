//! What differs between two states of the content, for programs. Shares are exact; what is not there is `null`.

use serde::Serialize;

use super::scalar::{Day, Share, Word, Words, Written};
use crate::analysis::council::Answer;
use crate::analysis::difference::{
    CommitmentChange, Difference, FigureChange, LevelChange, MilestoneChange, Pair, PlanEvent, ProjectChange,
    QuestionChange, State, Turn, Why,
};
use crate::analysis::maturity::Overall;
use crate::analysis::status::Status;
use crate::analysis::task::{TaskProgress, TaskState};
use crate::content::ReadRecord;
use crate::content::council::AnswerState;
use crate::content::maturity_model::Criterion;
use crate::content::names::Ref;
use crate::content::scalar::Amount;

/// What differs between two states.
#[derive(Debug, Serialize)]
pub struct Synopsis<'a> {
    von: Side<'a>,
    bis: Side<'a>,
    modell_geaendert: bool,
    gesamt: Option<Values<Whole>>,
    stufen: Vec<Level<'a>>,
    projekte: Vec<Project<'a>>,
    meilensteine: Vec<Milestone<'a>>,
    fragen: Vec<Question<'a>>,
    zusagen: Vec<Commitment<'a>>,
    kennzahlen: Vec<Figure<'a>>,
}

/// A state: its day, and the version of the content where it is from git.
#[derive(Debug, Serialize)]
struct Side<'a> {
    stichtag: Day,
    fassung: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Values<T> {
    vorher: T,
    nachher: T,
}

#[derive(Debug, Serialize)]
struct Whole {
    minimum: Option<u32>,
    maximum: Option<u32>,
    erfuellungsgrad: Option<Share>,
}

/// What a record is called; its id in the second state where it is there.
#[derive(Debug, Serialize)]
struct Named<'a> {
    id: &'a str,
    titel: &'a str,
}

#[derive(Debug, Serialize)]
struct Level<'a> {
    #[serde(flatten)]
    dimension: Named<'a>,
    vorher: Option<u32>,
    nachher: Option<u32>,
    gruende: Vec<Reason<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "art", rename_all = "lowercase")]
enum Reason<'a> {
    Modell { kriterium: Option<&'a str> },
    Ausnahme { kriterium: &'a str, beginnt: bool },
    Massnahme { id: &'a str, vorher: Share, nachher: Share },
    Bestaetigung { id: &'a str, abgelaufen: bool },
}

#[derive(Debug, Serialize)]
#[serde(tag = "art", rename_all = "lowercase")]
enum Event<'a> {
    Neu,
    Entfallen,
    Stand {
        vorher: Word<Status>,
        nachher: Word<Status>,
        grund: Option<&'a str>,
    },
    Ende {
        vorher: Option<Written>,
        nachher: Option<Written>,
        monate: Option<i32>,
        tage: Option<i32>,
        genau: Option<bool>,
        grund: Option<&'a str>,
    },
}

#[derive(Debug, Serialize)]
struct Project<'a> {
    #[serde(flatten)]
    projekt: Named<'a>,
    aenderungen: Vec<Event<'a>>,
}

#[derive(Debug, Serialize)]
struct Milestone<'a> {
    projekt: &'a str,
    #[serde(flatten)]
    meilenstein: Named<'a>,
    aenderungen: Vec<Event<'a>>,
}

#[derive(Debug, Serialize)]
struct Question<'a> {
    vorlage: &'a str,
    nummer: u32,
    vorher: Option<Reply>,
    nachher: Option<Reply>,
}

#[derive(Debug, Serialize)]
struct Reply {
    stand: Word<AnswerState>,
    am: Option<Written>,
}

#[derive(Debug, Serialize)]
struct Commitment<'a> {
    #[serde(flatten)]
    zusage: Named<'a>,
    aenderungen: Vec<Word<Turn>>,
    vorher: Option<Promise>,
    nachher: Option<Promise>,
}

#[derive(Debug, Serialize)]
struct Promise {
    stand: Word<TaskState>,
    frist: Option<Written>,
    ueberfaellig: bool,
    erledigt_am: Option<Written>,
}

#[derive(Debug, Serialize)]
struct Figure<'a> {
    #[serde(flatten)]
    kennzahl: Named<'a>,
    vorher: Vec<Reading>,
    nachher: Vec<Reading>,
}

#[derive(Debug, Serialize)]
struct Reading {
    wert: String,
    form: &'static str,
    rund: bool,
    am: Option<Written>,
}

impl Words for TaskState {
    fn words() -> Vec<&'static str> {
        Self::ALL.iter().map(|state| state.word()).collect()
    }

    fn word_of(self) -> &'static str {
        self.word()
    }
}

impl Words for Turn {
    fn words() -> Vec<&'static str> {
        Self::ALL.iter().map(|turn| turn.word()).collect()
    }

    fn word_of(self) -> &'static str {
        self.word()
    }
}

impl<'a> Synopsis<'a> {
    /// What differs between two states; `versions` are what the content of each is called in git.
    pub fn new(
        before: State<'a>,
        after: State<'a>,
        versions: [Option<&'a str>; 2],
        difference: &'a Difference,
    ) -> Self {
        let [von, bis] = [(before, versions[0]), (after, versions[1])]
            .map(|(state, fassung)| Side { stichtag: Day(state.day.as_of), fassung });
        let both = Both { before, after };
        let overall = difference.overall.as_ref();
        Self {
            von,
            bis,
            modell_geaendert: difference.remodelled,
            gesamt: overall.map(|(before, after)| Values { vorher: whole(before), nachher: whole(after) }),
            stufen: difference.levels.iter().map(|one| both.level(one)).collect(),
            projekte: difference.projects.iter().map(|one| both.project(one)).collect(),
            meilensteine: difference.milestones.iter().map(|one| both.milestone(one)).collect(),
            fragen: difference.questions.iter().map(|one| both.question(one)).collect(),
            zusagen: difference.commitments.iter().map(|one| both.commitment(one)).collect(),
            kennzahlen: difference.figures.iter().map(|one| both.figure(one)).collect(),
        }
    }
}

fn whole(overall: &Overall) -> Whole {
    let Overall { minimum, maximum, .. } = *overall;
    Whole { minimum, maximum, erfuellungsgrad: Share::optional(overall.fulfilment.as_ref()) }
}

/// Where the names are from.
struct Both<'a> {
    before: State<'a>,
    after: State<'a>,
}

impl<'a> Both<'a> {
    fn named<T: ReadRecord + 'a>(&self, pair: Pair<T>) -> Named<'a> {
        let head = |state: State<'a>, one: Ref<T>| {
            let head = T::table(state.model)[one].head();
            Named { id: &head.id, titel: &head.title }
        };
        let there = pair.after.map(|one| head(self.after, one));
        there.or_else(|| pair.before.map(|one| head(self.before, one))).unwrap_or(Named { id: "", titel: "" })
    }

    fn criterion(&self, pair: Pair<Criterion>) -> &'a str {
        let id = |state: State<'a>, one: Ref<Criterion>| state.model.maturity.criteria[one].id.as_str();
        let there = pair.after.map(|one| id(self.after, one));
        there.or_else(|| pair.before.map(|one| id(self.before, one))).unwrap_or_default()
    }

    fn level(&self, change: &LevelChange) -> Level<'a> {
        let named = |state: State<'a>, one| {
            let dimension = &state.model.maturity.dimensions[one];
            Named { id: &dimension.id, titel: &dimension.title }
        };
        let there = change.dimension.after.map(|one| named(self.after, one));
        let dimension = there.or_else(|| change.dimension.before.map(|one| named(self.before, one)));
        Level {
            dimension: dimension.unwrap_or(Named { id: "", titel: "" }),
            vorher: change.before,
            nachher: change.after,
            gruende: change.why.iter().map(|why| self.reason(why)).collect(),
        }
    }

    fn reason(&self, why: &Why) -> Reason<'a> {
        match why {
            Why::Model { criterion } => Reason::Modell { kriterium: criterion.map(|one| self.criterion(one)) },
            Why::Exemption { criterion, begins } => {
                Reason::Ausnahme { kriterium: self.criterion(*criterion), beginnt: *begins }
            }
            Why::Measure { measure, before, after } => Reason::Massnahme {
                id: self.named(*measure).id,
                vorher: Share(before.clone()),
                nachher: Share(after.clone()),
            },
            Why::Expiry { measure, expired } => {
                Reason::Bestaetigung { id: self.named(*measure).id, abgelaufen: *expired }
            }
        }
    }

    fn project(&self, change: &'a ProjectChange) -> Project<'a> {
        Project { projekt: self.named(change.project), aenderungen: change.events.iter().map(event).collect() }
    }

    fn milestone(&self, change: &'a MilestoneChange) -> Milestone<'a> {
        let named = |state: State<'a>, project, index: Option<usize>| {
            let head = &state.model.projects[project?].milestones.get(index?)?.head;
            Some(Named { id: &head.id, titel: &head.title })
        };
        let there = named(self.after, change.project.after, change.after);
        let meilenstein = there.or_else(|| named(self.before, change.project.before, change.before));
        Milestone {
            projekt: self.named(change.project).id,
            meilenstein: meilenstein.unwrap_or(Named { id: "", titel: "" }),
            aenderungen: change.events.iter().map(event).collect(),
        }
    }

    fn question(&self, change: &QuestionChange) -> Question<'a> {
        let reply = |answer: Answer| Reply { stand: Word(answer.state), am: answer.answered.map(Written) };
        Question {
            vorlage: self.named(change.paper).id,
            nummer: change.number,
            vorher: change.before.map(reply),
            nachher: change.after.map(reply),
        }
    }

    fn commitment(&self, change: &CommitmentChange) -> Commitment<'a> {
        let promise = |progress: &TaskProgress| Promise {
            stand: Word(progress.state),
            frist: progress.due.map(Written),
            ueberfaellig: progress.overdue,
            erledigt_am: progress.finished.map(Written),
        };
        Commitment {
            zusage: self.named(change.commitment),
            aenderungen: change.turns().into_iter().map(Word).collect(),
            vorher: change.before.as_ref().map(promise),
            nachher: change.after.as_ref().map(promise),
        }
    }

    fn figure(&self, change: &FigureChange) -> Figure<'a> {
        let readings = |state: State<'a>, figure, indexes: &[usize]| -> Vec<Reading> {
            let Some(figure) = figure else { return Vec::new() };
            let all = &state.model.figures[figure].readings;
            let reading = |index: &usize| {
                let reading = all.get(*index)?;
                let (form, wert) = exact(&reading.value);
                Some(Reading { wert, form, rund: reading.rounded, am: reading.date.map(Written) })
            };
            indexes.iter().filter_map(reading).collect()
        };
        Figure {
            kennzahl: self.named(change.figure),
            vorher: readings(self.before, change.figure.before, &change.before),
            nachher: readings(self.after, change.figure.after, &change.after),
        }
    }
}

/// What sort of value, and the value in lowest terms.
fn exact(amount: &Amount) -> (&'static str, String) {
    match amount {
        Amount::Number(number) => ("zahl", number.to_string()),
        Amount::Money(money) => ("euro", money.euros().to_string()),
        Amount::Percent(share) => ("anteil", share.to_string()),
    }
}

fn event(event: &PlanEvent) -> Event<'_> {
    match event {
        PlanEvent::New => Event::Neu,
        PlanEvent::Gone => Event::Entfallen,
        PlanEvent::Status { before, after, reason } => {
            Event::Stand { vorher: Word(*before), nachher: Word(*after), grund: reason.as_deref() }
        }
        PlanEvent::End { before, after, shift, reason } => Event::Ende {
            vorher: before.map(Written),
            nachher: after.map(Written),
            monate: shift.map(|shift| shift.months),
            tage: shift.map(|shift| shift.days),
            genau: shift.map(|shift| shift.exact),
            grund: reason.as_deref(),
        },
    }
}
