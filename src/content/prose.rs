//! Where a link in a description leads.

use super::common::Prose;
use super::names::{Kind, Lookup};
use super::{Ids, KINDS, Model, Place, ReadRecord};
use crate::diagnostics::nearest;
use crate::source::{Span, Spanned};

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// Another site, a mailbox, a telephone.
    Outside,
    /// A record. An anchor behind its file name is left out: descriptions have none.
    Record(Kind, String),
    /// The overview of a kind.
    Overview(Kind),
    /// A record that the view may not see, of a kind without overview.
    Hidden,
    /// A scheme that is not allowed, or a path that leads out of the content folder.
    Refused,
    /// Nothing; perhaps something near was meant.
    Nothing(Option<String>),
}

/// Folder of the texts that may show pictures.
pub const WITH_PICTURES: &str = "seiten";

/// The pictures that a text shows, as paths from the content folder; each where it is mentioned.
pub fn pictures(prose: &Prose) -> Vec<Spanned<String>> {
    if prose.folder != WITH_PICTURES {
        return Vec::new();
    }
    let base = prose.text.span;
    let at =
        |range: &std::ops::Range<usize>| Span::new(base.file, base.start() + range.start, base.start() + range.end);
    let shown = prose.links().iter().filter(|one| one.alternative.is_some());
    shown.filter_map(|one| Some(Spanned::new(picture(&prose.folder, &one.destination)?, at(&one.range)))).collect()
}

/// The file that a picture is, as a path from the content folder; none if it lies elsewhere.
pub fn picture(folder: &str, destination: &str) -> Option<String> {
    match scheme(destination) {
        None if folder == WITH_PICTURES => join(folder, destination),
        _ => None,
    }
}

/// Schemes that a link may have.
const SCHEMES: &[&str] = &["http", "https", "mailto", "tel"];

/// Resolves a link that stands in a file of `folder`. Records are linked as files: `../projekte/e-akte.md`.
pub fn link_target(model: &Model, folder: &str, destination: &str) -> LinkTarget {
    if destination.starts_with('#') {
        return LinkTarget::Nothing(None);
    }
    if let Some(scheme) = scheme(destination) {
        let allowed = SCHEMES.contains(&scheme.to_ascii_lowercase().as_str());
        return if allowed { LinkTarget::Outside } else { LinkTarget::Refused };
    }
    let path = destination.split_once('#').map_or(destination, |(path, _)| path);
    let Some(path) = join(folder, path) else { return LinkTarget::Refused };
    record(model, &path, if folder.is_empty() { "" } else { "../" })
}

/// The scheme of an absolute address; `//host` has none and is refused elsewhere.
fn scheme(destination: &str) -> Option<&str> {
    if destination.starts_with("//") {
        return Some("");
    }
    let (scheme, _) = destination.split_once(':')?;
    (!scheme.contains(['/', '?', '.'])).then_some(scheme)
}

/// `../projekte/x.md` seen from `werte` is `projekte/x.md`; none if it leads out.
fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> =
        if path.starts_with('/') { Vec::new() } else { folder.split('/').filter(|part| !part.is_empty()).collect() };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part if part.contains('\\') => return None,
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// What a path from the content folder leads to; suggestions begin with `up`, the way to that folder.
fn record(model: &Model, path: &str, up: &str) -> LinkTarget {
    let kind_of = |folder: &str| {
        KINDS.iter().find_map(|kind| match (kind.place, kind.ids) {
            (Place::Folder(name), Ids::Stem(kind)) if name == folder => Some(kind),
            (Place::File(name), Ids::Keys(kind)) if name == folder => Some(kind),
            _ => None,
        })
    };
    let (folder, name) = path.split_once('/').unwrap_or((path, ""));
    let Some(kind) = kind_of(folder) else {
        return LinkTarget::Nothing(
            nearest(
                folder,
                KINDS.iter().map(|kind| match kind.place {
                    Place::Folder(name) | Place::File(name) => name,
                }),
            )
            .map(|near| match name {
                "" => near.to_owned(),
                name => format!("{up}{near}/{name}"),
            }),
        );
    };
    let overview = has_overview(model, kind).then_some(LinkTarget::Overview(kind));
    if name.is_empty() {
        return overview.unwrap_or(LinkTarget::Nothing(None));
    }
    let id = name.strip_suffix(".md").unwrap_or(name);
    match model.names.lookup(kind, id) {
        Lookup::Found(index) => LinkTarget::Record(kind, model.id(kind, index).to_owned()),
        Lookup::Hidden | Lookup::Unreadable => overview.unwrap_or(LinkTarget::Hidden),
        Lookup::Unknown => {
            LinkTarget::Nothing(nearest(id, model.names.ids(kind)).map(|id| format!("{up}{folder}/{id}.md")))
        }
    }
}

/// Free pages have no overview, and a kind without records has none.
fn has_overview(model: &Model, kind: Kind) -> bool {
    kind != Kind::Page && model.names.has_any(kind)
}

impl Model {
    /// The current id of a record.
    pub fn id(&self, kind: Kind, index: usize) -> &str {
        fn of<T: ReadRecord>(table: &super::names::Table<T>, index: usize) -> &str {
            table.iter().nth(index).map_or("", |record| record.head().id.as_str())
        }
        match kind {
            Kind::Strategy => of(&self.strategies, index),
            Kind::Value => of(&self.values, index),
            Kind::Problem => of(&self.problems, index),
            Kind::Block => of(&self.blocks, index),
            Kind::Project => of(&self.projects, index),
            Kind::Measure => of(&self.measures, index),
            Kind::Paper => of(&self.papers, index),
            Kind::Commitment => of(&self.commitments, index),
            Kind::Figure => of(&self.figures, index),
            Kind::Calculation => of(&self.calculations, index),
            Kind::Variant => of(&self.variants, index),
            Kind::Document => of(&self.documents, index),
            Kind::Term => of(&self.terms, index),
            Kind::Page => of(&self.pages, index),
            Kind::Unit => of(&self.units, index),
            Kind::Committee => of(&self.committees, index),
            Kind::Partner => of(&self.partners, index),
            Kind::Dimension => self.maturity.dimensions.iter().nth(index).map_or("", |dimension| dimension.id.as_str()),
            Kind::Milestone => "",
            Kind::Criterion => self.maturity.criteria.iter().nth(index).map_or("", |criterion| criterion.id.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        assert_eq!(join("werte", "../projekte/x.md").as_deref(), Some("projekte/x.md"));
        assert_eq!(join("werte", "y.md").as_deref(), Some("werte/y.md"));
        assert_eq!(join("werte", "../../etc/passwd"), None);
        assert_eq!(join("", "../x"), None);
    }

    #[test]
    fn pictures_stand_in_the_content_folder() {
        assert_eq!(picture("seiten", "../bilder/a.png").as_deref(), Some("bilder/a.png"));
        assert_eq!(picture("seiten", "../../a.png"), None);
        assert_eq!(picture("seiten", "https://example.org/a.png"), None);
        assert_eq!(picture("werte", "a.png"), None);
    }

    #[test]
    fn schemes_are_few() {
        let model = Model::default();
        for (destination, refused) in [
            ("https://example.org/", false),
            ("mailto:a@example.org", false),
            ("JavaScript:alert(1)", true),
            ("data:text/html,x", true),
            ("//example.org/", true),
            ("file:///etc/passwd", true),
        ] {
            assert_eq!(link_target(&model, "werte", destination) == LinkTarget::Refused, refused, "{destination}");
        }
    }
}
