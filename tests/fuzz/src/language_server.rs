//! What an editor's program may say: every question gets one answer, whatever has been said before.

use std::fs;
use std::path::Path;

use lsp_server::{Connection, Message, Notification, Request, RequestId};
use serde_json::{Value, json};
use spatz::language_server::{Options, serve};

use super::site::{CITY, settings};

/// What is asked about a place.
const QUESTIONS: &[&str] = &["completion", "hover", "definition", "references", "codeAction", "rename"];

/// Says what the bytes mean and counts the answers.
pub fn language_server(data: &[u8]) {
    let place = tempfile::tempdir().unwrap();
    for (path, text) in CITY {
        let path = place.path().join("content").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let mut client = Client { root: place.path(), asked: 0, messages: Vec::new() };
    client.ask("initialize", json!({"processId": null, "rootUri": client.uri(""), "capabilities": {}}));
    client.tell("initialized", json!({}));
    data.split(|&byte| byte == 0).for_each(|part| client.say(part));
    client.ask("shutdown", Value::Null);
    client.tell("exit", Value::Null);
    client.talk();
}

struct Client<'a> {
    root: &'a Path,
    asked: i32,
    messages: Vec<Message>,
}

impl Client<'_> {
    fn uri(&self, path: &str) -> String {
        format!("file://{}/{path}", self.root.display())
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.messages.push(Notification { method: method.to_owned(), params }.into());
    }

    fn ask(&mut self, method: &str, params: Value) {
        self.asked += 1;
        self.messages.push(Request { id: RequestId::from(self.asked), method: method.to_owned(), params }.into());
    }

    /// A message from what is said: a letter, two numbers for a place, and a text. A brace begins a message as it is sent.
    fn say(&mut self, part: &[u8]) {
        let text = String::from_utf8_lossy(part);
        if text.starts_with('{') {
            return self.raw(&text);
        }
        let [letter, line, column, rest @ ..] = part else { return };
        let text = String::from_utf8_lossy(rest);
        let (path, _) = CITY[usize::from(*letter) / 16 % CITY.len()];
        let document =
            json!({"uri": self.uri(&format!("content/{path}")), "version": 1, "languageId": "yaml", "text": text});
        let start = json!({"line": line, "character": column});
        let end = json!({"line": u32::from(*line) + u32::from(*letter & 4), "character": column});
        let range = json!({"start": start, "end": end});
        match letter % 16 {
            0 => self.tell("textDocument/didOpen", json!({"textDocument": document})),
            1 => self.tell("textDocument/didClose", json!({"textDocument": document})),
            2..=5 => {
                let changes = json!([{"range": range, "text": text}]);
                self.tell("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
            }
            number => {
                let question = QUESTIONS[usize::from(number) % QUESTIONS.len()];
                let context = json!({"includeDeclaration": true, "diagnostics": []});
                let params = json!({"textDocument": document, "position": start, "range": range, "context": context});
                self.ask(&format!("textDocument/{question}"), params);
            }
        }
    }

    fn raw(&mut self, text: &str) {
        match serde_json::from_str::<Message>(text) {
            Ok(Message::Request(request)) => self.ask(&request.method, request.params),
            // Who says goodbye is not answered any more.
            Ok(Message::Notification(one)) if one.method != "exit" => self.tell(&one.method, one.params),
            _ => {}
        }
    }

    /// Says everything, and holds the answers against the questions.
    fn talk(self) {
        let (server, client) = Connection::memory();
        for message in self.messages {
            client.sender.send(message).unwrap();
        }
        let options = Options { content: None, settings: settings(), today: || jiff::civil::date(2025, 1, 31) };
        assert!(serve(&server, options));
        drop(server);
        let answers: Vec<RequestId> = client.receiver.iter().filter_map(answered).collect();
        assert_eq!(answers, (1..=self.asked).map(RequestId::from).collect::<Vec<_>>());
    }
}

/// Which question a message answers.
fn answered(message: Message) -> Option<RequestId> {
    match message {
        Message::Response(response) => Some(response.id),
        Message::Request(_) | Message::Notification(_) => None,
    }
}
