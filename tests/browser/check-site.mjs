#!/usr/bin/env node
// Opens every page of a built site in a browser: `node check-site.mjs SITE_DIR`.
//
// Prints one line per finding, `page: what`, then `N pages, M findings`.
// Exit code 0: nothing found; 1: findings; 2: it could not be checked.
import { ACE_SOURCE, aceFindings } from './lib/ace.mjs';
import { AXE_SOURCE, axeFindings } from './lib/axe.mjs';
import { launch, runProgram, view, visitAll } from './lib/browser.mjs';
import { contrastFindings } from './lib/contrast.mjs';
import { overflow, pageFacts, wordsOf } from './lib/facts.mjs';
import { WATCH_SOURCE, keyboardFindings } from './lib/keyboard.mjs';
import { motionFindings, spacingFindings } from './lib/layout.mjs';
import { checkLinks } from './lib/links.mjs';
import { checkMarkup } from './lib/markup.mjs';
import { checkWithNu } from './lib/nu.mjs';
import { paletteFindings } from './lib/palette.mjs';
import { MISSING, Site, kindOf, onePageOfEachKind, serve } from './lib/site.mjs';

const NARROW = 360;
const NARROWEST = 320;
const WIDE = 1280;
/** How a wide screen lays a page out that is enlarged to 200 %. */
const ZOOMED = WIDE / 2;
const HEIGHT = 800;
const SUB_PATH = '/a/b/';
const FIRST_VIEW = { scheme: 'light', width: WIDE };
const OTHER_VIEWS = [
  { scheme: 'dark', width: WIDE },
  { scheme: 'dark', width: NARROW },
  { scheme: 'light', width: NARROW },
];
/** What readers see a page in: contrast is measured in each. */
const SIGHTS = [
  { name: 'light', media: { colorScheme: 'light', forcedColors: 'none' } },
  { name: 'dark', media: { colorScheme: 'dark', forcedColors: 'none' } },
  { name: 'forced colours', media: { colorScheme: 'light', forcedColors: 'active' } },
];

/** Every page from disk: what the browser says, the page's facts, two engines of accessibility, the least width. */
async function checkEveryPage(browser, site, report) {
  const facts = new Map();
  const visit = async (page, path) => {
    const html = site.read(path);
    // Shown at any address, its links count from the root of a server.
    if (path === MISSING) return;
    const isForwarding = /http-equiv\s*=\s*["']?refresh/i.test(html);
    if (isForwarding) {
      // Opened, it would be gone at once: it is only parsed.
      facts.set(path, { ...(await page.evaluate(pageFacts, { html, address: site.address(path) })), isForwarding });
      return;
    }
    await page.setViewportSize({ width: WIDE, height: HEIGHT });
    await page.goto(site.address(path));
    const found = await page.evaluate(pageFacts);
    for (const finding of await axeFindings(page, [FIRST_VIEW])) report(path, finding);
    for (const finding of await aceFindings(page)) report(path, finding);
    await page.setViewportSize({ width: NARROWEST, height: HEIGHT });
    await reportOverflow(page, path, report);
    facts.set(path, { ...found, words: await page.evaluate(wordsOf) });
  };
  const script = AXE_SOURCE + ACE_SOURCE;
  await visitAll({ browser, options: view(WIDE), paths: site.pages, base: site.base, script, report, visit });
  return new Map([...facts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Some pages from a server under a sub-path, without scripts: as narrow as it gets, and every word is there. */
async function checkServed(browser, site, paths, facts, report) {
  const server = await serve(site, SUB_PATH);
  const reportServed = (path, what) => report(path, `over http: ${what}`);
  const visit = async (page, path) => {
    await page.goto(site.address(path, server.base));
    await reportOverflow(page, path, reportServed);
    const words = new Set(await page.evaluate(wordsOf));
    for (const line of facts.get(path).words) if (!words.has(line)) reportServed(path, `only with script: "${line}"`);
  };
  const options = view(NARROWEST, { scripts: false });
  await visitAll({ browser, options, paths, base: server.base, report: reportServed, visit });
  server.close();
}

/** Some pages looked at closely: axe in the other views, contrast, the keyboard, room for words, rest. */
async function checkClosely(browser, site, paths, report) {
  const visit = async (page, path) => {
    const reportAll = (findings, where) => findings.forEach((finding) => report(path, where ? `${finding} (${where})` : finding));
    await page.setViewportSize({ width: WIDE, height: HEIGHT });
    await page.emulateMedia(SIGHTS[0].media);
    await page.goto(site.address(path));
    reportAll(await keyboardFindings(page));
    reportAll(await motionFindings(page));
    for (const { name, media } of SIGHTS) {
      await page.emulateMedia(media);
      reportAll(await contrastFindings(page), name);
      if (media.forcedColors === 'none') reportAll(await paletteFindings(page), name);
    }
    await page.emulateMedia(SIGHTS[0].media);
    reportAll(await spacingFindings(page), `${WIDE} px`);
    await page.setViewportSize({ width: ZOOMED, height: HEIGHT / 2 });
    await reportOverflow(page, path, report);
    reportAll(await axeFindings(page, OTHER_VIEWS, () => reportOverflow(page, path, report)));
    reportAll(await spacingFindings(page), `${NARROW} px`);
  };
  const script = AXE_SOURCE + WATCH_SOURCE;
  await visitAll({ browser, options: view(WIDE), paths, base: site.base, script, report, visit });
}

async function reportOverflow(page, path, report) {
  const found = await page.evaluate(overflow);
  if (found) report(path, `${found.width} px wide on a screen of ${found.available} px: ${found.elements.join('; ')}`);
}

async function checkInBrowser(site, report) {
  const browser = await launch();
  try {
    const facts = await checkEveryPage(browser, site, report);
    for (const [path, page] of facts) for (const what of page.findings) report(path, what);
    checkLinks(site, facts, report);

    const pages = [...facts].filter(([, page]) => !page.isForwarding);
    const samples = onePageOfEachKind(pages.map(([path, { mark, variety }]) => ({ path, kind: kindOf(path, mark), variety })));
    await checkServed(browser, site, samples, facts, report);
    await checkClosely(browser, site, samples, report);
  } finally {
    await browser.close();
  }
}

async function main([directory, ...rest]) {
  if (!directory || rest.length > 0) throw new Error('usage: node check-site.mjs SITE_DIR');
  const site = new Site(directory);
  if (site.pages.length === 0) throw new Error(`no page below ${directory}`);

  const findings = new Set();
  const report = (path, what) => findings.add(`${path}: ${what.replace(/\s+/g, ' ')}`);
  await Promise.all([checkInBrowser(site, report), checkMarkup(site, report), checkWithNu(site, report)]);
  for (const finding of [...findings].sort()) console.log(finding);
  console.log(`${site.pages.length} pages, ${findings.size} findings`);
  return findings.size > 0 ? 1 : 0;
}

await runProgram(main);
