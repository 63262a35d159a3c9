#!/usr/bin/env node
// What the site's script does, in a real browser: `node check-script.mjs SITE_DIR`, where the site is the invented small
// town. Every check runs from disk and from a server with a strict Content-Security-Policy.
//
// Prints one line per failed check and the summary. Exit code 0: all passed; 1: some failed; 2: they could not be run.
import assert from 'node:assert/strict';
import { launch, runProgram, view } from './lib/browser.mjs';
import { Site, serve } from './lib/site.mjs';

const POLICY = "default-src 'none'; connect-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'";
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
    await page.focus('.kopf .wortmarke');
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

  async 'a table is narrowed by choices and words'({ page, table }) {
    const { rows, status } = await table();
    assert.equal(await status(), '38 von 38 Zeilen');
    await page.selectOption('[name="alle-massnahmen.stand"]', 'laufend');
    assert.equal(await status(), '8 von 38 Zeilen');
    await page.selectOption('[name="alle-massnahmen.bereich"]', { label: 'Stabsstelle Digitales' });
    assert.deepEqual(await rows(), ['Häufige Prozesse vereinfachen']);
    await page.click('.werkzeug [type=reset]');
    await page.waitForURL(/index\.html$/);
    assert.equal((await rows()).length, 38);
    await page.fill('[name="alle-massnahmen.text"]', 'HAEUFIGE prozess');
    await page.waitForURL(/text=HAEUFIGE/);
    assert.deepEqual(await rows(), ['Häufige Prozesse vereinfachen']);
    await page.fill('[name="alle-massnahmen.text"]', 'gibtesnicht');
    await page.waitForURL(/gibtesnicht/);
    assert.deepEqual([await rows(), await status()], [[], '0 von 38 Zeilen']);
  },

  async 'a table is sorted by words, by days and by status'({ page, table }) {
    const { rows, values } = await table();
    const written = await rows();
    const sort = (column) => page.click(`th[data-ordnung=${column}] button`);
    await sort('massnahme');
    const german = new Intl.Collator('de', { numeric: true, ignorePunctuation: true });
    assert.deepEqual(await rows(), [...written].sort(german.compare));
    await sort('ende');
    const days = await values('ende');
    assert.deepEqual(days, [...days].sort());
    await sort('ende');
    assert.deepEqual(await values('ende'), [...days].reverse());
    assert.equal(await page.getAttribute('th[data-ordnung=ende]', 'aria-sort'), 'descending');
    assert.equal(await page.locator('th[aria-sort]').count(), 1);
    await sort('stand');
    const places = (await values('stand')).map(Number);
    assert.deepEqual(places, [...places].sort((a, b) => a - b));
    await sort('stand');
    await sort('stand');
    assert.deepEqual(await rows(), written, 'the third time it is as it was');
  },

  async 'what has no value comes last either way'({ page, open }) {
    await open(SEARCH);
    const sorted = (values, art, direction) =>
      page.evaluate(([list, ...by]) => list.sort(comparing(...by)), [values, art, direction]);
    assert.deepEqual(await sorted(['10', '', '9', '-1'], 'zahl', 1), ['-1', '9', '10', '']);
    assert.deepEqual(await sorted(['2024', '', '2024-02-01', '2023-12-31'], 'datum', -1), ['2024-02-01', '2024', '2023-12-31', '']);
    assert.deepEqual(await sorted(['Zoo', '„Mut“', '', 'Öffnung', 'FB 10', 'FB 2', 'Ofen'], 'text', 1), ['FB 2', 'FB 10', '„Mut“', 'Ofen', 'Öffnung', 'Zoo', '']);
  },

  async 'the address tells how a table is narrowed and sorted, and the way back works'({ page, table }) {
    const { rows, status } = await table('?alle-massnahmen.stand=laufend&alle-massnahmen.ordnung=-massnahme');
    assert.equal(await status(), '8 von 38 Zeilen');
    const shared = await rows();
    assert.equal(shared[0], 'Zertifikat für Informationssicherheit');
    await page.selectOption('[name="alle-massnahmen.stand"]', 'pausiert');
    assert.deepEqual(await rows(), ['Plattform für Beteiligung']);
    await page.click('th[data-ordnung=ende] button');
    assert.match(page.url(), /stand=pausiert/);
    assert.match(page.url(), /ordnung=ende/);
    await page.goBack();
    await page.goBack();
    assert.deepEqual(await rows(), shared);
    assert.equal(await page.inputValue('[name="alle-massnahmen.stand"]'), 'laufend');
    await page.goForward();
    assert.deepEqual(await rows(), ['Plattform für Beteiligung']);
    await table('?alle-massnahmen.stand=gibtesnicht&alle-massnahmen.ordnung=-gibtesnicht');
    assert.equal(await status(), '38 von 38 Zeilen', 'an address of nothing narrows nothing');
  },

  async 'a table is worked with by keyboard alone'({ page, table }) {
    const { rows } = await table();
    await page.focus('[name="alle-massnahmen.text"]');
    await page.keyboard.press('Tab');
    await page.keyboard.type('p');
    assert.deepEqual(await rows(), ['Plattform für Beteiligung'], 'chosen by its first letter');
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/index\.html$/);
    assert.equal((await rows()).length, 38, 'reset');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    assert.equal(await page.getAttribute('th[data-ordnung=massnahme]', 'aria-sort'), 'ascending');
    assert.ok(await page.$eval('th[data-ordnung=massnahme] button', (button) => button === document.activeElement));
  },

  async 'what stands in a table is printed without its tools'({ page, table }) {
    await table();
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('.werkzeug:visible').count(), 0);
    await table('?alle-massnahmen.stand=laufend');
    assert.equal(await page.locator('.werkzeug :is(input, select, button):visible').count(), 0);
    assert.ok(await page.isVisible('.werkzeug [role=status]'), 'that it is a part is said');
  },

  async 'without script tables are whole and show no tools'({ openWithoutScript }) {
    const page = await openWithoutScript('massnahmen/index.html');
    assert.equal(await page.locator('tbody tr:visible').count(), 38);
    assert.equal(await page.locator('main :is(form, input, select, button):visible').count(), 0);
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
  const table = async (query = '') => {
    await open('massnahmen/index.html', query);
    const values = (column) =>
      page.$$eval('tbody tr', (rows, name) => {
        const at = document.querySelector(`th[data-ordnung=${name}]`).cellIndex;
        return rows.map((row) => row.cells[at].getAttribute('data-wert'));
      }, column);
    return {
      values,
      rows: () => page.locator('tbody tr:visible th').allTextContents(),
      status: () => page.textContent('.werkzeug [role=status]'),
    };
  };
  const openWithoutScript = async (path) => {
    const bare = await newPage({ scripts: false });
    await bare.goto(site.address(path, base));
    return bare;
  };
  try {
    await check({ page, open, search, table, openWithoutScript, base });
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

await runProgram(main);
