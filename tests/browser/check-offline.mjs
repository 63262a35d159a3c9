#!/usr/bin/env node
// What the offline edition is on a tablet: `node check-offline.mjs FILE SITE_DIR`, both built from the same content.
//
// Opens the file from the disk with and without script: each address shows one page and what stands on it in the site,
// every link leads somewhere, nothing is asked for, axe finds nothing. Prints as `check-site.mjs` does.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AXE_SOURCE, axeFindings } from './lib/axe.mjs';
import { launch, runProgram, view } from './lib/browser.mjs';
import { Site } from './lib/site.mjs';

/** Texts are compared, and axe looks, at every so many pages: each is like its neighbours. */
const COMPARED_AT_EACH = 4;
const AXE_AT_EACH = 12;

async function opened(browser, address, scripts, report) {
  const context = await browser.newContext({ ...view(1024, { scripts }), bypassCSP: false });
  const page = await context.newPage();
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && request.url().split(/[?#]/)[0] !== address) report('', `asks for ${request.url()}`);
  });
  page.on('pageerror', (error) => report('', `page error: ${error}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) report('', `console: ${message.text()}`);
  });
  await page.goto(address);
  return page;
}

/** Runs inside of the browser: ids, and links that lead nowhere. */
function structure() {
  const known = new Set();
  const found = [];
  for (const { id } of document.querySelectorAll('[id]')) {
    if (known.has(id)) found.push(`id ${id} is there twice`);
    known.add(id);
  }
  for (const link of document.querySelectorAll('a[href], use[href]')) {
    const href = link.getAttribute('href');
    const leads = href.startsWith('#') ? known.has(decodeURIComponent(href.slice(1))) : /^(https?|mailto|tel):/.test(href);
    if (!leads) found.push(`broken link: ${href}`);
  }
  for (const attribute of ['aria-labelledby', 'aria-describedby', 'aria-controls', 'for', 'headers']) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      for (const id of element.getAttribute(attribute).split(/\s+/)) if (!known.has(id)) found.push(`${attribute}: no ${id}`);
    }
  }
  for (const element of document.querySelectorAll('[style]')) found.push(`style: ${element.tagName}`);
  return { found, pages: [...document.querySelectorAll('main > article')].map(({ id }) => id) };
}

/** Runs inside of the browser: what is seen at the present address. */
function shown() {
  const seen = [...document.querySelectorAll('main > article')].filter((page) => page.checkVisibility());
  return { ids: seen.map(({ id }) => id), text: seen.map(textOf).join(' '), title: document.title };

  function textOf(page) {
    return page.innerText.replace(/\s+/g, ' ').trim();
  }
}

/** Turns to each page by its address, without script: it says what the site says. */
async function turn(page, pages, site, report) {
  const elsewhere = await page.context().newPage();
  for (const [at, id] of pages.entries()) {
    await page.evaluate((id) => (location.hash = id), id);
    const now = await page.evaluate(shown);
    if (now.ids.join() !== id) report(id, `its address shows ${now.ids.join() || 'nothing'}`);
    if (at % COMPARED_AT_EACH > 0) continue;
    await elsewhere.goto(site.address(id));
    const there = await elsewhere.evaluate(() => document.querySelector('main').innerText.replace(/\s+/g, ' ').trim());
    if (now.text !== there) report(id, `says something else than the site: ${difference(now.text, there)}`);
  }
}

function difference(a, b) {
  let at = 0;
  while (a[at] === b[at]) at += 1;
  return `"${a.slice(at, at + 60)}" for "${b.slice(at, at + 60)}"`;
}

async function checkWithScript(page, pages, report) {
  const titles = new Set();
  await page.evaluate(AXE_SOURCE);
  const views = [{ scheme: 'dark', width: 360 }, { scheme: 'light', width: 1280 }];
  for (const [at, id] of pages.entries()) {
    await page.evaluate((id) => (location.hash = id), id);
    await page.waitForFunction((id) => document.title === document.getElementById(id).dataset.titel, id);
    titles.add(await page.title());
    if (at % AXE_AT_EACH === 0) for (const what of await axeFindings(page, views, () => checkWidth(page, id, report))) report(id, what);
  }
  if (pages.length > 10 && titles.size < pages.length / 2) report('', `only ${titles.size} titles`);
}

async function checkWidth(page, id, report) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (over > 0) report(id, `${over} px wider than the screen`);
}

/** Every hit of the search leads to a page of the file. */
async function checkSearch(page, address, report) {
  const id = 'suche/index.html';
  await page.goto(`${address}?q=digital#${id}`);
  await page.waitForSelector('[data-teil="treffer"] a');
  const hits = await page.evaluate(() => [...document.querySelectorAll('[data-teil="treffer"] a')].map((link) => link.getAttribute('href')));
  for (const hit of hits) {
    if (!(await page.evaluate((id) => document.getElementById(id) !== null, hit.slice(1)))) report(id, `a hit leads nowhere: ${hit}`);
  }
  await page.locator('[data-teil="treffer"] a').first().click();
  const now = await page.evaluate(shown);
  if (!hits[0].startsWith(`#${now.ids.join()}`)) report(id, `the first hit ${hits[0]} shows ${now.ids.join()}`);
}

async function main([file, directory, ...rest]) {
  if (!file || !directory || rest.length > 0) throw new Error('usage: node check-offline.mjs FILE SITE_DIR');
  const site = new Site(directory);
  const address = pathToFileURL(resolve(file)).href;
  const findings = new Set();
  const report = (path, what) => findings.add(`${path}: ${what.replace(/\s+/g, ' ')}`);
  const browser = await launch();
  let pages = [];
  try {
    const still = await opened(browser, address, false, report);
    const facts = await still.evaluate(structure);
    pages = facts.pages;
    for (const what of facts.found) report('', what);
    const first = await still.evaluate(shown);
    if (first.ids.join() !== pages[0]) report('', `opens with ${first.ids.join()}`);
    await turn(still, pages, site, report);
    const page = await opened(browser, address, true, report);
    await checkWithScript(page, pages, report);
    if (pages.includes('suche/index.html')) await checkSearch(page, address, report);
  } finally {
    await browser.close();
  }
  for (const finding of [...findings].sort()) console.log(finding);
  console.log(`${pages.length} pages, ${findings.size} findings`);
  return findings.size > 0 ? 1 : 0;
}

await runProgram(main);
