#!/usr/bin/env node
// Shows parts of a built site where others would: `node check-embedding.mjs SITE_DIR`.
//
// Fragments are pasted into a page whose own style is as bad as can be, pages are shown in frames on another origin,
// pictures are opened alone and as images. Prints as `check-site.mjs` does.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { launch, runProgram, view } from './lib/browser.mjs';
import { Site, serve } from './lib/site.mjs';

const PREFIX = '/a/b/';
const WIDE = 1000;
/** The height of a frame that was told nothing. */
const UNTOLD = 7;
const PARENT_SCRIPT = 'rahmen.js';

/** Rules for names of elements, for our own classes and for everything, with ids of the page, but without `!important`. */
const HOSTILE = `
  html { font-size: 62.5%; }
  body { margin: 30px; background: #224; color: #ff0; font: italic 30px/3 cursive; text-align: right; text-transform: uppercase;
    letter-spacing: 4px; word-spacing: 9px; white-space: pre; direction: ltr; cursor: wait; }
  * { border: 3px solid red; transform: rotate(1deg); }
  div, p, dl, dd, dt, ul, li, figure, section, small, span, strong, a, summary, details { margin: 20px; padding: 9px;
    background: pink; color: lime; font-size: 40px; float: right; display: inline-block; }
  table, tr, td, th, caption, thead, tbody { display: block; background: orange; padding: 30px; text-align: center; }
  svg { width: 30px; height: 30px; fill: lime; position: absolute; }
  svg * { fill: lime; stroke: red; stroke-width: 9px; opacity: .3; font-size: 40px; }
  .zahl, .wert, .marke, .block, .rolle, .diagramm, .herkunft, .karten, .zahlen, .balken, .titel, .ist { color: red; fill: red;
    stroke: lime; font-size: 50px; display: none; }
  body main p, body main td, body main th { letter-spacing: 9px; }
`;
/** What a page of the site around would be changed in. */
const OWN = '<p class="zahl">CMS</p><table class="rolle"><tr><td>CMS</td></tr></table><svg class="diagramm"><text class="titel">CMS</text></svg><a href="#">CMS</a>';

const page = (style, body) => `<!doctype html><html lang="de"><head><meta charset="utf-8"><title>CMS</title><style>${style}</style></head>
<body><main>${body}</main></body></html>`;

/** One fragment of each kind of block, the largest below a limit: enough to see, and soon compared. */
function samples(site) {
  const LARGEST = 60_000;
  const best = new Map();
  for (const path of site.fragments) {
    const text = site.read(path);
    const kind = text.match(/class="block-([\w-]+)"/)?.[1] ?? 'other';
    const drawing = text.match(/class="diagramm ([\w-]+)/)?.[1] ?? '';
    const known = best.get(kind + drawing);
    if (text.length < LARGEST && (!known || text.length > known.text.length)) best.set(kind + drawing, { path, text });
  }
  return [...best.values()];
}

/** Pasted into a page of bad style, a fragment looks as it does alone, and the page as it did. */
async function checkFragments(browser, site, report) {
  const fragments = samples(site);
  const context = await browser.newContext(view(WIDE));
  const tab = await context.newPage();
  const requests = [];
  tab.on('request', (request) => requests.push(request.url()));
  const show = async (html) => {
    await tab.setContent(html);
    return tab.evaluate(looks);
  };
  const bare = await show(page(HOSTILE, `<div id="own">${OWN}</div>`));
  const all = fragments.map(({ text }) => text).join('\n');
  const together = await show(page(HOSTILE, `<div id="own">${OWN}</div>${all}`));
  for (const what of differences(bare.own, together.own)) report('fragments', `change the page around: ${what}`);
  for (const id of together.twice) report('fragments', `two elements have the id ${id}`);
  for (const { path, text } of fragments) {
    // As wide in both pages.
    const room = (style) => page(style, `<div style="all: initial; display: block; position: absolute; left: 0; width: 800px">${text}</div>`);
    const alone = await show(room(''));
    const pasted = await show(room(HOSTILE));
    for (const what of differences(alone.parts, pasted.parts).slice(0, 5)) report(path, `changed by the page around: ${what}`);
    if (alone.parts.length < 3) report(path, 'shows next to nothing');
  }
  for (const address of requests.filter((address) => !address.startsWith('about:'))) report('fragments', `request: ${address}`);
  await context.close();
  return fragments.length;
}

/** Runs inside of the browser: how the elements look, those of the page and those of fragments. */
function looks() {
  const NAMES = ['display', 'color', 'background-color', 'font-family', 'font-size', 'font-style', 'font-weight', 'line-height', 'letter-spacing',
    'word-spacing', 'text-transform', 'text-align', 'white-space', 'float', 'margin-top', 'margin-left', 'padding-top', 'padding-left', 'border-top-width',
    'border-top-style', 'border-bottom-color', 'opacity', 'transform', 'position', 'width', 'height', 'fill', 'stroke', 'stroke-width', 'cursor'];
  const look = (element) => {
    const style = getComputedStyle(element);
    return { name: `${element.localName}.${element.getAttribute('class') ?? ''}`, values: NAMES.map((name) => `${name}: ${style.getPropertyValue(name)}`) };
  };
  const below = (root) => (root ? [root, ...root.querySelectorAll('*:not(style, symbol, symbol *, title, desc, defs, defs *)')] : []);
  const count = new Map();
  for (const { id } of document.querySelectorAll('[id]')) count.set(id, (count.get(id) ?? 0) + 1);
  return {
    own: below(document.getElementById('own')).map(look),
    parts: [...document.querySelectorAll('[id^="spatz-"][id$="-teil"]')].flatMap(below).map(look),
    twice: [...count].filter(([, times]) => times > 1).map(([id]) => id),
  };
}

function differences(before, after) {
  if (before.length !== after.length) return [`${before.length} elements became ${after.length}`];
  return before.flatMap(({ name, values }, at) => {
    const changed = values.findIndex((value, index) => value !== after[at].values[index]);
    return changed < 0 ? [] : [`${name}: ${values[changed]} became ${after[at].values[changed]}`];
  });
}

/** Frames on another origin become as high as what they show, and only they are listened to. */
async function checkFrames(browser, site, report) {
  const paths = samples(site).map(({ path }) => path.replace(/^fragmente/, 'einbetten'));
  const script = [...site.files].find((file) => file.startsWith('rahmen.') && file.endsWith('.js'));
  if (!script) return report(PARENT_SCRIPT, 'is missing');
  const inner = await serve(site, PREFIX);
  const frames = paths.map((path) => `<iframe data-spatz src="${inner.base}${path}" title="CMS" width="600" height="${UNTOLD}"></iframe>`);
  const html = page('', `<iframe id="silent" data-spatz src="${inner.base}index.html" srcdoc="CMS" height="${UNTOLD}"></iframe>${frames.join('')}`).replace('</head>', `<script src="/${PARENT_SCRIPT}" defer></script></head>`);
  const outer = createServer((request, response) => {
    const isScript = request.url === `/${PARENT_SCRIPT}`;
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html; charset=utf-8' });
    response.end(isScript ? readFileSync(`${site.root}/${script}`) : html);
  });
  await new Promise((resolve) => outer.listen(0, '127.0.0.1', resolve));

  const tab = await browser.newPage();
  // Another port is another origin.
  await tab.goto(`http://127.0.0.1:${outer.address().port}/`);
  // Not from a frame, and from a frame of another origin than it was given.
  await tab.evaluate(() => window.postMessage({ spatz: { hoehe: 999 } }, '*'));
  await tab.evaluate(() => {
    const silent = document.getElementById('silent');
    silent.contentWindow.eval('parent.postMessage({ spatz: { hoehe: 999 } }, "*")');
  });
  const settled = () => [...document.querySelectorAll('iframe:not(#silent)')].every((frame) => Number(frame.height) > 50);
  await tab.waitForFunction(settled, undefined, { timeout: 10_000 }).catch(() => undefined);
  const heights = await tab.evaluate(() => [...document.querySelectorAll('iframe')].map((frame) => Number(frame.height)));
  if (heights[0] !== UNTOLD) report(PARENT_SCRIPT, `a message from elsewhere sets a height: ${heights[0]}`);
  for (const [at, path] of paths.entries()) {
    const frame = tab.frames().find((one) => one.url() === inner.base + path);
    const needed = frame ? await frame.evaluate(() => document.documentElement.scrollHeight) : 0;
    const told = heights[at + 1];
    if (told !== needed || told <= UNTOLD) report(path, `is ${needed} px high, its frame ${told} px`);
  }
  await tab.close();
  outer.close();
  outer.closeAllConnections();
  inner.close();
}

/** Pictures open alone and as images, in the size that they name. */
async function checkPictures(browser, site, report) {
  const paths = [...site.files].filter((file) => file.startsWith('bilder/')).sort();
  const tab = await browser.newPage();
  for (const path of paths.filter((file) => file.endsWith('.svg'))) {
    await tab.goto(site.address(path));
    const alone = await tab.evaluate(() => {
      const svg = document.documentElement;
      const error = document.querySelector('parsererror');
      const texts = [...document.querySelectorAll('text')];
      return { name: error ? 'error' : svg.localName, width: svg.width?.baseVal?.value, texts: texts.length, outside: texts.filter(isOutside).length };
      function isOutside(text) {
        const box = text.getBoundingClientRect();
        return box.right > svg.getBoundingClientRect().right + 1 || box.left < -1;
      }
    });
    if (alone.name !== 'svg') report(path, 'is no drawing');
    if (!(alone.texts > 2)) report(path, 'has no words');
    if (alone.outside > 0) report(path, `${alone.outside} texts reach beyond it`);
  }
  await tab.goto(site.address('index.html'));
  const sizes = await tab.evaluate(async (addresses) => {
    const load = async (address) => {
      const image = new Image();
      image.src = address;
      await image.decode().catch(() => undefined);
      return [image.naturalWidth, image.naturalHeight];
    };
    return Promise.all(addresses.map(load));
  }, paths.map((path) => site.address(path)));
  for (const [at, path] of paths.entries()) {
    const [width, height] = sizes[at];
    if (!(width >= 320 && height >= 50)) report(path, `as an image it is ${width} × ${height}`);
  }
  await tab.close();
  return paths.length;
}

async function main([directory, ...rest]) {
  if (!directory || rest.length > 0) throw new Error('usage: node check-embedding.mjs SITE_DIR');
  const site = new Site(directory);
  const findings = new Set();
  const report = (path, what) => findings.add(`${path}: ${what.replace(/\s+/g, ' ')}`);
  const browser = await launch();
  let counts;
  try {
    counts = [await checkFragments(browser, site, report), await checkPictures(browser, site, report)];
    await checkFrames(browser, site, report);
  } finally {
    await browser.close();
  }
  if (counts.includes(0)) report('site', 'has nothing to embed');
  for (const finding of [...findings].sort()) console.log(finding);
  console.log(`${counts[0]} fragments and frames, ${counts[1]} pictures, ${findings.size} findings`);
  return findings.size > 0 ? 1 : 0;
}

await runProgram(main);
