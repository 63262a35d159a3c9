//! The start page: what this is, how mature, what comes next, what was done lately. That of a handbook lists its chapters.

use super::{Large, Menu, PageKind};
use crate::view::chapters::contents;
use crate::view::compose::{Edition, Input};
use crate::view::live::{audiences, figures, levels, schedule};
use crate::view::{Block, Page};

pub(super) const KIND: PageKind = PageKind { section: "start", menu: Menu::None, pages };

pub(super) const LARGE: Large = Large { section: KIND.section, any: |_| true, single: None };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("");
    let site = &c.model().site;
    if input.edition == Edition::Handbook {
        let lead = site.subtitle.clone();
        return vec![Page { lead, blocks: contents(&c), ..c.page("index.html", "start", &site.title) }];
    }
    let or_empty =
        |id: &str, found: Vec<Block>| if found.is_empty() { vec![c.list_or_empty(id, Vec::new())] } else { found };
    let blocks = [
        levels::overall(&c),
        audiences::cards(&c).into_iter().collect(),
        levels::profile(&c),
        or_empty("naechste-meilensteine", schedule::upcoming(&c)),
        or_empty("zuletzt-umgesetzt", schedule::lately(&c)),
        figures::start_figures(&c).into_iter().collect(),
    ];
    vec![Page {
        template: "start.html",
        kind: "start",
        lead: Some(c.t("seite.start.vorspann")),
        blocks: blocks.into_iter().flatten().collect(),
        ..c.page("index.html", "start", &site.title)
    }]
}
