//! Requests and answers: the one home of axum.
//!
//! | address | answer |
//! |---|---|
//! | any of the site | the file; a page with one more line, which loads the script of the panel |
//! | `/_spatz/roh/…` | the same file as a build writes it |
//! | `/_spatz/neues?seit=N` | the news, as soon as they are others than those of number N |
//! | `/_spatz/skript.js`, `/_spatz/stil.css` | the panel |
//!
//! Whoever writes may see what is not for the public. So nothing but this machine is answered, under none but its own
//! names (a name that somebody else points at this machine gets nothing), and pages of other sites can load nothing.

use std::net::TcpListener;
use std::sync::mpsc::Sender;
use std::time::Duration;
use std::{io, str};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HOST, LOCATION, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use tokio::sync::{oneshot, watch};

use super::news::News;
use super::workshop::{Answer, Found, Order};

/// Folder of what is no part of the site. No file of a site begins with `_spatz`.
const OWN: &str = "_spatz/";
const SCRIPT: &str = include_str!("skript.js");
const STYLE: &str = include_str!("stil.css");

/// An open page asks again after so long, lest somebody between takes the silence for a failure.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a file is, by the ends of names.
const TYPES: &[(&str, &str)] = &[
    ("atom", "application/atom+xml"),
    ("avif", "image/avif"),
    ("css", "text/css; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("gif", "image/gif"),
    ("html", HTML),
    ("ico", "image/x-icon"),
    ("ics", "text/calendar; charset=utf-8"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("jsonld", "application/ld+json"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("txt", "text/plain; charset=utf-8"),
    ("webp", "image/webp"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("xml", "application/xml"),
    ("zip", "application/zip"),
];
const HTML: &str = "text/html; charset=utf-8";
const JSON: &str = "application/json";

/// Headers of every answer.
const HEADERS: [(HeaderName, &str); 4] = [
    (CACHE_CONTROL, "no-store"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("content-security-policy"), "frame-ancestors 'self'"),
];

/// The way to the workshop.
#[derive(Clone)]
struct Desk {
    orders: Sender<Order>,
    news: watch::Receiver<News>,
}

/// Answers requests until the process ends.
pub(super) fn answer(listener: TcpListener, orders: Sender<Order>, news: watch::Receiver<News>) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let router = Router::new().fallback(handle).with_state(Desk { orders, news });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async { axum::serve(tokio::net::TcpListener::from_std(listener)?, router).await })
}

async fn handle(State(desk): State<Desk>, request: Request<Body>) -> Response<Body> {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    if !host.is_some_and(is_own) {
        return plain(StatusCode::FORBIDDEN, "text/plain", Vec::new());
    }
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        let refused = plain(StatusCode::METHOD_NOT_ALLOWED, "text/plain", Vec::new());
        return with(refused, ALLOW, "GET, HEAD");
    }
    let Some(path) = decoded(request.uri().path().trim_start_matches('/')) else {
        return plain(StatusCode::BAD_REQUEST, "text/plain", Vec::new());
    };
    match path.strip_prefix(OWN) {
        None => desk.page(&path).await,
        Some("skript.js") => plain(StatusCode::OK, media(".js"), SCRIPT.into()),
        Some("stil.css") => plain(StatusCode::OK, media(".css"), STYLE.into()),
        Some("neues") => desk.news(since(request.uri().query().unwrap_or_default())).await,
        Some(own) => match own.strip_prefix("roh/") {
            Some(path) => desk.file(path).await,
            None => plain(StatusCode::NOT_FOUND, "text/plain", Vec::new()),
        },
    }
}

impl Desk {
    /// A file of the site, as it is shown to whoever writes.
    async fn page(&self, path: &str) -> Response<Body> {
        let is_folder = path.is_empty() || path.ends_with('/');
        let name = if is_folder { format!("{path}index.html") } else { path.to_owned() };
        let Some(answer) = self.ask(&name).await else { return gone() };
        if answer.found == Found::Missing && !is_folder && !name.ends_with(".html") {
            let folder = self.ask(&format!("{path}/index.html")).await;
            if folder.is_some_and(|folder| folder.found == Found::File) {
                let moved = plain(StatusCode::TEMPORARY_REDIRECT, "text/plain", Vec::new());
                return with(moved, LOCATION, &format!("/{path}/"));
            }
        }
        let (status, media) = kind(&answer, &name);
        let bytes = if media == HTML { with_script(answer.bytes, answer.site) } else { answer.bytes };
        plain(status, media, bytes)
    }

    /// A file of the site as a build writes it.
    async fn file(&self, path: &str) -> Response<Body> {
        let Some(answer) = self.ask(path).await else { return gone() };
        let (status, media) = kind(&answer, path);
        plain(status, media, answer.bytes)
    }

    async fn ask(&self, path: &str) -> Option<Answer> {
        let (answer, asked) = oneshot::channel();
        self.orders.send(Order::File(path.to_owned(), answer)).ok()?;
        asked.await.ok()
    }

    /// The news, as soon as their number is another one than `known`.
    async fn news(&self, known: Option<u64>) -> Response<Body> {
        let (answer, asked) = oneshot::channel();
        if self.orders.send(Order::News(answer)).is_err() || asked.await.is_err() {
            return gone();
        }
        let mut news = self.news.clone();
        let others = news.wait_for(|news| Some(news.number) != known);
        // Without others the same are told again.
        drop(tokio::time::timeout(PATIENCE, others).await);
        let text = self.news.borrow().text.clone();
        plain(StatusCode::OK, JSON, text.into_bytes())
    }
}

/// Status and type of an answer.
fn kind(answer: &Answer, path: &str) -> (StatusCode, &'static str) {
    match answer.found {
        Found::File => (StatusCode::OK, media(path)),
        Found::Missing => (StatusCode::NOT_FOUND, HTML),
        Found::Nothing => (StatusCode::SERVICE_UNAVAILABLE, HTML),
    }
}

fn media(path: &str) -> &'static str {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    TYPES.iter().find(|(name, _)| *name == ending).map_or("application/octet-stream", |(_, media)| media)
}

/// A page with one more line, before the end of its body; a piece of a page as it is.
fn with_script(mut page: Vec<u8>, site: u64) -> Vec<u8> {
    let line = format!("<script src=\"/{OWN}skript.js?stand={site}\" defer></script>\n");
    let end = str::from_utf8(&page).ok().and_then(|text| text.rfind("</body>"));
    if let Some(end) = end {
        page.splice(end..end, line.into_bytes());
    }
    page
}

/// Whether a host is this machine, by a name that nobody else can give it.
fn is_own(host: &str) -> bool {
    let has_port =
        |rest: &str| rest.is_empty() || rest.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok());
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| host.strip_prefix(name).is_some_and(has_port))
}

/// The number of the news that a page knows.
fn since(query: &str) -> Option<u64> {
    query.split('&').find_map(|part| part.strip_prefix("seit=")?.parse().ok())
}

/// A path without `%`; none if that is no text.
fn decoded(path: &str) -> Option<String> {
    let mut parts = path.split('%');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        let (code, rest) = part.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(code, 16).ok()?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).ok()
}

/// The workshop is closed: the process ends.
fn gone() -> Response<Body> {
    plain(StatusCode::SERVICE_UNAVAILABLE, "text/plain", Vec::new())
}

fn plain(status: StatusCode, media: &str, bytes: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    with(response, CONTENT_TYPE, media)
}

fn with(mut response: Response<Body>, name: HeaderName, value: &str) -> Response<Body> {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_nobody_else_can_give_are_answered() {
        for host in ["localhost", "localhost:4000", "127.0.0.1:4000", "[::1]:1"] {
            assert!(is_own(host), "{host}");
        }
        for host in ["", "example.org", "localhost.example.org:4000", "127.0.0.1.nip.io", "localhost:x", "localhost:"] {
            assert!(!is_own(host), "{host}");
        }
    }

    #[test]
    fn a_page_gets_one_line_and_a_piece_of_a_page_none() {
        let page = b"<html><body>x</body></html>".to_vec();
        let expected = "<html><body>x<script src=\"/_spatz/skript.js?stand=7\" defer></script>\n</body></html>";
        assert_eq!(with_script(page, 7), expected.as_bytes());
        assert_eq!(with_script(b"<p>x".to_vec(), 7), b"<p>x");
        assert_eq!(with_script(vec![0xff], 7), [0xff]);
    }

    #[test]
    fn paths_are_decoded() {
        assert_eq!(decoded("bilder/a%20%C3%BC.svg").as_deref(), Some("bilder/a ü.svg"));
        for wrong in ["%", "%4", "%zz", "%ff", "%ü"] {
            assert_eq!(decoded(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn types_are_sorted_and_known() {
        assert!(TYPES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!((media("a/b.html"), media("LIESMICH")), (HTML, "application/octet-stream"));
    }

    #[test]
    fn the_number_of_known_news_is_read() {
        assert_eq!(
            (since("seit=12"), since("a=1&seit=3"), since("seit=x"), since("")),
            (Some(12), Some(3), None, None)
        );
    }
}
