// Debian's Chromium, kept off the network, and pages that are watched for trouble.
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { chromium } from 'playwright-core';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // No host but loopback has an address: whatever a page asks for elsewhere fails here, and is reported.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

const PAGES_AT_ONCE = Math.max(2, Math.min(4, cpus().length));
const TIMEOUT_MS = 30_000;

/** A browser, with further flags. */
export async function launch(flags = []) {
  const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(`no browser at ${executablePath}: install Debian's package chromium, or set CHROMIUM`);
  }
  return chromium.launch({ executablePath, args: [...FLAGS, ...flags] });
}

/** Options of a browser context for one view of the site. */
export function view(width, { scheme = 'light', scripts = true } = {}) {
  return {
    viewport: { width, height: 800 },
    colorScheme: scheme,
    reducedMotion: 'reduce',
    javaScriptEnabled: scripts,
    serviceWorkers: 'block',
    locale: 'de-DE',
  };
}

/**
 * Gives each of `paths` to `visit(page, path, report)`, a few at once, each worker with one browser page that it reuses.
 * What the browser itself complains about is reported too.
 *
 * @param {object} pass
 * @param {import('playwright-core').Browser} pass.browser
 * @param {object} pass.options of the browser context
 * @param {string[]} pass.paths
 * @param {string} pass.base address of the site's root; requests outside of it are reported
 * @param {string} [pass.script] runs in every page before it loads
 * @param {(path: string, what: string) => void} pass.report
 * @param {(page: import('playwright-core').Page, path: string) => Promise<void>} pass.visit
 */
export async function visitAll({ browser, options, paths, base, script, report, visit }) {
  const context = await browser.newContext(options);
  if (script) await context.addInitScript({ content: script });
  const queue = [...paths];
  const work = async () => {
    const page = await context.newPage();
    page.setDefaultTimeout(TIMEOUT_MS);
    const watch = watchPage(page, base, report);
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      watch.turnTo(path);
      try {
        await visit(page, path);
      } catch (error) {
        report(path, `could not be checked: ${firstLine(error.message)}`);
      }
      watch.finish();
    }
  };
  await Promise.all(Array.from({ length: Math.min(PAGES_AT_ONCE, paths.length) }, work));
  await context.close();
}

/** Reports console messages, page errors and requests of the path that the page was last turned to. */
function watchPage(page, base, report) {
  let current;
  let isOver;
  let failed;
  let complaints;
  const owner = new WeakMap();
  const inside = (address) => address.startsWith(base) || /^(data|blob|about):/.test(address);
  const fail = (request, reason) => {
    failed.add(request.url());
    report(owner.get(request) ?? current, `failed request: ${shorten(request.url(), base)}: ${reason}`);
  };

  page.on('request', (request) => {
    owner.set(request, current);
    if (!inside(request.url())) report(current, `request leaves the site: ${shorten(request.url(), base)}`);
  });
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? 'unknown reason';
    // The icon (of the type "other") is asked for when all else is there, and may be on its way when the visit is over.
    const leftBehind =
      reason === 'net::ERR_ABORTED' && (isOver || owner.get(request) !== current || request.resourceType() === 'other');
    if (!leftBehind && !failed.has(request.url())) fail(request, reason);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) fail(response.request(), `status ${response.status()}`);
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message);
  });
  page.on('pageerror', (error) => report(current, `page error: ${firstLine(String(error))}`));

  return {
    turnTo(path) {
      current = path;
      isOver = false;
      failed = new Set();
      complaints = [];
    },
    finish() {
      for (const message of complaints) {
        if (!isEcho(message, failed)) report(current, `console ${message.type()}: ${firstLine(message.text().replaceAll(base, ''))}`);
      }
      complaints = [];
      isOver = true;
    },
  };
}

// The browser says again, in its console, what was reported as a failed request, and complains about the icon that it
// looks for by itself at the server's root.
function isEcho(message, failed) {
  const { url } = message.location();
  const isOwnIdea = url.startsWith('http:') && new URL(url).pathname === '/favicon.ico';
  return message.text().startsWith('Failed to load resource') && (failed.has(url) || isOwnIdea);
}

// Relative to the site; what lies outside of it, without the port of the day and the folders of this machine.
function shorten(address, base) {
  if (address.startsWith(base)) return address.slice(base.length);
  return address.replace(/^file:\/\/\/.*\//, '…/').replace(/^http:\/\/127\.0\.0\.1:\d+/, '…');
}

export const firstLine = (text) => text.split('\n', 1)[0].trim();

/** Runs a program: its exit code is what `main` returns, or 2 where it cannot do its work. */
export async function runProgram(main) {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    console.error(firstLine(error.message));
    process.exitCode = 2;
  }
}
