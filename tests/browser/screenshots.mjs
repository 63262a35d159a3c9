#!/usr/bin/env node
// Pictures of pages for people to look at: `node screenshots.mjs SITE_DIR OUT [PATH…]`.
//
// Writes each page whole, wide and narrow, in light and dark, as PNG, and as printed, as PDF. Without paths: one page
// of each kind. Prints the files it wrote.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch, runProgram, view, visitAll } from './lib/browser.mjs';
import { Site, kindOf, onePageOfEachKind } from './lib/site.mjs';

const WIDTHS = [1280, 360];
const SCHEMES = ['light', 'dark'];

function samples(site) {
  const pages = site.pages.map((path) => {
    const html = site.read(path);
    const mark = html.match(/<body\b[^>]*\bdata-seite\s*=\s*["']?([^"'\s>]+)/i)?.[1];
    return { path, kind: kindOf(path, mark), variety: html.length };
  });
  return onePageOfEachKind(pages);
}

async function photograph(page, file) {
  const files = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      files.push(`${file}-${width}-${colorScheme}.png`);
      await page.screenshot({ path: files.at(-1), fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  files.push(`${file}.pdf`);
  await page.pdf({ path: files.at(-1), format: 'A4', printBackground: true, preferCSSPageSize: true });
  return files;
}

async function main([directory, out, ...given]) {
  if (!directory || !out) throw new Error('usage: node screenshots.mjs SITE_DIR OUT [PATH…]');
  const site = new Site(directory);
  const paths = given.length > 0 ? given : samples(site);
  const unknown = paths.find((path) => !site.files.has(path));
  if (unknown) throw new Error(`no such page in ${directory}: ${unknown}`);

  mkdirSync(out, { recursive: true });
  let trouble = 0;
  const report = (path, what) => {
    trouble += 1;
    console.error(`${path}: ${what}`);
  };
  const visit = async (page, path) => {
    await page.goto(site.address(path));
    const file = join(out, path.replace(/\.html$/, '').replaceAll('/', '-'));
    for (const written of await photograph(page, file)) console.log(written);
  };
  const browser = await launch();
  try {
    await visitAll({ browser, options: view(WIDTHS[0]), paths, base: site.base, report, visit });
  } finally {
    await browser.close();
  }
  return trouble > 0 ? 1 : 0;
}

await runProgram(main);
