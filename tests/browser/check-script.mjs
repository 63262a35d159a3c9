#!/usr/bin/env node
// What the site's script does, in a real browser: `node check-script.mjs SITE_DIR`, where the site is the invented small
// town. Every check runs from disk and from a server with a strict Content-Security-Policy.
//
// Prints one line per failed check and the summary. Exit code 0: all passed; 1: some failed; 2: they could not be run.
import assert from 'node:assert/strict';
import { firstLine, launch, view } from './lib/browser.mjs';
import { Site, serve } from './lib/site.mjs';

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'";
const SEARCH = 'suche/index.html';

const CHECKS = {
  async 'words are folded alike'({ page, open }) {
    await open(SEARCH);
    const fold = (texts) => page.evaluate((list) => list.map(fold), texts);
    for (const same of [
      ['Straße', 'STRASSE', 'strasse', 'STRAẞE'],
      ['Bürger', 'Buerger', 'burger', 'BÜRGER', 'Bu\u0308rger', 'Bür\u00adger'],
      ['Ämter', 'Aemter', 'amter'],
      ['01351', '1351'],
      ['Café', 'cafe'],
    ]) {
      assert.deepEqual([...new Set(await fold(same))].length, 1, same.join(' '));
    }
    assert.deepEqual(await fold(['0', '00', 'E2']), ['0', '0', 'e2']);
    const beginnings = await page.evaluate((list) => {
      const wrong = (word) => [...word].map((_, at) => word.slice(0, at + 1)).filter((part) => !fold(word).startsWith(fold(part)));
      return list.flatMap(wrong);
    }, ['Straße', 'Quelle', 'Bauen', 'neue', 'Müller', 'Mueller', 'E-Akte', '1351']);
    assert.deepEqual(beginnings, [], 'what begins a word begins its folding');
  },

  async 'hits are found however they are written'({ search }) {
    for (const query of ['straßen', 'Strassen', 'STRASSEN', 'strass']) {
      assert.ok((await search(query)).titles.includes('Vernetzte Stadt'), query);
    }
    for (const query of ['Burgeramt', 'bürgeramt', 'BUERGERAMT']) assert.equal((await search(query)).titles[0], 'Bürgeramt', query);
    assert.equal((await search('VII/2024/00066')).titles.length, 7, 'two papers and the questions of one');
    assert.deepEqual((await search('66 nachgereicht')).titles, ['Nachgereichte Antwort zu den gewünschten Diensten']);
    assert.ok((await search('dienste')).titles.includes('Anfrage zum Stand der Onlinedienste'), 'within a word');
  },

  async 'a hit in the title comes before one in the text'({ search }) {
    const { titles, items } = await search('onlinedienste');
    const inTitle = titles.map((title) => title.includes('Onlinedienste'));
    assert.ok(inTitle[0] && inTitle[1] && inTitle.includes(false), titles.join('; '));
    assert.equal(inTitle.lastIndexOf(true) + 1, inTitle.indexOf(false), titles.join('; '));
    assert.match(items[0], /^Dimension Onlinedienste /, 'kind, then title');
  },

  async 'hits are marked and counted'({ page, search }) {
    const { status } = await search('straßen');
    assert.match(status, /^\d+ Treffer für „straßen“$/);
    const marks = await page.$$eval('#treffer mark', (all) => all.map((mark) => mark.textContent.toLowerCase()));
    assert.ok(marks.length > 0 && marks.every((mark) => mark.startsWith('stra')), marks.join(' '));
    assert.match((await search('gibtesnicht')).status, /^Nichts gefunden für „gibtesnicht“/);
    assert.ok(await page.isHidden('#treffer') && (await page.isHidden('#a-z')));
    assert.equal((await search('')).status, '');
    assert.ok(await page.isVisible('#a-z'), 'without a question the list stands there');
  },

  async 'what is searched for is text and never markup'({ page, search }) {
    const { status } = await search('<img src=x onerror=alert(1)>');
    assert.ok(status.includes('<img'), status);
    assert.equal(await page.$('main img'), null);
  },

  async 'every page leads to the search, by keyboard'({ page, open }) {
    await open('projekte/index.html');
    await page.focus('.kopf a');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Akte');
    await page.keyboard.press('Enter');
    await page.waitForURL(/suche\/index\.html\?q=Akte$/);
    assert.equal(await page.inputValue('#suchbegriff'), 'Akte');
    await page.focus('#suchbegriff');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    assert.ok(await page.$eval('#treffer li:first-child a', (link) => link === document.activeElement));
    await page.keyboard.press('Enter');
    await page.waitForURL(/akte/);
    await page.goBack();
    assert.match(await page.textContent('#treffer-zahl'), /„Akte“/);
  },

  async 'the address tells what was searched for, and the way back works'({ page, open, base }) {
    await open(SEARCH);
    await page.fill('#suchbegriff', 'Akte');
    await page.press('#suchbegriff', 'Enter');
    await page.fill('#suchbegriff', 'Straße');
    await page.waitForURL(`${base}${SEARCH}?q=Stra%C3%9Fe`);
    await page.press('#suchbegriff', 'Enter');
    await page.fill('#suchbegriff', 'Amt');
    await page.press('#suchbegriff', 'Enter');
    await page.goBack();
    assert.equal(await page.inputValue('#suchbegriff'), 'Straße');
    assert.match(await page.textContent('#treffer-zahl'), /„Straße“/);
  },

  async 'many hits come in parts'({ page, search }) {
    const { titles, status } = await search('e');
    const all = Number.parseInt(status, 10);
    assert.ok(all > 60 && titles.length === 30, status);
    await page.click('#treffer-mehr');
    assert.equal(await page.locator('#treffer > li').count(), 60);
    assert.ok(await page.$eval('#treffer > li:nth-child(31) a', (link) => link === document.activeElement), 'focus goes on');
  },

  async 'without script the list from A to Z is all there is'({ openWithoutScript }) {
    const page = await openWithoutScript('index.html');
    await page.fill('#suche', 'Akte');
    await page.press('#suche', 'Enter');
    await page.waitForURL(/suche\/index\.html\?q=Akte$/);
    assert.equal(await page.locator('main form:visible, main input:visible, main button:visible').count(), 0, 'nothing dead');
    assert.ok(await page.isVisible('[data-ohne-skript]'));
    assert.ok((await page.locator('#a-z li a').count()) > 150);
  },
};

/** Chromium asks every server for one. */
function isFavicon(message) {
  return message.location().url.endsWith('/favicon.ico');
}

/** What a check works with: a page of its own, from `base`; it fails if the browser complains. */
async function run(browser, check, site, base) {
  const contexts = [];
  const complaints = [];
  const newPage = async (options) => {
    const context = await browser.newContext(view(1280, options));
    contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('console', (message) => isFavicon(message) || complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => request.url().startsWith(base) || complaints.push(`request of ${request.url()}`));
    return page;
  };
  const page = await newPage();
  const open = (path, query = '') => page.goto(site.address(path, base) + query);
  const search = async (query) => {
    await open(SEARCH, `?q=${encodeURIComponent(query)}`);
    const items = (await page.locator('#treffer > li').allInnerTexts()).map((text) => text.replace(/\s+/g, ' '));
    const titles = await page.locator('#treffer > li > a').allTextContents();
    return { titles, items, status: await page.textContent('#treffer-zahl') };
  };
  const openWithoutScript = async (path) => {
    const bare = await newPage({ scripts: false });
    await bare.goto(site.address(path, base));
    return bare;
  };
  try {
    await check({ page, open, search, openWithoutScript, base });
    assert.deepEqual(complaints, [], 'the browser complains');
  } finally {
    for (const context of contexts) await context.close();
  }
}

async function main([directory, only = '']) {
  if (!directory) throw new Error('usage: node check-script.mjs SITE_DIR [NAME]');
  const site = new Site(directory);
  const server = await serve(site, '/a/b/', { 'content-security-policy': POLICY });
  const browser = await launch();
  const checks = Object.entries(CHECKS).filter(([name]) => name.includes(only));
  let failed = 0;
  for (const [place, base] of [['from disk', site.base], ['served', server.base]]) {
    for (const [name, check] of checks) {
      try {
        await run(browser, check, site, base);
      } catch (error) {
        failed += 1;
        console.log(`${name} (${place}): ${error.message.split('\n').slice(0, 12).join('\n  ')}`);
      }
    }
  }
  await browser.close();
  server.close();
  console.log(`${2 * checks.length} checks, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(firstLine(error.message));
  process.exitCode = 2;
}
