//! What browsers may load for a page: one policy, as a `<meta>` on every page and as a header of every server.

/// The policy in every page. It holds from a disk too, where `'self'` are the files beside it. Nothing but the site's own
/// files is loaded, no script or style stands in a page itself, and nothing connects elsewhere. The site itself may be
/// asked for auditors' sake: one that looks for `robots.txt` from within a page would report that there is none.
pub(super) const CONTENT: &str = "default-src 'none'; connect-src 'self'; script-src 'self'; style-src 'self'; \
     img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'";

/// Folder of pages that other sites may show in a frame.
pub(super) const EMBEDDED: &str = "einbetten/";

/// What a header adds to [`CONTENT`]: who may show the page in a frame; `<meta>` cannot say it.
pub(super) const NO_FRAMES: &str = "frame-ancestors 'none'";

/// Headers of every file.
pub(super) const HEADERS: &[(&str, &str)] = &[
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
];

/// Browsers come by HTTPS only, for a year. It holds for all of a host, so the host's owner decides.
pub(super) const HTTPS_ONLY: (&str, &str) = ("Strict-Transport-Security", "max-age=31536000");

/// Files with a hash in their name never change.
pub(super) const KEPT: &str = "public, max-age=31536000, immutable";

/// Every other file is asked for again; where it is the same, nothing is sent.
pub(super) const ASKED_AGAIN: &str = "no-cache";
