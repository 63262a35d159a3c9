//! Numbers of council papers in texts: each leads to the page of its paper, where the site has it.

use std::collections::BTreeMap;

use crate::content::Model;
use crate::content::council::PaperSort;
use crate::content::names::Kind;
use crate::content::scalar::PaperNumber;
use crate::markup::escape;
use crate::view::compose::address;

/// Where the papers of the site stand, by number.
#[derive(Debug, Clone, Default)]
pub struct Papers(BTreeMap<PaperNumber, String>);

impl Papers {
    /// Of a number that a paper shares with its answer, the paper.
    pub fn new(model: &Model) -> Self {
        let mut papers: Vec<_> = model.papers.iter().filter_map(|paper| Some((paper.number?.value, paper))).collect();
        papers.sort_by_key(|(_, paper)| paper.sort != PaperSort::Answer);
        Self(papers.into_iter().map(|(number, paper)| (number, address(Kind::Paper, &paper.head.id))).collect())
    }

    /// A text as HTML, with links from the page `here` (both from the site's root; `root` leads there). No page leads to
    /// itself.
    pub fn linked(&self, text: &str, root: &str, here: &str) -> String {
        if self.0.is_empty() || !text.contains('/') {
            return escape(text);
        }
        let word = |word: &str| {
            let number = word.trim_matches(|c: char| !c.is_alphanumeric());
            let paper = PaperNumber::parse(number).ok().and_then(|number| self.0.get(&number));
            match paper.filter(|paper| paper.as_str() != here).and_then(|paper| Some((paper, word.split_once(number)?)))
            {
                Some((paper, (before, after))) => {
                    let (before, number, after) = (escape(before), escape(number), escape(after));
                    format!("{before}<a href=\"{}\">{number}</a>{after}", escape(&format!("{root}{paper}")))
                }
                None => escape(word),
            }
        };
        text.split_inclusive(char::is_whitespace).map(word).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::council::Paper;
    use crate::content::names::Table;
    use crate::source::{Span, Spanned};

    fn papers() -> Papers {
        let paper = |id: &str, number: &str, sort| {
            let number = Spanned::new(PaperNumber::parse(number).unwrap(), Span::default());
            let mut paper = Paper { number: Some(number), sort, ..Paper::default() };
            paper.head.id.value = id.to_owned();
            paper
        };
        let papers = vec![
            paper("frage", "VII/2024/00066", PaperSort::Inquiry),
            paper("nachtrag", "VII/2024/00066", PaperSort::Answer),
        ];
        Papers::new(&Model { papers: Table::new(papers), ..Model::default() })
    }

    fn linked(text: &str) -> String {
        papers().linked(text, "../", "projekte/a.html")
    }

    #[test]
    fn a_number_leads_to_its_paper_however_it_is_written() {
        let link = "<a href=\"../stadtrat/frage.html\">";
        assert_eq!(linked("VII/2024/00066"), format!("{link}VII/2024/00066</a>"));
        assert_eq!(linked("Siehe (vii/2024/66), A & B"), format!("Siehe ({link}vii/2024/66</a>), A &amp; B"));
    }

    #[test]
    fn what_the_site_does_not_have_stays_text() {
        assert_eq!(linked("VII/2024/00067 und 3/4 <b>"), "VII/2024/00067 und 3/4 &lt;b&gt;");
        assert_eq!(papers().linked("VII/2024/00066", "../", "stadtrat/frage.html"), "VII/2024/00066");
    }
}
