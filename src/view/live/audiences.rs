//! Who looks at the site, each with a page of their own.

use crate::content::audience::Audience;
use crate::view::compose::Compose;
use crate::view::{Block, Body, Cell};

/// Where an audience's page stands, from the site's root.
pub fn address(id: &str) -> String {
    format!("sichten/{id}.html")
}

/// A card for each audience; none where the content names none.
pub fn cards(c: &Compose<'_>) -> Option<Block> {
    let card = |id: &str, audience: &Audience| Cell {
        note: audience.text.clone(),
        href: Some(c.href(&address(id))),
        ..Cell::text(&audience.title)
    };
    let items: Vec<_> = c.model().site.audiences.iter().map(|(id, audience)| card(id, audience)).collect();
    (!items.is_empty()).then(|| c.block("sichten", Body::Cards { items }))
}
