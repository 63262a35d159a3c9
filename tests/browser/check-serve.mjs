#!/usr/bin/env node
// What somebody who writes sees of `spatz serve`: `node check-serve.mjs SPATZ CONTENT_DIR [--shots DIR] [--without-script]`.
//
// Works on a copy of the content: an open page becomes new by itself, says what is wrong and what to write instead while
// the page before stays up, and is well again when the content is. Without the panel's script all of that is to be found
// missing. Prints as `check-site.mjs` does.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { AXE_SOURCE, axeFindings } from './lib/axe.mjs';
import { firstLine, launch, runProgram, view } from './lib/browser.mjs';

const FILE = 'projekte/mitreden.md';
const PAGE = 'projekte/mitreden.html';
const PANEL = '#spatz-befunde';
const WIDE = 1280;
const NARROW = 360;
const VIEWS = [WIDE, NARROW].flatMap((width) => ['light', 'dark'].map((scheme) => ({ width, scheme })));
const PATIENCE_MS = 8000;

/** Runs `spatz serve` on a copy of a content folder. */
async function serve(program, content) {
  const place = mkdtempSync(join(tmpdir(), 'spatz-serve-'));
  const folder = join(place, 'content');
  cpSync(content, folder, { recursive: true });
  const server = spawn(program, ['serve', '--port', '0'], { cwd: place, stdio: ['ignore', 'pipe', 'ignore'] });
  const failed = new Promise((_, fail) => server.once('error', fail));
  const lines = createInterface(server.stdout)[Symbol.asyncIterator]();
  const { value: line } = await Promise.race([lines.next(), failed]);
  server.stdout.resume();
  const [base] = line.match(/http:\S+/);
  const end = () => {
    server.kill();
    rmSync(place, { recursive: true, force: true });
  };
  return { base, file: join(folder, FILE), stop: () => server.kill(), end };
}

/** The panel as it is now: what it says, and what of it is shown. */
function panelOf(selector) {
  const panel = document.querySelector(selector);
  if (!panel || panel.hidden) return null;
  return {
    status: panel.querySelector('[role=status]').textContent,
    isOpen: !panel.querySelector('ol').hidden,
    expanded: panel.querySelector('button').getAttribute('aria-expanded'),
    items: [...panel.querySelectorAll('li')].map((item) => item.innerText),
    isStyled: getComputedStyle(panel).position === 'sticky',
  };
}

async function check({ page, server, report, shots }) {
  const source = readFileSync(server.file, 'utf8');
  const write = (text) => writeFileSync(server.file, text);
  // As editors do it: a new file takes the place of the old one.
  const replace = (text) => {
    writeFileSync(`${server.file}~`, text);
    renameSync(`${server.file}~`, server.file);
  };
  const step = async (what, test, argument) => {
    const done = page.waitForFunction(test, argument, { timeout: PATIENCE_MS, polling: 50 });
    await done.catch(() => report(PAGE, `missing: ${what}`));
    return page.evaluate(panelOf, PANEL);
  };
  const says = (title) => document.querySelector('h1')?.innerText.includes(title);
  const opens = ([selector, isOpen]) => {
    const panel = document.querySelector(selector);
    return panel && !panel.hidden && panel.querySelector('ol').hidden !== isOpen;
  };
  const titled = (title) => source.replace(/^titel: .*$/m, `titel: ${title}`);

  await page.goto(server.base + PAGE);
  replace(titled('Ganz neu (erfunden)'));
  await step('a page that becomes new by itself', says, 'Ganz neu');

  write(titled('Noch neuer (erfunden)').replace('einheit:', 'einhiet:'));
  let panel = await step('a panel that opens with the error', opens, [PANEL, true]);
  if (!(await page.evaluate(says, 'Ganz neu'))) report(PAGE, 'missing: the page before the error');
  if (!panel?.items.some((item) => item.includes(`${FILE}:`) && item.includes('einheit'))) report(PAGE, 'missing: file, line and remedy');
  if (!panel?.isStyled) report(PAGE, 'missing: the style of the panel');
  await page.addScriptTag({ content: AXE_SOURCE }).catch(() => page.evaluate(AXE_SOURCE));
  const looks = async ({ width, scheme }) => {
    if (shots) await page.screenshot({ path: join(shots, `serve-${width}-${scheme}.png`) });
    const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    if (isWide) report(PAGE, `too wide at ${width}`);
  };
  for (const finding of await axeFindings(page, VIEWS, looks)) report(PAGE, finding);

  await page.keyboard.press('Escape');
  panel = await step('a panel that Escape closes', opens, [PANEL, false]);
  if (panel?.expanded !== 'false') report(PAGE, 'missing: that the panel is closed');
  await page.reload();
  await step('a panel that stays closed', opens, [PANEL, false]);

  replace(titled('Wieder gut (erfunden)'));
  await step('a page that is well again', says, 'Wieder gut');
  panel = await page.evaluate(panelOf, PANEL);
  if (panel?.isOpen) report(PAGE, 'the panel is open without an error');

  server.stop();
  const ended = (selector) => document.querySelector(`${selector} [role=status]`)?.textContent.includes('spatz serve');
  await step('that the server has ended', ended, PANEL);
}

async function main([program, content, ...options]) {
  if (!content) throw new Error('usage: node check-serve.mjs SPATZ CONTENT_DIR [--shots DIR] [--without-script]');
  const shots = options.includes('--shots') ? options[options.indexOf('--shots') + 1] : undefined;
  const findings = new Set();
  const report = (path, what) => findings.add(`${path}: ${what.replace(/\s+/g, ' ')}`);
  const server = await serve(program, content);
  const browser = await launch();
  try {
    const page = await browser.newPage(view(WIDE));
    page.on('pageerror', (error) => report(PAGE, `page error: ${firstLine(String(error))}`));
    if (options.includes('--without-script')) await page.route('**/_spatz/skript.js*', (route) => route.abort());
    await check({ page, server, report, shots });
  } finally {
    await browser.close();
    server.end();
  }
  for (const finding of [...findings].sort()) console.log(finding);
  console.log(`1 page, ${findings.size} findings`);
  return findings.size > 0 ? 1 : 0;
}

await runProgram(main);
