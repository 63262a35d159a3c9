//! Findings, ids and explanations for editors' programs: a server of the Language Server Protocol on standard input and
//! output. The one home of lsp-server and lsp-types.
//!
//! ```text
//! client's changes --> Workspace --sources--> Snapshot --> findings, pushed when nothing has changed for a moment
//!                                             `--> answers about a place: record, definition, uses, fixes
//! ```
//!
//! Everything happens on one thread, message by message. A snapshot is made by the same stages as `check` makes them; while
//! a file cannot be read, answers about it come from the snapshot before.

mod address;
mod completion;
mod field;
mod finding;
mod fix;
mod position;
mod record;
mod snapshot;
#[cfg(test)]
mod tests;
mod workspace;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use jiff::civil::Date;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{self, Notification as _};
use lsp_types::request::{self, Request as _};
use lsp_types::{
    ClientCapabilities, CodeActionKind, CodeActionOptions, CodeActionParams, CodeActionResponse, CompletionOptions,
    CompletionParams, CompletionResponse, Diagnostic as Shown, DidChangeTextDocumentParams,
    DidChangeWatchedFilesRegistrationOptions, DidCloseTextDocumentParams, DidOpenTextDocumentParams, FileSystemWatcher,
    GlobPattern, GotoDefinitionResponse, Hover, HoverContents, InitializeParams, InitializeResult, Location,
    MarkupContent, MarkupKind, MessageType, OneOf, PublishDiagnosticsParams, Range, ReferenceParams, Registration,
    RegistrationParams, SaveOptions, ServerCapabilities, ServerInfo, ShowMessageParams, TextDocumentPositionParams,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions, Uri,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::content::index::Definition;
use crate::messages::fields::FieldTexts;
use crate::pipeline::Settings;
use crate::source::{Place, Span, content_folder};
use completion::Spot;
use finding::Places;
use position::Encoding;
use record::tell;
use snapshot::Snapshot;
use workspace::Workspace;

/// So long nothing must have changed before findings are looked for.
const PAUSE: Duration = Duration::from_millis(150);

/// What the server is asked to serve.
#[derive(Debug, Clone)]
pub struct Options {
    /// The content folder; without it, it is found in what the client has opened.
    pub content: Option<PathBuf>,
    /// What findings depend on besides the content.
    pub settings: Settings,
    /// What day it is; asked whenever the content is read.
    pub today: fn() -> Date,
}

/// Serves a client on standard input and output until it says goodbye; tells whether it did so properly.
pub fn run(options: Options) -> bool {
    let (connection, threads) = Connection::stdio();
    let properly = serve(&connection, options);
    drop(connection);
    // Whoever writes to a client that has gone fails; nobody is left to be told.
    properly && threads.join().is_ok()
}

/// Serves a client until it says goodbye; tells whether it did so properly.
pub fn serve(connection: &Connection, options: Options) -> bool {
    let Some(mut server) = greet(connection, options) else { return false };
    loop {
        let message = match server.pending {
            true => match connection.receiver.recv_timeout(PAUSE) {
                Err(error) if error.is_timeout() => {
                    server.refresh();
                    continue;
                }
                message => message.ok(),
            },
            false => connection.receiver.recv().ok(),
        };
        match message {
            Some(Message::Notification(one)) if one.method == notification::Exit::METHOD => return server.is_over,
            Some(Message::Notification(one)) => server.notify(one),
            Some(Message::Request(request)) => {
                let response = server.answer(request);
                server.send(response);
            }
            Some(Message::Response(_)) => {}
            None => return false,
        }
    }
}

/// Waits for a client that says hello; none if it goes away before.
fn greet(connection: &Connection, options: Options) -> Option<Server<'_>> {
    loop {
        let (id, params) = connection.initialize_start().ok()?;
        match serde_json::from_value::<InitializeParams>(params) {
            Ok(params) => {
                let server = Server::new(connection, options, &params);
                server.send(success(id, capabilities(server.encoding)));
                server.watch(&params.capabilities);
                return Some(server);
            }
            Err(error) => drop(connection.sender.send(failure(id, ErrorCode::InvalidParams, error.to_string()).into())),
        }
    }
}

fn capabilities(encoding: Encoding) -> InitializeResult {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::INCREMENTAL),
        save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions::default())),
        ..TextDocumentSyncOptions::default()
    };
    let fixes = CodeActionOptions { code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]), ..Default::default() };
    let capabilities = ServerCapabilities {
        position_encoding: Some(encoding.kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
        hover_provider: Some(true.into()),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some([" ", "[", "{", "(", "/"].map(str::to_owned).to_vec()),
            ..CompletionOptions::default()
        }),
        code_action_provider: Some(fixes.into()),
        ..ServerCapabilities::default()
    };
    let info = ServerInfo { name: "spatz".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) };
    InitializeResult { capabilities, server_info: Some(info) }
}

/// The folder that a client has opened, or the first of several that holds content.
fn opened(params: &InitializeParams) -> Option<PathBuf> {
    #[expect(deprecated, reason = "clients that open one folder only still name it so")]
    let root = params.root_uri.as_ref();
    let folders = params.workspace_folders.iter().flatten().map(|folder| &folder.uri).chain(root);
    let folders: Vec<PathBuf> = folders.filter_map(address::path).map(|folder| content_folder(&folder)).collect();
    folders.iter().find(|folder| folder.is_dir()).or(folders.first()).cloned()
}

/// A conversation with a client.
struct Server<'c> {
    connection: &'c Connection,
    settings: Settings,
    today: fn() -> Date,
    encoding: Encoding,
    workspace: Workspace,
    /// What belongs into the fields of the content.
    texts: FieldTexts,
    snapshot: Option<Snapshot>,
    /// Whether something has changed since the snapshot.
    pending: bool,
    /// What the client shows, by address.
    published: BTreeMap<String, Vec<Shown>>,
    /// Whether the client was told that there is no content.
    told_of_folder: bool,
    /// Whether the client wants nothing more.
    is_over: bool,
}

impl<'c> Server<'c> {
    fn new(connection: &'c Connection, options: Options, params: &InitializeParams) -> Self {
        let Options { content, settings, today } = options;
        let offered = params.capabilities.general.as_ref().and_then(|general| general.position_encodings.as_deref());
        let folder = content.or_else(|| opened(params)).unwrap_or_else(|| PathBuf::from("content"));
        Self {
            connection,
            settings,
            today,
            encoding: Encoding::chosen(offered.unwrap_or_default()),
            workspace: Workspace::new(folder),
            texts: FieldTexts::load(),
            snapshot: None,
            pending: true,
            published: BTreeMap::new(),
            told_of_folder: false,
            is_over: false,
        }
    }

    /// Sends a message. A client that has gone away is noticed where messages are received.
    fn send(&self, message: impl Into<Message>) {
        drop(self.connection.sender.send(message.into()));
    }

    /// Asks the client to tell what changes on the disk, if it can.
    fn watch(&self, client: &ClientCapabilities) {
        let watched = client.workspace.as_ref().and_then(|workspace| workspace.did_change_watched_files);
        if watched.and_then(|watched| watched.dynamic_registration) != Some(true) {
            return;
        }
        let pattern = GlobPattern::String("**/*.{yaml,yml,md,svg,png}".to_owned());
        let options = DidChangeWatchedFilesRegistrationOptions {
            watchers: vec![FileSystemWatcher { glob_pattern: pattern, kind: None }],
        };
        let registration = Registration {
            id: "spatz".to_owned(),
            method: notification::DidChangeWatchedFiles::METHOD.to_owned(),
            register_options: serde_json::to_value(options).ok(),
        };
        let params = RegistrationParams { registrations: vec![registration] };
        let method = request::RegisterCapability::METHOD.to_owned();
        self.send(Request { id: RequestId::from(1), method, params: value(params) });
    }

    fn notify(&mut self, one: Notification) {
        let Notification { method, params } = one;
        let (workspace, encoding) = (&mut self.workspace, self.encoding);
        let changed = match method.as_str() {
            notification::DidOpenTextDocument::METHOD => read(params)
                .is_some_and(|DidOpenTextDocumentParams { text_document }| workspace.did_open(text_document)),
            notification::DidChangeTextDocument::METHOD => {
                read(params).is_some_and(|DidChangeTextDocumentParams { text_document, content_changes }| {
                    workspace.did_change(&text_document.uri, text_document.version, content_changes, encoding)
                })
            }
            notification::DidCloseTextDocument::METHOD => read(params)
                .is_some_and(|DidCloseTextDocumentParams { text_document }| workspace.did_close(&text_document.uri)),
            notification::DidSaveTextDocument::METHOD | notification::DidChangeWatchedFiles::METHOD => true,
            _ => false,
        };
        self.pending |= changed;
    }

    fn answer(&mut self, request: Request) -> Response {
        let Request { id, method, params } = request;
        if self.is_over {
            return failure(id, ErrorCode::InvalidRequest, "the server is shutting down".to_owned());
        }
        // What can be written is asked at every letter: nobody waits for findings then.
        if self.pending && (method != request::Completion::METHOD || self.snapshot.is_none()) {
            self.refresh();
        }
        match method.as_str() {
            request::Completion::METHOD => self.reply::<request::Completion>(id, params, Self::completions),
            request::Shutdown::METHOD => {
                self.is_over = true;
                success(id, Value::Null)
            }
            request::HoverRequest::METHOD => self.reply::<request::HoverRequest>(id, params, |server, params| {
                server.hover(&params.text_document_position_params)
            }),
            request::GotoDefinition::METHOD => self.reply::<request::GotoDefinition>(id, params, |server, params| {
                server.definition(&params.text_document_position_params)
            }),
            request::References::METHOD => self.reply::<request::References>(id, params, Self::uses),
            request::CodeActionRequest::METHOD => self.reply::<request::CodeActionRequest>(id, params, Self::actions),
            _ => failure(id, ErrorCode::MethodNotFound, format!("{method} is not known here")),
        }
    }

    /// Answers a request whose params are what the protocol says.
    fn reply<R: request::Request>(
        &self,
        id: RequestId,
        params: Value,
        answer: impl FnOnce(&Self, R::Params) -> R::Result,
    ) -> Response
    where
        R::Params: DeserializeOwned,
        R::Result: Serialize,
    {
        match serde_json::from_value(params) {
            Ok(params) => success(id, answer(self, params)),
            Err(error) => failure(id, ErrorCode::InvalidParams, error.to_string()),
        }
    }

    /// Reads everything again and shows what is wrong.
    fn refresh(&mut self) {
        self.pending = false;
        let (sources, problems) = self.workspace.sources();
        let settings = Settings { today: (self.today)(), ..self.settings.clone() };
        let snapshot = Snapshot::new(sources, problems, &settings, self.snapshot.take());
        let shown = finding::shown(&snapshot, &self.workspace, self.encoding);
        self.tell_of_folder(&snapshot);
        self.snapshot = Some(snapshot);
        self.publish(shown);
    }

    /// Says once that there is no folder: no file is there in which it could be shown.
    fn tell_of_folder(&mut self, snapshot: &Snapshot) {
        let whole = Place::Path(String::new());
        let is_missing = snapshot.found.sorted().iter().any(|one| one.place.as_ref() == Some(&whole));
        if is_missing && !std::mem::replace(&mut self.told_of_folder, true) {
            let folder = self.workspace.folder().display().to_string();
            let message = snapshot.messages.format("editor.kein-ordner", &[("ordner", &folder)]);
            let params = ShowMessageParams { typ: MessageType::WARNING, message };
            let method = notification::ShowMessage::METHOD.to_owned();
            self.send(Notification { method, params: value(params) });
        }
    }

    /// Sends the findings of each file where they differ from what the client shows.
    fn publish(&mut self, shown: BTreeMap<String, Vec<Shown>>) {
        let address = |(path, findings): (String, Vec<Shown>)| {
            let version = self.workspace.open(&path).map(|open| open.version);
            Some((self.workspace.uri(&path)?, version, findings))
        };
        let mut published = BTreeMap::new();
        for (uri, version, findings) in shown.into_iter().filter_map(address) {
            if self.published.remove(uri.as_str()).as_ref() != Some(&findings) {
                self.show(uri.clone(), findings.clone(), version);
            }
            published.insert(uri.as_str().to_owned(), findings);
        }
        for gone in self.published.keys().filter_map(|uri| uri.parse().ok()) {
            self.show(gone, Vec::new(), None);
        }
        self.published = published;
    }

    fn show(&self, uri: Uri, findings: Vec<Shown>, version: Option<i32>) {
        let method = notification::PublishDiagnostics::METHOD.to_owned();
        self.send(Notification { method, params: value(PublishDiagnosticsParams::new(uri, findings, version)) });
    }

    fn places(&self) -> Option<Places<'_>> {
        Some(Places { snapshot: self.snapshot.as_ref()?, workspace: &self.workspace, encoding: self.encoding })
    }

    /// The record at a place, and where its name stands there.
    fn record_at(&self, at: &TextDocumentPositionParams) -> Option<(Places<'_>, &Definition, Location)> {
        let places = self.places()?;
        let (path, text, offset) = self.open_at(at)?;
        let (file, _) = places.snapshot.file(&path)?;
        if let Some((record, span)) = places.snapshot.record_at(file, offset) {
            return Some((places, record, places.location(span)?));
        }
        let spot = Spot::new(&path, text, offset)?;
        let written = spot.cursor.written.clone();
        Some((places, spot.record(places.snapshot)?, places.location(Span::new(file, written.start, written.end))?))
    }

    /// The path of an open file, its text as it is read, and the byte of a place in it.
    fn open_at(&self, at: &TextDocumentPositionParams) -> Option<(String, &str, usize)> {
        let path = self.workspace.path(&at.text_document.uri)?;
        let open = self.workspace.open(&path)?;
        Some((path, open.read(), open.offset(at.position, self.encoding)))
    }

    fn completions(&self, params: CompletionParams) -> Option<CompletionResponse> {
        let (path, text, offset) = self.open_at(&params.text_document_position)?;
        Some(completion::completions(self.places()?, &self.texts, &path, text, offset).into())
    }

    fn hover(&self, at: &TextDocumentPositionParams) -> Option<Hover> {
        let of_record = || {
            let (places, record, location) = self.record_at(at)?;
            Some((tell(places.snapshot, |telling| telling.whole(record)), location.range))
        };
        let (value, range) = of_record().or_else(|| self.field_at(at))?;
        let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value });
        Some(Hover { contents, range: Some(range) })
    }

    /// What is told about the field whose key stands at a place, and where the key stands.
    fn field_at(&self, at: &TextDocumentPositionParams) -> Option<(String, Range)> {
        let places = self.places()?;
        let (path, text, offset) = self.open_at(at)?;
        let spot = Spot::new(&path, text, offset)?;
        let (field, text) = spot.field(&self.texts)?;
        let value = field::whole(&field, text, &places.snapshot.messages);
        Some((value, places.range(&path, spot.cursor.written.clone())))
    }

    fn definition(&self, at: &TextDocumentPositionParams) -> Option<GotoDefinitionResponse> {
        let (places, record, _) = self.record_at(at)?;
        places.location(record.id.span).map(GotoDefinitionResponse::Scalar)
    }

    fn uses(&self, params: ReferenceParams) -> Option<Vec<Location>> {
        let (places, record, _) = self.record_at(&params.text_document_position)?;
        let own = Some(record.id.span).filter(|_| params.context.include_declaration);
        Some(own.into_iter().chain(places.snapshot.uses(record)).filter_map(|span| places.location(span)).collect())
    }

    fn actions(&self, params: CodeActionParams) -> Option<CodeActionResponse> {
        let path = self.workspace.path(&params.text_document.uri)?;
        Some(fix::actions(self.places()?, &path, &params))
    }
}

/// The params of a notification; none if they are not what the protocol says, as nobody is there to be told.
fn read<T: DeserializeOwned>(params: Value) -> Option<T> {
    serde_json::from_value(params).ok()
}

fn value(of: impl Serialize) -> Value {
    serde_json::to_value(of).unwrap_or_default()
}

fn success(id: RequestId, result: impl Serialize) -> Response {
    Response { id, result: Some(value(result)), error: None }
}

fn failure(id: RequestId, code: ErrorCode, message: String) -> Response {
    Response::new_err(id, code as i32, message)
}
