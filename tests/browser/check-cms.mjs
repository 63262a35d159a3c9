#!/usr/bin/env node
// Content edited by forms: `node check-cms.mjs ADMIN_DIR CONTENT_DIR OUT_DIR [--ohne-format]`.
//
// Serves what `spatz cms --backend test` wrote, with Sveltia CMS from the locked packages beside it, gives the content to
// its test backend, edits some of it as people do, and writes the files that were saved to OUT_DIR. Checks that every file
// passes through its format unchanged, that a saved file holds what it held but for what was edited, and that no request
// leaves the server. `--ohne-format` leaves files to Sveltia's own format: then there are findings.
import { createServer } from 'node:http';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { parseDocument } from 'yaml';
import { launch, runProgram, view } from './lib/browser.mjs';

const PACKAGES = join(dirname(fileURLToPath(import.meta.url)), 'node_modules');
const SVELTIA = join(PACKAGES, '@sveltia/cms');
/** What LIESMICH.md has one copy beside the page. */
const COPIED = [
  ['admin/sveltia/de.json', join(SVELTIA, 'locales/de.json')],
  ['admin/sveltia/', join(SVELTIA, 'npm')],
  ['admin/yaml/', join(PACKAGES, 'yaml/browser/dist')],
];
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json', '.yml': 'application/yaml', '.woff2': 'font/woff2' };
/** Where Sveltia's test backend has its files, in the browser. */
const STORE = 'sveltia-cms-test';
/** Where the forms expect the content. */
const FOLDER = 'content/';
const WAIT_MS = 90_000;
/** Nothing of a form takes so long that has begun at all. */
const PAUSE_MS = 5_000;

/** What a file may hold that no form knows; it goes into the project that is edited. */
const TRAPS = [
  '# von Hand: bitte stehen lassen',
  'x-aktenzeichen: {1: "0042", 2: 1.10, a.b: Nein} # eigene Felder',
  'annahme: Nein',
  '',
].join('\n');

/** The text of every content file by its path. */
function contentOf(directory) {
  const files = readdirSync(directory, { recursive: true }).filter((path) => /\.(md|yaml)$/.test(path));
  return new Map(files.sort().map((path) => [path, readFileSync(join(directory, path), 'utf8')]));
}

/** The YAML of a file, and what is below it. */
function partsOf(path, text) {
  if (!path.endsWith('.md')) return [text, ''];
  const [, yaml, body] = text.match(/^---\n([^]*?\n)---\n?([^]*)$/);
  return [yaml, body.trim()];
}

/** What a file holds, with every value as it is written, and its comments. */
function dataOf(path, text) {
  const [yaml, body] = partsOf(path, text);
  const document = parseDocument(yaml, { schema: 'failsafe' });
  if (document.errors.length > 0) throw document.errors[0];
  const comments = yaml.split('\n').flatMap((line) => line.match(/(^|\s)#.*$/)?.[0].trim() ?? []);
  return { data: document.toJS(), body, comments };
}

/** The order of keys, which a comparison of objects does not see. */
function orderOf(data) {
  if (Array.isArray(data)) return data.map(orderOf);
  return data !== null && typeof data === 'object' ? Object.entries(data).map(([key, value]) => [key, orderOf(value)]) : 0;
}

function serve(admin, withoutFormat) {
  const fileOf = (path) => {
    const [start, target] = COPIED.find(([start]) => path.startsWith(start)) ?? ['admin/', admin];
    return join(target, path.slice(start.length));
  };
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://127.0.0.1').pathname.slice(1).replace(/\/$/, '/index.html');
    const file = fileOf(path);
    if (path.includes('..') || !existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
    const bytes = readFileSync(file);
    const plain = withoutFormat && path.endsWith('config.yml');
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    return response.end(plain ? ownFormats(bytes.toString()) : bytes);
  });
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done({ base: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() })));
}

/** The configuration with the formats that Sveltia comes with. */
function ownFormats(config) {
  return config.replaceAll(/"spatz-projekte"/g, '"yaml-frontmatter"');
}

/** Sveltia CMS in a browser page, with the content in its test backend. */
class Editor {
  constructor(page, base) {
    this.page = page;
    this.base = base;
  }

  static async open(browser, base, files, report) {
    const context = await browser.newContext({ ...view(1280), viewport: { width: 1280, height: 1600 } });
    const page = await context.newPage();
    page.setDefaultTimeout(WAIT_MS);
    watch(page, base, report);
    const editor = new Editor(page, base);
    // Any page of the server's: the store is the server's, not the page's.
    await page.goto(`${base}admin/formular.js`);
    for (const path of await page.evaluate(changed, [...files])) report(path, 'does not pass through its format as it is');
    await page.evaluate(store, [STORE, [...files].map(([path, text]) => [FOLDER + path, text])]);
    return editor;
  }

  /** Opens a form by its address, on a page of its own: what Sveltia does after it has saved would disturb the next one. */
  async turnTo(address) {
    await this.page.goto('about:blank');
    await this.page.goto(`${this.base}admin/#/collections/${address}`);
    const button = this.page.getByRole('button', { name: 'Mit Test-Repository arbeiten' });
    const form = this.page.locator('[data-key-path]');
    await button.or(form).first().waitFor();
    if (await button.isVisible()) await button.click();
    await form.first().waitFor();
  }

  /** The field with a path; places in lists are numbers from 0. */
  field(path) {
    return this.page.locator(`[data-key-path="${path}"]`).first();
  }

  async fill(path, value) {
    await this.field(path).locator('input, textarea').first().fill(value);
  }

  /** Opens the entry of a list. */
  async unfold(path) {
    const button = this.field(path).getByRole('button', { name: 'Alle aufklappen' });
    if (await button.isEnabled()) await button.click();
  }

  /** One of the words of a field. */
  async choose(path, word) {
    const field = this.field(path);
    await field.waitFor();
    const many = field.getByRole('combobox');
    // Behind the word stands what it means.
    if ((await many.count()) === 0) return field.getByText(`${word}:`).click();
    await many.first().click();
    return this.page.getByRole('option', { name: `${word}:` }).click();
  }

  /** Another entry of a list. Where forms still move, a click may meet nothing: it is repeated until the entry is there. */
  async add(path, place) {
    const button = this.field(path).getByRole('button', { name: /hinzufügen$/ }).last();
    const entry = this.page.locator(`[data-key-path^="${place}."]`).first();
    const deadline = Date.now() + WAIT_MS;
    do {
      await button.click();
      const isThere = await entry.waitFor({ timeout: PAUSE_MS }).then(() => true, () => false);
      if (isThere) return;
    } while (Date.now() < deadline);
    throw new Error(`${place} was not added`);
  }

  /** Saves the form, and gives the text of its file then. */
  async save(path) {
    const before = await this.page.evaluate(stored, [STORE, FOLDER + path]);
    await this.page.getByRole('button', { name: 'Speichern' }).click();
    const deadline = Date.now() + WAIT_MS;
    while (Date.now() < deadline) {
      const text = await this.page.evaluate(stored, [STORE, FOLDER + path]);
      if (text !== undefined && text !== before) return text;
      await this.page.waitForTimeout(100);
    }
    throw new Error(`${path} was not saved`);
  }
}

/** Runs inside of the browser: the files that have no format, or do not come out of it as they went in. */
async function changed(files) {
  const { KINDS } = await import('/admin/felder.js');
  const { format } = await import('/admin/formular.js');
  const passes = ([path, text]) => {
    const kind = KINDS.find(({ name }) => name === `spatz-${path.replace(/\/.*|\.yaml$/, '')}`);
    if (!kind) return false;
    const { fromFile, toFile } = format(kind.shape, kind.hasBody);
    return toFile(structuredClone(fromFile(text.trim()))) === text.trim();
  };
  return files.filter((file) => !passes(file)).map(([path]) => path);
}

/** Runs inside of the browser: writes files into the store. */
async function store([name, files]) {
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(name, { create: true });
  for (const [path, text] of files) {
    const folders = path.split('/');
    const file = folders.pop();
    let folder = root;
    for (const one of folders) folder = await folder.getDirectoryHandle(one, { create: true });
    const target = await (await folder.getFileHandle(file, { create: true })).createWritable();
    await target.write(text);
    await target.close();
  }
}

/** Runs inside of the browser: reads a file from the store; nothing where there is none, or none at this moment. */
async function stored([name, path]) {
  try {
    let folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(name);
    const folders = path.split('/');
    const file = folders.pop();
    for (const one of folders) folder = await folder.getDirectoryHandle(one);
    return await (await (await folder.getFileHandle(file)).getFile()).text();
  } catch {
    return undefined;
  }
}

/** Reports what goes wrong in the page. Sveltia asks a CDN for its fonts even where it has them; the policy stops that. */
function watch(page, base, report) {
  const outside = new Set();
  const isInside = (address) => address.startsWith(base) || /^(data|blob|about):/.test(address);
  page.on('request', (request) => isInside(request.url()) || outside.add(request.url()));
  page.on('requestfailed', (request) => {
    if (request.failure()?.errorText === 'csp') outside.delete(request.url());
    else report('admin', `failed request: ${request.url().replace(base, '')}`);
  });
  page.on('requestfinished', (request) => outside.has(request.url()) && report('admin', `request leaves the server: ${request.url()}`));
  page.on('response', (response) => response.status() >= 400 && !response.url().endsWith('/favicon.ico') && report('admin', `status ${response.status()}: ${response.url().replace(base, '')}`));
  page.on('pageerror', (error) => report('admin', `page error: ${error}`));
  page.on('console', (message) => {
    const isOwnIdea = message.location().url.endsWith('/favicon.ico');
    if (message.type() === 'error' && !isOwnIdea && !/Content Security Policy/.test(message.text())) report('admin', `console: ${message.text()}`);
  });
}

/** What people do: each edits a file by its form, and says what its data are then. */
const EDITS = [
  {
    name: 'another end of a plan',
    path: 'projekte/akte-ohne-papier.md',
    edit: async (editor) => {
      await editor.turnTo('projekte/entries/akte-ohne-papier');
      await editor.fill('plan.ende', '2026-Q1');
    },
    expect: (file) => (file.data.plan.ende = '2026-Q1'),
  },
  {
    name: 'one more event',
    path: 'projekte/mitreden.md',
    edit: async (editor) => {
      await editor.turnTo('projekte/entries/mitreden');
      const place = 'verlauf.2';
      await editor.add('verlauf', place);
      await editor.fill(`${place}.am`, '2026-11-02');
      await editor.choose(`${place}.ereignis`, 'wiederaufgenommen');
      await editor.fill(`${place}.grund`, 'Das Geld ist da: Haushalt beschlossen.');
    },
    expect: (file) => file.data.verlauf.push({ am: '2026-11-02', ereignis: 'wiederaufgenommen', grund: 'Das Geld ist da: Haushalt beschlossen.' }),
  },
  {
    name: 'a new record',
    path: 'werte/offenheit.md',
    edit: async (editor) => {
      await editor.turnTo('werte/new');
      await editor.fill('titel', 'Offenheit');
      await editor.choose('status', 'entwurf');
      await editor.fill('_text', 'Was die Stadt tut, kann jeder sehen.');
    },
    expect: (file) => Object.assign(file, dataOf('neu.md', '---\ntitel: Offenheit\nstatus: entwurf\n---\nWas die Stadt tut, kann jeder sehen.\n')),
  },
  {
    name: 'an entry of a list by id',
    path: 'organisation.yaml',
    edit: async (editor) => {
      await editor.turnTo('dateien/entries/organisation');
      await editor.unfold('einheiten');
      await editor.fill('einheiten.0.titel', 'Amt, das anders heißt: neu');
    },
    expect: (file) => {
      const [id] = Object.keys(file.data.einheiten);
      file.data.einheiten[id].titel = 'Amt, das anders heißt: neu';
    },
  },
];

async function checkEdits(editor, files, out, report) {
  for (const { name, path, edit, expect } of EDITS) {
    await edit(editor);
    const text = await editor.save(path);
    const expected = files.has(path) ? dataOf(path, files.get(path)) : {};
    expect(expected);
    const found = dataOf(path, text);
    const differing = Object.keys(found).filter((part) => !isDeepStrictEqual(found[part], expected[part]));
    if (!isDeepStrictEqual(orderOf(found.data), orderOf(expected.data))) differing.push('order of keys');
    for (const part of differing) report(path, `${name}: not the same ${part}: ${JSON.stringify(text)}`);
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), text);
  }
}

async function main(values) {
  const withoutFormat = values.includes('--ohne-format');
  const [admin, content, out] = values.filter((value) => !value.startsWith('--')).map((value) => resolve(value));
  if (!out) throw new Error('usage: node check-cms.mjs ADMIN_DIR CONTENT_DIR OUT_DIR [--ohne-format]');
  const findings = new Set();
  const report = (place, what) => findings.add(`${place}: ${what}`);
  const files = contentOf(content);
  const project = EDITS[0].path;
  files.set(project, files.get(project).replace('---\n', `---\n${TRAPS}`));
  const server = await serve(admin, withoutFormat);
  const browser = await launch();
  try {
    await checkEdits(await Editor.open(browser, server.base, files, report), files, out, report);
  } finally {
    await browser.close();
    server.close();
  }
  for (const finding of [...findings].sort()) console.log(finding);
  console.log(`${files.size} files, ${EDITS.length} edits, ${findings.size} findings`);
  return findings.size > 0 ? 1 : 0;
}

await runProgram(main);
