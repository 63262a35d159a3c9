#!/usr/bin/env node
// What a site is on a web server: `node check-publishing.mjs SITE_DIR`, a site that was built for `…/a/b`.
//
// Opens pages with the headers that the site asks for, looks for what they leave in the browser, opens an address that
// is not there, and tries to break the policy of a page opened from a disk. Prints as `check-site.mjs` does.
import { launch, runProgram, view, visitAll } from './lib/browser.mjs';
import { Site, serve } from './lib/site.mjs';

const PREFIX = '/a/b/';
const NOWHERE = 'tief/unten/gibt-es-nicht.html';
const WIDE = 1280;

/** The headers that `_headers` asks for, for the first page of the site. */
function headersOf(site) {
  const headers = {};
  let part = '';
  for (const line of site.read('_headers').split('\n')) {
    if (line.startsWith('/')) part = line;
    const [, name, value] = line.match(/^ {2}([\w-]+): (.*)$/) ?? [];
    if (name && ['/*', '/'].includes(part)) headers[name] = value;
  }
  return headers;
}

/** The first page of each section, with the headers: what the browser says, and what is left in it. */
async function checkServed(browser, site, base, report) {
  const paths = site.pages.filter((path) => path === 'index.html' || path.endsWith('/index.html'));
  const visit = async (page, path) => {
    const response = await page.goto(site.address(path, base));
    if (!/frame-ancestors 'none'/.test(response.headers()['content-security-policy'] ?? '')) report(path, 'no policy');
    for (const what of await page.evaluate(leftBehind)) report(path, `leaves something behind: ${what}`);
  };
  await visitAll({ browser, options: view(WIDE), paths, base, report, visit });
  return paths.length;
}

/** Runs inside of the browser. */
async function leftBehind() {
  const left = { cookie: document.cookie.length, local: localStorage.length, session: sessionStorage.length };
  left.databases = (await indexedDB.databases()).length;
  return Object.keys(left).filter((name) => left[name] > 0);
}

/** The page for addresses that lead nowhere is whole at any depth, and its links lead somewhere. */
async function checkMissing(browser, site, base, report) {
  const page = await browser.newPage();
  const failed = [];
  page.on('requestfailed', (request) => failed.push(request.url()));
  const response = await page.goto(base + NOWHERE);
  if (response.status() !== 404) report(NOWHERE, `status ${response.status()}`);
  for (const address of failed) report(NOWHERE, `failed request: ${address.slice(base.length)}`);
  const facts = await page.evaluate(() => ({
    isStyled: getComputedStyle(document.querySelector('.sprung')).position === 'absolute',
    links: [...document.querySelectorAll('a[href]')].map((link) => link.href),
  }));
  if (!facts.isStyled) report(NOWHERE, 'no style sheet');
  if (facts.links.length < 5) report(NOWHERE, `only ${facts.links.length} links`);
  for (const link of facts.links) {
    const isOwn = link.startsWith('mailto:') || link.startsWith(base + NOWHERE) || site.files.has(site.pathOf(link, base));
    if (!isOwn) report(NOWHERE, `broken link: ${link}`);
  }
  await page.close();
}

/** Whoever got a script, a style or a picture into a page opened from a disk would get nothing by it. */
async function checkPolicy(browser, site, report) {
  const page = await browser.newPage();
  await page.goto(site.address('index.html'));
  const held = await page.evaluate(breakIn);
  const expected = ['base-uri', 'connect-src', 'frame-src', 'img-src', 'script-src-attr', 'script-src-elem', 'style-src-attr', 'style-src-elem'];
  for (const directive of expected) if (!held.includes(directive)) report('index.html', `the policy lets it through: ${directive}`);
  if (await page.evaluate(() => 'broken' in window)) report('index.html', 'a script of somebody else ran');
  await page.close();
}

/** Runs inside of the browser; what the policy refused. */
async function breakIn() {
  const refused = [];
  document.addEventListener('securitypolicyviolation', (event) => refused.push(event.effectiveDirective));
  const add = (name, attributes, text = '') => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    document.body.append(element);
    return element;
  };
  add('script', {}, 'window.broken = 1');
  add('script', { src: 'https://elsewhere.example/x.js' });
  add('style', {}, 'body { display: none }');
  add('p', { style: 'color: red' });
  add('img', { src: 'https://elsewhere.example/x.png' });
  add('iframe', { src: 'https://elsewhere.example/' });
  add('base', { href: 'https://elsewhere.example/' });
  add('button', { onclick: 'window.broken = 1' }).click();
  await fetch('https://elsewhere.example/').catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 300));
  return refused;
}

async function main([directory, ...rest]) {
  if (!directory || rest.length > 0) throw new Error('usage: node check-publishing.mjs SITE_DIR');
  const site = new Site(directory);
  const findings = new Set();
  const report = (path, what) => findings.add(`${path}: ${what.replace(/\s+/g, ' ')}`);
  const browser = await launch();
  const server = await serve(site, PREFIX, headersOf(site));
  let pages = 0;
  try {
    pages = await checkServed(browser, site, server.base, report);
    await checkMissing(browser, site, server.base, report);
    await checkPolicy(browser, site, report);
  } finally {
    server.close();
    await browser.close();
  }
  for (const finding of [...findings].sort()) console.log(finding);
  console.log(`${pages} pages, ${findings.size} findings`);
  return findings.size > 0 ? 1 : 0;
}

await runProgram(main);
