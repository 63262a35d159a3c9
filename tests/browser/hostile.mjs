#!/usr/bin/env node
// Opens every page of a site whose texts mean harm: `node hostile.mjs SITE_DIR`.
//
// Prints one line per harm done, then how many pages show a harmless copy. Exit code 0: no harm; 1: harm.
// The site's own content security policy is switched off: what is held here is that nothing needs it.
import { launch, view, visitAll } from './lib/browser.mjs';
import { MISSING, Site } from './lib/site.mjs';

/** What a page tells after it was loaded. Runs inside of the browser. */
function harm() {
  const found = [];
  if (window.harmed !== undefined) found.push(`script ${window.harmed} ran`);
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (name.startsWith('on')) found.push(`${name} on ${element.localName}`);
      if (/^\s*javascript:/i.test(value)) found.push(`${name} of ${element.localName} is a script`);
    }
    if (element.localName === 'script' && element.textContent.startsWith('window.harmed')) found.push('script element');
    if (element.localName === 'img' && element.getAttribute('src') === 'x') found.push('image');
  }
  const text = document.documentElement.textContent;
  // What stands before the expression in the text, and what it would come to.
  const ran = /<\/svg>49.{0,20}/.exec(text);
  if (ran) found.push(`template ran: ${ran[0]}`);
  return { found, shown: text.includes('<script>window.harmed=1</script>') };
}

const site = new Site(process.argv[2]);
const browser = await launch();
let harms = 0;
let shown = 0;
const report = (path, what) => {
  harms += 1;
  console.log(`${path}: ${what}`);
};
const visit = async (page, path) => {
  if (/http-equiv\s*=\s*["']?refresh/i.test(site.read(path))) return;
  if (path === MISSING) {
    // Its links count from the root of a server, which a disk is not.
    await page.goto('about:blank');
    await page.setContent(site.read(path));
  } else {
    await page.goto(site.address(path));
  }
  const told = await page.evaluate(harm);
  for (const what of told.found) report(path, what);
  if (told.shown) shown += 1;
};
await visitAll({ browser, options: { ...view(1280), bypassCSP: true }, paths: site.pages, base: site.base, report, visit });
await browser.close();
// That nothing happens means something only where the text is.
if (shown < site.pages.length / 2) report('all', `only ${shown} of ${site.pages.length} pages show the text`);
console.log(`${shown} of ${site.pages.length} pages show the text, ${harms} harms`);
process.exit(harms > 0 ? 1 : 0);
