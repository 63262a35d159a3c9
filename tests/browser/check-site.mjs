#!/usr/bin/env node
// Opens every page of a built site in a browser: `node check-site.mjs SITE_DIR`.
//
// Prints one line per finding, `page: what`, then `N pages, M findings`.
// Exit code 0: nothing found; 1: findings; 2: it could not be checked.
import { AXE_SOURCE, axeFindings } from './lib/axe.mjs';
import { launch, runProgram, view, visitAll } from './lib/browser.mjs';
import { overflow, pageFacts } from './lib/facts.mjs';
import { checkLinks } from './lib/links.mjs';
import { MISSING, Site, kindOf, onePageOfEachKind, serve } from './lib/site.mjs';

const NARROW = 360;
const NARROWEST = 320;
const WIDE = 1280;
const SUB_PATH = '/a/b/';
const VIEWS = [
  { scheme: 'light', width: WIDE },
  { scheme: 'dark', width: WIDE },
  { scheme: 'dark', width: NARROW },
  { scheme: 'light', width: NARROW },
];

/** Every page from disk, on a narrow screen: what the browser says, the page's facts, its width. */
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
    await page.goto(site.address(path));
    facts.set(path, await page.evaluate(pageFacts));
    await reportOverflow(page, path, report);
  };
  await visitAll({ browser, options: view(NARROW), paths: site.pages, base: site.base, report, visit });
  return new Map([...facts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Some pages from a server under a sub-path, without scripts, on the narrowest screen. */
async function checkServed(browser, site, paths, report) {
  const server = await serve(site, SUB_PATH);
  const reportServed = (path, what) => report(path, `over http: ${what}`);
  const visit = async (page, path) => {
    await page.goto(site.address(path, server.base));
    await reportOverflow(page, path, reportServed);
  };
  const options = view(NARROWEST, { scripts: false });
  await visitAll({ browser, options, paths, base: server.base, report: reportServed, visit });
  server.close();
}

/** Some pages in light and dark, wide and narrow, judged by axe. */
async function checkAccessibility(browser, site, paths, report) {
  const visit = async (page, path) => {
    await page.goto(site.address(path));
    const findings = await axeFindings(page, VIEWS, () => reportOverflow(page, path, report));
    for (const finding of findings) report(path, finding);
  };
  await visitAll({ browser, options: view(WIDE), paths, base: site.base, script: AXE_SOURCE, report, visit });
}

async function reportOverflow(page, path, report) {
  const found = await page.evaluate(overflow);
  if (found) report(path, `${found.width} px wide on a screen of ${found.available} px: ${found.elements.join('; ')}`);
}

async function checkSite(site, report) {
  const browser = await launch();
  try {
    const facts = await checkEveryPage(browser, site, report);
    for (const [path, page] of facts) for (const what of page.findings) report(path, what);
    checkLinks(site, facts, report);

    const pages = [...facts].filter(([, page]) => !page.isForwarding);
    const samples = onePageOfEachKind(pages.map(([path, { mark, variety }]) => ({ path, kind: kindOf(path, mark), variety })));
    await checkServed(browser, site, samples, report);
    await checkAccessibility(browser, site, samples, report);
  } finally {
    await browser.close();
  }
}

async function main([directory, ...rest]) {
  if (!directory || rest.length > 0) throw new Error('usage: node check-site.mjs SITE_DIR');
  const site = new Site(directory);
  if (site.pages.length === 0) throw new Error(`no page below ${directory}`);

  const findings = new Set();
  await checkSite(site, (path, what) => findings.add(`${path}: ${what.replace(/\s+/g, ' ')}`));
  for (const finding of [...findings].sort()) console.log(finding);
  console.log(`${site.pages.length} pages, ${findings.size} findings`);
  return findings.size > 0 ? 1 : 0;
}

await runProgram(main);
