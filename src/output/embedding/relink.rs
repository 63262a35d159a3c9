//! Markup of a page at another place: its links lead where they led, its anchors are its own.

use super::super::assets::resolved;
use crate::document::{DocumentError, Lead, Marks, Move, marks, moved};
use crate::template::TemplateError;

/// Where markup is taken to.
#[derive(Debug, Clone, Copy)]
pub(super) enum Goal<'a> {
    /// Into a folder of the site, shown in a frame: links open in the whole window.
    Frame,
    /// Anywhere: links need the site's address; where it is not known, their words stay.
    Elsewhere(Option<&'a str>),
}

/// Where markup is from, and where it is taken to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// The page it is from, from the site's root.
    pub(super) path: &'a str,
    /// Begins every anchor.
    pub(super) id: &'a str,
    /// Where it is taken to.
    pub(super) goal: Goal<'a>,
}

impl Place<'_> {
    /// The markup for its new place. Drawings of marks that nothing asks for are left out.
    ///
    /// # Errors
    /// What it is instead of HTML.
    pub(super) fn relinked(&self, markup: &str) -> Result<String, TemplateError> {
        self.moved(markup).map_err(|DocumentError(why)| TemplateError(why))
    }

    fn moved(&self, markup: &str) -> Result<String, DocumentError> {
        let marks = marks(markup)?;
        let lead = |address: &str| self.lead(address, &marks).map_or(Lead::Nowhere, Lead::To);
        let change = Move {
            ids: &marks.ids,
            prefix: &format!("{}-", self.id),
            lead: &lead,
            picture: &lead,
            marks: Some(&marks.shown),
            window: matches!(self.goal, Goal::Frame).then_some("_top"),
        };
        moved(markup, &change)
    }

    /// An address as seen from the new place; none where it leads nowhere from there.
    fn lead(&self, address: &str, marks: &Marks) -> Option<String> {
        if let Some(id) = address.strip_prefix('#').filter(|id| marks.ids.contains(*id)) {
            return Some(format!("#{}-{id}", self.id));
        }
        let scheme = address.split(['/', '?', '#']).next().unwrap_or_default();
        if scheme.contains(':') {
            return Some(address.to_owned());
        }
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = match address.starts_with('#') {
            true => format!("{}{address}", self.path),
            false => resolved(folder, address),
        };
        match self.goal {
            Goal::Frame => Some(format!("../{path}")),
            Goal::Elsewhere(base) => base.map(|base| format!("{base}/{path}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARKUP: &str = "<div hidden><svg>\n<symbol id=\"z-a\"><path/></symbol>\n<symbol id=\"z-b\"/>\n</svg></div><p id=\"x\"><use href=\"#z-a\"/>\
         <a href=\"b.html#c\">1</a><a href=\"../index.html\">2</a><a href=\"#x\">3</a><a href=\"#y\">4</a>\
         <a href=\"mailto:a@b.example\">5</a></p><svg><a href=\"b.html\"><rect fill=\"url(#x)\"/></a></svg>";

    fn relinked(markup: &str, goal: Goal<'_>) -> String {
        Place { path: "projekte/a.html", id: "n", goal }.relinked(markup).unwrap()
    }

    #[test]
    fn links_lead_where_they_led() {
        let head =
            "<div hidden><svg><symbol id=\"n-z-a\"><path/></symbol></svg></div><p id=\"n-x\"><use href=\"#n-z-a\" />";
        assert_eq!(
            relinked(MARKUP, Goal::Frame),
            format!(
                "{head}<a href=\"../projekte/b.html#c\" target=\"_top\">1</a><a href=\"../index.html\" target=\"_top\">2</a>\
                 <a href=\"#n-x\">3</a><a href=\"../projekte/a.html#y\" target=\"_top\">4</a>\
                 <a href=\"mailto:a@b.example\" target=\"_top\">5</a></p>\
                 <svg><a href=\"../projekte/b.html\" target=\"_top\"><rect fill=\"url(#n-x)\" /></a></svg>"
            )
        );
        assert_eq!(
            relinked(MARKUP, Goal::Elsewhere(Some("https://stadt.example/x"))),
            format!(
                "{head}<a href=\"https://stadt.example/x/projekte/b.html#c\">1</a><a href=\"https://stadt.example/x/index.html\">2</a>\
                 <a href=\"#n-x\">3</a><a href=\"https://stadt.example/x/projekte/a.html#y\">4</a><a href=\"mailto:a@b.example\">5</a></p>\
                 <svg><a href=\"https://stadt.example/x/projekte/b.html\"><rect fill=\"url(#n-x)\" /></a></svg>"
            )
        );
    }

    #[test]
    fn without_an_address_words_stay() {
        let text = relinked(MARKUP, Goal::Elsewhere(None));
        assert!(text.contains("<span>1</span><span>2</span><a href=\"#n-x\">3</a><span>4</span>"), "{text}");
        assert!(text.contains("<svg><g><rect fill=\"url(#n-x)\" /></g></svg>"), "{text}");
    }
}
