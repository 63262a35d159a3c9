//! `ohne` in `seite.yaml`: the parts of the site that a city leaves out.

use super::fields::Choice;

/// A part of the site that can be left out: the others say the same without it, and link to it nowhere. Its word is that of
/// its folder; calendars stand among the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Section {
    /// `daten`
    #[default]
    Data,
    /// `handout`
    Handouts,
    /// `kalender`
    Calendars,
    /// `kosten`
    Costs,
    /// `planung`
    Planning,
    /// `plausibilitaet`
    Plausibility,
    /// `portfolio`
    Portfolio,
    /// `roadmap`
    Roadmap,
    /// `suche`
    Search,
    /// `synopse`
    Synopses,
}

impl Choice for Section {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("daten", Self::Data),
        ("handout", Self::Handouts),
        ("kalender", Self::Calendars),
        ("kosten", Self::Costs),
        ("planung", Self::Planning),
        ("plausibilitaet", Self::Plausibility),
        ("portfolio", Self::Portfolio),
        ("roadmap", Self::Roadmap),
        ("suche", Self::Search),
        ("synopse", Self::Synopses),
    ];
}

impl Section {
    /// The part whose folder this is; none where there is no such part.
    pub fn of_folder(folder: &str) -> Option<Self> {
        Self::CHOICES.iter().find(|(word, _)| *word == folder).map(|(_, section)| *section)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_sorted_and_unique() {
        assert!(Section::CHOICES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
