//! What browsers may load for a page: one policy, as a `<meta>` on every page and as a header of every server.

/// The policy in every page. It holds from a disk too, where `'self'` are the files beside it. Nothing but the site's own
/// files is loaded, no script or style stands in a page itself, and nothing connects anywhere.
pub(super) const CONTENT: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     font-src 'self'; form-action 'self'; base-uri 'none'";
