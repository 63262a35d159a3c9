#!/usr/bin/env node
// The pictures of the handbook that are of pages: `node pictures.mjs SITE_DIR [OUT]`, SITE_DIR being the built invented town.
//
// Each is the top of a page's content, narrow enough to be read in the handbook and small enough to be shown there.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { launch, runProgram, view } from './lib/browser.mjs';
import { Site } from './lib/site.mjs';

const OUT = join(import.meta.dirname, '../../src/source/handbook/bilder');
const WIDTH = 640;

// The file, the page, and how much of it is shown, in pixels.
const PICTURES = [['projektseite.png', 'projekte/rathaus-online.html', 505]];

// What Spatz shows at most, in bytes.
const LARGEST = 50_000;

async function main([directory, out = OUT]) {
  if (!directory) throw new Error('usage: node pictures.mjs SITE_DIR [OUT]');
  const site = new Site(directory);
  const browser = await launch();
  let tooLarge = 0;
  try {
    const page = await browser.newPage({ ...view(WIDTH), deviceScaleFactor: 1 });
    for (const [file, path, height] of PICTURES) {
      await page.goto(site.address(path));
      const top = await page.locator('main h1').evaluate((heading) => heading.getBoundingClientRect().top + scrollY - 48);
      const target = join(out, file);
      await page.screenshot({ path: target, fullPage: true, clip: { x: 0, y: Math.max(0, top), width: WIDTH, height } });
      const { size } = statSync(target);
      console.log(`${target}: ${size} bytes`);
      if (size > LARGEST) tooLarge += 1;
    }
  } finally {
    await browser.close();
  }
  return tooLarge > 0 ? 1 : 0;
}

await runProgram(main);
