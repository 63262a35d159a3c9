// Pages, style sheets and drawings by the Nu HTML Checker: all files of a site in one run of Java.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const JAR = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');
const CHECKED = /\.(html|css|svg)$/;

// What the checker says and is not so.
const MISTAKEN = [
  // Read from a disk, 'self' is nothing to it. What the policy really refuses, the browser reports.
  /^Resource violates Content Security Policy \(meta tag\): (external (stylesheet|script)|image) “[^:]+” blocked/,
  // A block of data is no script, and no policy is asked about it. A real inline script is found by facts.mjs.
  /^Inline script violates Content Security Policy/,
  // CSS Fill and Stroke, and in every browser for years.
  /^CSS: “paint-order”: Property “paint-order” doesn't exist/,
];

/**
 * @param {import('./site.mjs').Site} site
 * @param {(path: string, what: string) => void} report every error and every warning
 */
export async function checkWithNu(site, report) {
  const files = [...site.files].filter((path) => CHECKED.test(path)).map((path) => join(site.root, path));
  const { messages } = JSON.parse(await run([...OPTIONS, ...files]));
  for (const { url, type, subType, message, lastLine, extract } of messages) {
    if (MISTAKEN.some((pattern) => pattern.test(message))) continue;
    const path = relative(site.root, fileURLToPath(url)).split(sep).join('/');
    report(path, `nu ${subType ?? type}: ${message} (line ${lastLine ?? '?'}: ${(extract ?? '').slice(0, 80)})`);
  }
}

const OPTIONS = ['-Xss4m', '-jar', JAR, '--format', 'json', '--stdout', '--exit-zero-always', '--also-check-css', '--also-check-svg'];

/** What Java prints. */
function run(options) {
  return new Promise((resolve, reject) => {
    const java = spawn(process.env.JAVA || 'java', options, { stdio: ['ignore', 'pipe', 'pipe'] });
    const parts = { stdout: [], stderr: [] };
    for (const name of ['stdout', 'stderr']) java[name].on('data', (part) => parts[name].push(part));
    const printed = (name) => Buffer.concat(parts[name]).toString('utf8');
    java.on('error', ({ message }) => reject(new Error(`no Java to run the Nu checker with: ${message}`)));
    java.on('close', (code) => (code === 0 ? resolve(printed('stdout')) : reject(new Error(`the Nu checker fails: ${printed('stderr')}`))));
  });
}
