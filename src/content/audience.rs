//! Audiences of `seite.yaml` (`sichten`): what each asks first, what is said, and which part of the site answers.

use crate::source::Spanned;
use crate::source::yaml::Node;

use super::campaign::{Block, CoreValue, Problem};
use super::common::Origin;
use super::council::Paper;
use super::fields::{Choice, Context, Fields, Read};
use super::figure::KeyFigure;
use super::free_page::FreePage;
use super::maturity_model::Dimension;
use super::measure::Measure;
use super::names::Ref;
use super::organisation::Unit;
use super::project::Project;
use super::strategy::Strategy;
use super::variant::Variant;

/// Somebody who looks at the site with questions of their own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Audience {
    /// What they are called.
    pub title: String,
    /// What they want to know, in a sentence.
    pub text: Option<String>,
    /// What they ask first, in the order to show.
    pub questions: Vec<AudienceQuestion>,
    /// Records that concern them.
    pub concerns: Selection,
    /// Where this is from.
    pub origin: Origin,
}

/// A question in the words of those who ask it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AudienceQuestion {
    /// The question.
    pub question: String,
    /// What the sources say, Markdown; relative links start from the content folder.
    pub answer: Option<Spanned<String>>,
    /// What the data say.
    pub shows: Vec<Shown>,
    /// Records that answer it.
    pub concerns: Selection,
    /// Where the answer is from.
    pub origin: Origin,
}

/// A part of the site that answers a question from the data, by its word in `zeigt`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Shown {
    /// `ampeln`
    Lights,
    /// `ausnahmen`
    Exemptions,
    /// `beschlusskontrolle`
    Resolutions,
    /// `einheiten`
    Units,
    /// `fehlende-angaben`
    Gaps,
    /// `felder`
    Fields,
    /// `fragen`
    Questions,
    /// `kennzahlen`
    Figures,
    /// `kosten`
    Costs,
    /// `luecken`
    Unplanned,
    /// `massnahmen`
    Measures,
    /// `meldungen`
    Reports,
    /// `naechste-meilensteine`
    Upcoming,
    /// `naechste-stufen`
    NextLevels,
    /// `partner`
    Partners,
    /// `probleme`
    Problems,
    /// `probleme-land`
    StateProblems,
    /// `probleme-stadt`
    CityProblems,
    /// `profil`
    Profile,
    /// `projekte`
    Projects,
    /// `quellen`
    Documents,
    /// `rechnungen`
    Calculations,
    /// `seit-sitzung`
    Interims,
    /// `sitzungen`
    Meetings,
    /// `strategien`
    Strategies,
    /// `stufen`
    Levels,
    /// `ueberblick`
    #[default]
    Overall,
    /// `varianten`
    Variants,
    /// `verlauf`
    Courses,
    /// `verspaetet`
    Late,
    /// `vorlagen`
    Papers,
    /// `werte`
    Values,
    /// `ziele`
    Targets,
    /// `zuletzt-umgesetzt`
    Lately,
    /// `zusagen`
    Commitments,
}

impl Choice for Shown {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("ampeln", Self::Lights),
        ("ausnahmen", Self::Exemptions),
        ("beschlusskontrolle", Self::Resolutions),
        ("einheiten", Self::Units),
        ("fehlende-angaben", Self::Gaps),
        ("felder", Self::Fields),
        ("fragen", Self::Questions),
        ("kennzahlen", Self::Figures),
        ("kosten", Self::Costs),
        ("luecken", Self::Unplanned),
        ("massnahmen", Self::Measures),
        ("meldungen", Self::Reports),
        ("naechste-meilensteine", Self::Upcoming),
        ("naechste-stufen", Self::NextLevels),
        ("partner", Self::Partners),
        ("probleme", Self::Problems),
        ("probleme-land", Self::StateProblems),
        ("probleme-stadt", Self::CityProblems),
        ("profil", Self::Profile),
        ("projekte", Self::Projects),
        ("quellen", Self::Documents),
        ("rechnungen", Self::Calculations),
        ("seit-sitzung", Self::Interims),
        ("sitzungen", Self::Meetings),
        ("strategien", Self::Strategies),
        ("stufen", Self::Levels),
        ("ueberblick", Self::Overall),
        ("varianten", Self::Variants),
        ("verlauf", Self::Courses),
        ("verspaetet", Self::Late),
        ("vorlagen", Self::Papers),
        ("werte", Self::Values),
        ("ziele", Self::Targets),
        ("zuletzt-umgesetzt", Self::Lately),
        ("zusagen", Self::Commitments),
    ];
}

/// Records of any kind that has pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each name is a kind of record")]
pub struct Selection {
    pub strategies: Vec<Ref<Strategy>>,
    pub values: Vec<Ref<CoreValue>>,
    pub problems: Vec<Ref<Problem>>,
    pub blocks: Vec<Ref<Block>>,
    pub dimensions: Vec<Ref<Dimension>>,
    pub projects: Vec<Ref<Project>>,
    pub measures: Vec<Ref<Measure>>,
    pub variants: Vec<Ref<Variant>>,
    pub papers: Vec<Ref<Paper>>,
    pub figures: Vec<Ref<KeyFigure>>,
    pub units: Vec<Ref<Unit>>,
    pub pages: Vec<Ref<FreePage>>,
}

impl Read for Selection {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let selection = Self {
            strategies: fields.references("strategie"),
            values: fields.references("werte"),
            problems: fields.references("probleme"),
            blocks: fields.references("bausteine"),
            dimensions: fields.references("dimensionen"),
            projects: fields.references("projekte"),
            measures: fields.references("massnahmen"),
            variants: fields.references("varianten"),
            papers: fields.references("stadtrat"),
            figures: fields.references("kennzahlen"),
            units: fields.references("einheiten"),
            pages: fields.references("seiten"),
        };
        fields.finish();
        Some(selection)
    }
}

impl Read for AudienceQuestion {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let question = Self {
            origin: Origin::read(&mut fields),
            question: fields.required("frage"),
            answer: fields.markdown("antwort"),
            shows: fields.choices("zeigt"),
            concerns: fields.optional("betrifft").unwrap_or_default(),
        };
        fields.finish();
        Some(question)
    }
}

impl Read for Audience {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let audience = Self {
            origin: Origin::read(&mut fields),
            title: fields.required("titel"),
            text: fields.optional("text"),
            questions: fields.list_not_empty("fragen"),
            concerns: fields.optional("betrifft").unwrap_or_default(),
        };
        fields.finish();
        Some(audience)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_sorted_and_unique() {
        assert!(Shown::CHOICES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
