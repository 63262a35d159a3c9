#!/usr/bin/env node
// What an editor's program gets from the language server: `node check-language-server.mjs CONTENT_DIR SPATZ`.
//
// Speaks to `SPATZ lsp` by the library that editors' programs are made with. CONTENT_DIR is a copy of the invented town in
// tests/sites/kleinstadt; it is not changed. Prints a line per finding and a summary, as `check-site.mjs` does.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import protocol from 'vscode-languageserver-protocol/node';

/** Longer than anything takes, in milliseconds. */
const PATIENCE = 120_000;
const MEASURE = 'massnahmen/e-akte.md';

const findings = [];
const expect = (condition, what, seen) => {
  if (!condition) findings.push(`${what}: ${JSON.stringify(seen)}`);
};

/** A client that has the town open. */
class Client {
  constructor(folder, spatz) {
    this.folder = folder;
    this.server = spawn(spatz, ['lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.exit = new Promise((done) => this.server.on('exit', done));
    const reader = new protocol.StreamMessageReader(this.server.stdout);
    const writer = new protocol.StreamMessageWriter(this.server.stdin);
    this.connection = protocol.createProtocolConnection(reader, writer);
    this.watched = new Promise((done) => {
      this.connection.onRequest(protocol.RegistrationRequest.type, ({ registrations }) => done(registrations[0].method));
    });
    this.waiting = [];
    this.connection.onNotification(protocol.PublishDiagnosticsNotification.type, (told) => {
      this.waiting = this.waiting.filter(({ wanted, done }) => !wanted(told) || done(told.diagnostics));
    });
    this.connection.listen();
  }

  /** Says hello; what the server can do. */
  async hello(positionEncodings) {
    const uri = pathToFileURL(this.folder).href;
    const { capabilities } = await this.connection.sendRequest(protocol.InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: [{ uri, name: 'Stadt' }],
      capabilities: {
        general: { positionEncodings },
        workspace: { didChangeWatchedFiles: { dynamicRegistration: true }, workspaceFolders: true },
      },
    });
    await this.connection.sendNotification(protocol.InitializedNotification.type, {});
    return capabilities;
  }

  uri(path) {
    return pathToFileURL(join(this.folder, path)).href;
  }

  /** The next findings of a file that fit. */
  findings(path, fits) {
    const wanted = ({ uri, diagnostics }) => uri === this.uri(path) && fits(diagnostics);
    return new Promise((done) => this.waiting.push({ wanted, done: (found) => void done(found) }));
  }

  open(path, text) {
    const textDocument = { uri: this.uri(path), languageId: 'markdown', version: 1, text };
    return this.connection.sendNotification(protocol.DidOpenTextDocumentNotification.type, { textDocument });
  }

  change(path, version, ...contentChanges) {
    const textDocument = { uri: this.uri(path), version };
    return this.connection.sendNotification(protocol.DidChangeTextDocumentNotification.type, { textDocument, contentChanges });
  }

  ask(type, path, position, more = {}) {
    return this.connection.sendRequest(type, { textDocument: { uri: this.uri(path) }, position, ...more });
  }

  /** Says goodbye; the exit code. */
  async goodbye() {
    await this.connection.sendRequest(protocol.ShutdownRequest.type);
    await this.connection.sendNotification(protocol.ExitNotification.type);
    return this.exit;
  }
}

/** Line and column of a text, columns in UTF-16, as JavaScript counts. */
function place(text, there, behind = 0) {
  const before = text.slice(0, text.indexOf(there) + behind);
  const line = before.split('\n').length - 1;
  return { line, character: before.length - before.lastIndexOf('\n') - 1 };
}

/** Writes what is wrong, looks where it is shown, mends it. */
async function checkFindings(client, text) {
  const wrong = text.replace('\n', '\nx-notiz: {a: "🗂 größer", b: 1}\nplan: {annahme: "🗂 ü", ende: 31.12.2025}\nplam: 2\n');
  const found = client.findings(MEASURE, (all) => all.some(({ code }) => code === 'E0111' || code === 'E0206'));
  await client.open(MEASURE, text);
  await client.change(MEASURE, 2, { text: wrong });
  const all = await found;
  expect(all.every(({ source, message }) => source === 'spatz' && message.includes('\nHilfe: ')), 'findings have a remedy', all);
  const cleared = client.findings(MEASURE, (all) => all.length === 0);
  await client.change(MEASURE, 3, { text });
  expect((await cleared).length === 0, 'what is mended is cleared', MEASURE);
}

/** A finding behind an umlaut and a character of two units; one change in the middle of the text. */
async function checkPlaces(client) {
  const path = 'projekte/neu.md';
  const text = '---\ntitel: Größer 🗂\nplan: {annahme: "🗂 ü", ende: morgen}\n---\n';
  const found = client.findings(path, (all) => all.length > 0);
  await client.open(path, text);
  const [first] = await found;
  const expected = { start: place(text, 'morgen'), end: place(text, 'morgen', 6) };
  expect(first.code === 'E0206' && JSON.stringify(first.range) === JSON.stringify(expected), 'the place of a finding', first);
  const mended = client.findings(path, (all) => all.every(({ code }) => code !== 'E0206'));
  await client.change(path, 2, { range: first.range, text: '2025-12-31' });
  await mended;
}

/** Ids where one is asked for, also while the rest of the line is missing. */
async function checkCompletion(client, text) {
  const half = text.replace(/^projekt: .*$/m, 'projekt: ');
  await client.change(MEASURE, 4, { text: half });
  const offered = await client.ask(protocol.CompletionRequest.type, MEASURE, place(half, 'projekt: ', 9));
  const one = offered.items.find(({ label }) => label === 'akte-ohne-papier');
  expect(one?.detail && one?.textEdit?.newText === 'akte-ohne-papier', 'the id of a project with its title', offered.items.slice(0, 3));
  const broken = text.replace('\n', '\nwir\ntitel: "\n');
  await client.change(MEASURE, 5, { text: broken });
  const keys = await client.ask(protocol.CompletionRequest.type, MEASURE, place(broken, 'wir', 3));
  expect(keys.items.some(({ label }) => label === 'wirkung'), 'a key while the file cannot be read', keys.items.slice(0, 3));
  await client.change(MEASURE, 6, { text });
}

/** What belongs into a field, at its key and where the key is offered. */
async function checkFields(client, text) {
  const hover = await client.ask(protocol.HoverRequest.type, MEASURE, place(text, '\nprojekt:', 3));
  expect(hover?.contents?.value?.includes('```yaml\nprojekt: '), 'a field is explained', hover);
  const without = text.replace(/^projekt: .*$/m, 'proj');
  await client.change(MEASURE, 7, { text: without });
  const offered = await client.ask(protocol.CompletionRequest.type, MEASURE, place(without, '\nproj\n', 5));
  const key = offered.items.find(({ label }) => label === 'projekt');
  expect(key?.documentation?.value?.includes('**Projekt**'), 'an offered key is explained', key);
  await client.change(MEASURE, 8, { text });
}

/** What stands behind an id, and where. */
async function checkRecords(client, text) {
  const at = place(text, 'projekt: ', 10);
  const hover = await client.ask(protocol.HoverRequest.type, MEASURE, at);
  expect(hover?.contents?.value?.includes('`projekte/akte-ohne-papier.md`'), 'a project is explained', hover);
  const there = await client.ask(protocol.DefinitionRequest.type, MEASURE, at);
  expect(there?.uri === client.uri('projekte/akte-ohne-papier.md'), 'the way to a project', there);
  const uses = await client.ask(protocol.ReferencesRequest.type, MEASURE, at, { context: { includeDeclaration: false } });
  expect(uses?.some(({ uri }) => uri === client.uri(MEASURE)), 'who names the project', uses);
}

async function check(folder, spatz) {
  const client = new Client(folder, spatz);
  const text = readFileSync(join(folder, MEASURE), 'utf8');
  const capabilities = await client.hello(['utf-16']);
  expect(capabilities.positionEncoding === 'utf-16' && capabilities.completionProvider, 'what the server can do', capabilities);
  expect((await client.watched) === 'workspace/didChangeWatchedFiles', 'the folder is watched', 'registration');
  await checkFindings(client, text);
  await checkPlaces(client);
  await checkCompletion(client, text);
  await checkFields(client, text);
  await checkRecords(client, text);
  const unknown = await client.connection.sendRequest('textDocument/quatsch', {}).catch(({ code }) => code);
  expect(unknown === protocol.ErrorCodes.MethodNotFound, 'what is not known is refused', unknown);
  const code = await client.goodbye();
  expect(code === 0, 'the exit code', code);
  const rude = new Client(folder, spatz);
  expect((await rude.hello(['utf-8', 'utf-16'])).positionEncoding === 'utf-8', 'the encoding that the client prefers', 'utf-8');
  await rude.connection.sendNotification(protocol.ExitNotification.type);
  expect((await rude.exit) === 1, 'the exit code without goodbye', 'exit');
}

setTimeout(() => {
  console.log('the language server does not answer\nnot all was checked');
  process.exit(1);
}, PATIENCE).unref();
await check(resolve(process.argv[2]), resolve(process.argv[3]));
for (const finding of findings) console.log(finding);
console.log(`${findings.length} findings in the conversation with the language server`);
process.exit(findings.length > 0 ? 1 : 0);
