//! Published reports: what each said of its day, and what is known of the same day now.

use jiff::civil::Date;

use super::council::asked;
use super::difference::{Difference, LevelChange, Pair, State, Why};
use super::snapshot::Snapshot;
use crate::content::Model;
use crate::content::commitment::Commitment;
use crate::content::common::Log;
use crate::content::council::Paper;
use crate::content::entries::Entry;
use crate::content::figure::KeyFigure;
use crate::content::measure::Measure;
use crate::content::project::Project;
use crate::content::publication::Publication;

/// A published report.
#[derive(Debug, Clone)]
pub struct Published {
    /// Its position among the reports of the site.
    pub position: usize,
    /// What it said; else why nobody knows.
    pub told: Result<Told, Gap>,
}

/// What a report said of its day, and what is known of it now.
#[derive(Debug, Clone)]
pub struct Told {
    /// The content that it was made from, as far as it may be seen now.
    pub model: Model,
    /// The day on which that content was committed.
    pub committed: Date,
    /// What stood on the report's day as was known then.
    pub then: Snapshot,
    /// What stood on the same day as is known now.
    pub now: Snapshot,
    /// What differs between the two.
    pub difference: Difference,
    /// What was entered later about the days up to the report's, or struck out, in records that differ.
    pub late: Vec<Late>,
}

/// An entry that a report did not know, or knew otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Late {
    /// What it is about.
    pub about: About,
    /// What it says.
    pub entry: Entry,
    /// Whether it was struck out, and not entered.
    pub struck: bool,
    /// The day on which that was committed; none where it is not yet, or git does not tell.
    pub committed: Option<Date>,
}

/// A record that has dated entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// A measure.
    Measure(Pair<Measure>),
    /// A project.
    Project(Pair<Project>),
    /// A paper with questions.
    Paper(Pair<Paper>),
    /// A commitment.
    Commitment(Pair<Commitment>),
    /// A key figure.
    Figure(Pair<KeyFigure>),
}

/// Why it is not known what a report said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Nobody has written which version it was made from.
    NotNamed,
    /// The content lies in no git repository.
    NoRepository,
    /// The repository belongs to another user.
    Foreign,
    /// There is no such commit or tag.
    Unknown,
    /// There is none in this clone, which lacks older commits.
    Shallow,
    /// The commit has no content folder of that name.
    NoFolder,
    /// The repository is damaged, or lacks files.
    Damaged,
    /// The content of that time breaks a rule of today.
    Invalid,
}

impl Gap {
    /// Its word in data and the catalogue.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotNamed => "nicht-angegeben",
            Self::NoRepository => "kein-git",
            Self::Foreign => "fremd",
            Self::Unknown => "unbekannt",
            Self::Shallow => "flach",
            Self::NoFolder => "ordner",
            Self::Damaged => "beschaedigt",
            Self::Invalid => "inhalt",
        }
    }
}

impl Told {
    /// Compares the content of a report with the content of now, both as of the report's day.
    pub fn new(published: Model, committed: Date, now: &Model, day: Date) -> Self {
        let (then, today) = (Snapshot::new(&published, day), Snapshot::new(now, day));
        let (before, after) = (State { model: &published, day: &then }, State { model: now, day: &today });
        let difference = told_of(day, after, Difference::between(before, after));
        Self { model: published, committed, then, now: today, difference, late: Vec::new() }
    }

    /// The records that tell why something differs, each once: measures, projects, then what the council is told.
    pub fn causes(&self) -> Vec<About> {
        let Difference { levels, projects, milestones, questions, commitments, figures, .. } = &self.difference;
        let measure = |why: &Why| match why {
            Why::Measure { measure, .. } | Why::Expiry { measure, .. } => Some(About::Measure(*measure)),
            Why::Model { .. } | Why::Exemption { .. } => None,
        };
        let all = levels.iter().flat_map(|one| one.why.iter().filter_map(measure));
        let all = all.chain(projects.iter().map(|one| About::Project(one.project)));
        let all = all.chain(milestones.iter().map(|one| About::Project(one.project)));
        let all = all.chain(questions.iter().map(|one| About::Paper(one.paper)));
        let all = all.chain(commitments.iter().map(|one| About::Commitment(one.commitment)));
        let mut causes = Vec::new();
        for one in all.chain(figures.iter().map(|one| About::Figure(one.figure))) {
            if !causes.contains(&one) {
                causes.push(one);
            }
        }
        causes
    }

    /// What stood, as was known then.
    pub fn before(&self) -> State<'_> {
        State { model: &self.model, day: &self.then }
    }

    /// What stood, as is known now; `model` is the content of now.
    pub fn after<'a>(&'a self, model: &'a Model) -> State<'a> {
        State { model, day: &self.now }
    }

    /// Whether something that was published is known otherwise now. What only the maturity model measures otherwise now was
    /// right then.
    pub fn is_corrected(&self) -> bool {
        let Difference { projects, milestones, questions, commitments, figures, .. } = &self.difference;
        let same = [milestones.is_empty(), questions.is_empty(), commitments.is_empty(), figures.is_empty()];
        self.corrects_levels() || !projects.is_empty() || same.contains(&false)
    }

    /// Whether levels or shares were published that are known otherwise now.
    pub fn corrects_levels(&self) -> bool {
        let Difference { remodelled, overall, levels, .. } = &self.difference;
        levels.iter().any(is_known_otherwise) || (overall.is_some() && !remodelled)
    }
}

/// Whether a level differs for another reason than the model.
pub fn is_known_otherwise(change: &LevelChange) -> bool {
    change.why.iter().any(|why| !matches!(why, Why::Model { .. }))
}

/// Without what the content has got since, and which says nothing of the day: that corrects no report.
fn told_of(day: Date, after: State<'_>, difference: Difference) -> Difference {
    let Difference { mut projects, mut milestones, mut questions, mut commitments, mut figures, .. } = difference;
    let model = after.model;
    projects.retain(|one| {
        one.project.before.is_some() || one.project.after.is_some_and(|one| stood(&model.projects[one], day))
    });
    milestones.retain(|one| {
        let new = one.after.filter(|_| one.before.is_none()).zip(one.project.after);
        let new = new.and_then(|(position, project)| model.projects[project].milestones.get(position));
        new.is_none_or(|milestone| happened(&milestone.log, day))
    });
    questions.retain(|one| {
        let new = one.paper.after.filter(|_| one.before.is_none()).map(|paper| &model.papers[paper]);
        let dated = |paper: &Paper| {
            paper.numbered().any(|(number, question)| number == one.number && asked(paper, question).is_some())
        };
        new.is_none_or(dated)
    });
    commitments.retain(|one| {
        let new = one.commitment.after.filter(|_| one.before.is_none());
        new.is_none_or(|one| model.commitments[one].made_on(model).is_some())
    });
    figures.retain(|one| {
        let new =
            one.figure.after.filter(|_| one.figure.before.is_none()).map(|figure| &model.figures[figure].readings);
        new.is_none_or(|readings| {
            one.after.iter().any(|&index| readings.get(index).is_some_and(|one| one.date.is_some()))
        })
    });
    Difference { projects, milestones, questions, commitments, figures, ..difference }
}

/// Whether a project was there on a day: by its plan, or by what is told of it.
fn stood(project: &Project, day: Date) -> bool {
    let begin = project.plan.as_ref().and_then(|plan| plan.interval.begin);
    let logs = std::iter::once(&project.log).chain(project.milestones.iter().map(|one| &one.log));
    begin.is_some_and(|begin| begin.first() <= day) || logs.into_iter().any(|log| happened(log, day))
}

fn happened(log: &Log, day: Date) -> bool {
    log.until(day).next().is_some()
}

impl Published {
    /// What the content says of it.
    pub fn publication<'a>(&self, model: &'a Model) -> Option<&'a Publication> {
        model.site.publications.get(self.position)
    }

    /// What it said, where that is known and differs from what is known now.
    pub fn corrected(&self) -> Option<&Told> {
        self.told.as_ref().ok().filter(|told| told.is_corrected())
    }
}
