#!/usr/bin/env node
// What Lighthouse says of a site on a phone: `node check-scores.mjs SITE_DIR PAGE…`, pages by path, the first one as `/`.
//
// The site is served compressed, as it is where `.gz` files stand beside its texts. Accessibility and best practices have to be
// without fault, speed and what search engines want nearly so. Speed is measured up to three times, and does not count where
// Lighthouse itself says that this machine is too slow to tell. Prints as `check-site.mjs` does.
import { createServer } from 'node:net';
import lighthouse from 'lighthouse';
import { launch, runProgram } from './lib/browser.mjs';
import { Site, serve } from './lib/site.mjs';

const WANTED = { accessibility: 100, 'best-practices': 100, seo: 95, performance: 95 };
const ATTEMPTS = 3;

/** A port that nobody listens on. */
async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The scores of a page, and what keeps it from better ones. */
async function scoresOf(address, port, onlyCategories) {
  const { lhr } = await lighthouse(address, { port, onlyCategories, logLevel: 'silent' });
  if (lhr.runtimeError) throw new Error(`Lighthouse: ${lhr.runtimeError.message}`);
  const scores = Object.values(lhr.categories).map((category) => ({
    name: category.id,
    score: Math.round(category.score * 100),
    faults: category.auditRefs
      .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1)
      .map(({ id }) => id),
  }));
  return { scores, isSlow: lhr.runWarnings.some((warning) => /slower CPU/i.test(warning)) };
}

/** What a page lacks of what is wanted; speed is measured again where it does not reach it. */
async function lacking(address, port) {
  const { scores, isSlow } = await scoresOf(address, port, Object.keys(WANTED));
  const lacks = scores.filter(({ name, score }) => score < WANTED[name]);
  let speed = lacks.find(({ name }) => name === 'performance');
  for (let attempt = 1; speed && !isSlow && attempt < ATTEMPTS; attempt++) {
    const again = await scoresOf(address, port, ['performance']);
    speed = again.isSlow ? undefined : again.scores.find(({ score }) => score < WANTED.performance);
  }
  const others = lacks.filter(({ name }) => name !== 'performance');
  return { scores, lacks: speed && !isSlow ? [...others, speed] : others };
}

async function main([directory, ...paths]) {
  if (!directory || paths.length === 0) throw new Error('usage: node check-scores.mjs SITE_DIR PAGE…');
  const site = new Site(directory);
  const port = await freePort();
  const browser = await launch([`--remote-debugging-port=${port}`]);
  const server = await serve(site, '/');
  const findings = [];
  const told = [];
  try {
    for (const path of paths) {
      const { scores, lacks } = await lacking(server.base + path.replace(/^index\.html$/, ''), port);
      for (const { name, score, faults } of lacks) findings.push(`${path}: ${name} ${score}: ${faults.join(', ')}`);
      told.push(`${path} ${scores.map(({ score }) => score).join('/')}`);
    }
  } finally {
    server.close();
    await browser.close();
  }
  for (const finding of findings) console.log(finding);
  console.log(`${told.join(', ')}: ${findings.length} findings`);
  return findings.length > 0 ? 1 : 0;
}

await runProgram(main);
