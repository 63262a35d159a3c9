#!/usr/bin/env node
// Prints the handouts of a built site, as a reader would: `node print-handouts.mjs SITE_DIR [PATH…]`.
//
// Without paths: all of them. Prints one line for each that takes more than two A4 pages without its annex, whose annex
// does not begin a page, or in which a word runs out of its cell; then `N handouts, M findings`.
// Exit code 0: nothing found; 1: findings; 2: it could not be checked.
import { launch, runProgram, view, visitAll } from './lib/browser.mjs';
import { Site } from './lib/site.mjs';

const PAGES = 2;
/** Width of an A4 page without its margins, in CSS pixels. */
const WIDTH = Math.floor((176 / 25.4) * 96);
const A4 = /\/MediaBox \[0 0 (59[45][\d.]*) (84[12][\d.]*)\]/;

/** How many pages the page takes now; 0 where they are not A4. */
async function printed(page) {
  const pdf = (await page.pdf({ printBackground: true, preferCSSPageSize: true })).toString('latin1');
  return A4.test(pdf) ? pdf.match(/\/Type \/Page\b/g).length : 0;
}

/** In the page: cells whose words are wider than they. */
function spilling() {
  const cells = [...document.querySelectorAll('.block th, .block td')];
  return cells.filter((cell) => cell.scrollWidth > cell.clientWidth + 1).map((cell) => cell.textContent.trim());
}

/** In the page: takes the annex away. Returns whether there was one. */
function removeAnnex() {
  const first = document.getElementById('anhang')?.closest('.block');
  while (first?.nextElementSibling?.matches('.block')) first.nextElementSibling.remove();
  first?.remove();
  return Boolean(first);
}

async function check(page, path, report) {
  await page.setViewportSize({ width: WIDTH, height: 800 });
  await page.emulateMedia({ media: 'print' });
  for (const words of await page.evaluate(spilling)) report(path, `runs out of its cell: ${words}`);
  await page.emulateMedia({ media: null });
  const whole = await printed(page);
  const annexed = await page.evaluate(removeAnnex);
  const main = await printed(page);
  if (main < 1 || main > PAGES) report(path, `${main} A4 pages`);
  if (annexed && whole <= main) report(path, `${whole} pages with annex, ${main} without`);
}

async function main([directory, ...given]) {
  if (!directory) throw new Error('usage: node print-handouts.mjs SITE_DIR [PATH…]');
  const site = new Site(directory);
  const all = site.pages.filter((path) => path.startsWith('handout/') && path !== 'handout/index.html');
  const paths = given.length > 0 ? given : all;
  const unknown = paths.find((path) => !all.includes(path));
  if (unknown || paths.length === 0) throw new Error(`no such handout in ${directory}: ${unknown ?? 'none at all'}`);

  const findings = new Set();
  const report = (path, what) => findings.add(`${path}: ${what.replace(/\s+/g, ' ')}`);
  const visit = async (page, path) => {
    await page.goto(site.address(path));
    await check(page, path, report);
  };
  const browser = await launch();
  try {
    await visitAll({ browser, options: view(WIDTH), paths, base: site.base, report, visit });
  } finally {
    await browser.close();
  }
  for (const finding of [...findings].sort()) console.log(finding);
  console.log(`${paths.length} handouts, ${findings.size} findings`);
  return findings.size > 0 ? 1 : 0;
}

await runProgram(main);
