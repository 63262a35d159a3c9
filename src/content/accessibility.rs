//! `barrierefreiheit` in `seite.yaml`: the accessibility statement that public bodies owe, in the parts of the model statement
//! (implementing decision (EU) 2018/1523), which the law of each federal state takes up.

use crate::source::yaml::Node;

use super::fields::{Choice, Context, Fields, Read};
use super::scalar::Datum;
use super::site::Contact;

/// What is declared; what is not known is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declaration {
    /// Whether the site meets the requirements.
    pub conformity: Option<Conformity>,
    /// The law that asks for it.
    pub law: Option<String>,
    /// What is not accessible.
    pub barriers: Vec<Barrier>,
    /// When it was made.
    pub made: Option<Datum>,
    /// When it was last reviewed.
    pub reviewed: Option<Datum>,
    /// How the site was judged.
    pub method: Option<Method>,
    /// Where barriers are reported.
    pub feedback: Contact,
    /// Who decides where a report is not answered well.
    pub enforcement: Contact,
}

/// Content that is not accessible.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Barrier {
    /// What it is.
    pub content: String,
    /// Why it is allowed, or is not.
    pub reason: Reason,
    /// What that means.
    pub text: Option<String>,
    /// How its content is to be had.
    pub alternative: Option<String>,
}

/// Whether a site meets the requirements.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Conformity {
    /// All of them.
    Full,
    /// Most of them.
    #[default]
    Partial,
    /// Too few.
    None,
}

/// Why something is not accessible.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Reason {
    /// It should be.
    #[default]
    NonCompliance,
    /// It would be too great a burden.
    Burden,
    /// The law does not ask for it.
    Exempt,
}

/// How a site was judged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Method {
    /// By the body itself.
    #[default]
    OwnAssessment,
    /// By somebody else.
    ThirdParty,
}

impl Choice for Conformity {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("vollstaendig", Self::Full), ("teilweise", Self::Partial), ("nicht", Self::None)];
}

impl Choice for Reason {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("unvereinbar", Self::NonCompliance),
        ("unverhaeltnismaessig", Self::Burden),
        ("nicht-erfasst", Self::Exempt),
    ];
}

impl Choice for Method {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("selbstbewertung", Self::OwnAssessment), ("pruefung-durch-dritte", Self::ThirdParty)];
}

impl Read for Declaration {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let declaration = Self {
            conformity: fields.optional_choice("stand"),
            law: fields.optional("gesetz"),
            barriers: fields.list("maengel"),
            made: fields.optional("erstellt"),
            reviewed: fields.optional("geprueft"),
            method: fields.optional_choice("methode"),
            feedback: fields.optional("kontakt").unwrap_or_default(),
            enforcement: fields.optional("durchsetzung").unwrap_or_default(),
        };
        fields.finish();
        Some(declaration)
    }
}

impl Read for Barrier {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let barrier = Self {
            content: fields.required("inhalt"),
            reason: fields.required_choice("grund"),
            text: fields.optional("text"),
            alternative: fields.optional("alternative"),
        };
        fields.finish();
        Some(barrier)
    }
}

impl Declaration {
    /// The keys of what the law asks for and nobody has written, in the order of the model statement.
    pub fn missing(&self) -> Vec<&'static str> {
        let lacks_barriers = self.barriers.is_empty() && self.conformity.is_some_and(|one| one != Conformity::Full);
        let parts = [
            ("stand", self.conformity.is_none()),
            ("gesetz", self.law.is_none()),
            ("maengel", lacks_barriers),
            ("erstellt", self.made.is_none()),
            ("geprueft", self.reviewed.is_none()),
            ("methode", self.method.is_none()),
            ("kontakt", !self.feedback.can_be_reached()),
            ("durchsetzung", !self.enforcement.can_be_reached()),
        ];
        parts.into_iter().filter(|(_, is_missing)| *is_missing).map(|(key, _)| key).collect()
    }

    /// Whether all is said to be well, and something is said not to be.
    pub fn contradicts_itself(&self) -> bool {
        self.conformity == Some(Conformity::Full)
            && self.barriers.iter().any(|barrier| barrier.reason != Reason::Exempt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached() -> Contact {
        Contact { email: Some("a@stadt.example".to_owned()), ..Contact::default() }
    }

    #[test]
    fn what_nobody_has_written_is_missing() {
        let nothing = Declaration::default();
        assert_eq!(
            nothing.missing(),
            ["stand", "gesetz", "erstellt", "geprueft", "methode", "kontakt", "durchsetzung"]
        );
        let full = Declaration {
            conformity: Some(Conformity::Full),
            law: Some("BGG".to_owned()),
            made: Datum::parse("2025").ok(),
            reviewed: Datum::parse("2025").ok(),
            method: Some(Method::ThirdParty),
            feedback: reached(),
            enforcement: reached(),
            barriers: Vec::new(),
        };
        assert!(full.missing().is_empty());
        let partial = Declaration { conformity: Some(Conformity::Partial), ..full };
        assert_eq!(partial.missing(), ["maengel"]);
    }

    #[test]
    fn only_what_the_law_leaves_out_may_stand_beside_full_conformity() {
        let with = |reason| Declaration {
            conformity: Some(Conformity::Full),
            barriers: vec![Barrier { reason, ..Barrier::default() }],
            ..Declaration::default()
        };
        assert!(with(Reason::NonCompliance).contradicts_itself());
        assert!(with(Reason::Burden).contradicts_itself());
        assert!(!with(Reason::Exempt).contradicts_itself());
    }
}
