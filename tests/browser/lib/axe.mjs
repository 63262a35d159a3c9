// Accessibility by axe, one page in several views.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export const AXE_SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// What axe cannot judge is judged here. A question about another rule is a finding.
const ANSWERED = {
  'color-contrast': 'measured by contrast.mjs',
  'target-size': 'asked of links in lines of text, which may be as small as the text',
};

/** Runs inside of the browser, where axe was loaded before. */
function runAxe(tags) {
  for (const details of document.querySelectorAll('details')) details.open = true;
  for (const animation of document.getAnimations()) {
    try {
      animation.finish();
    } catch {
      // endless ones have no end to go to
    }
  }
  return axe
    .run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations', 'incomplete'], preload: false })
    .then(({ violations, incomplete }) =>
      Object.entries({ '': violations, 'asks: ': incomplete }).flatMap(([kind, rules]) =>
        rules.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => ({ kind, rule: id, help, target: target.flat().join(' ') }))),
      ),
    );
}

/**
 * Runs axe over the open page in each view, without loading it again.
 *
 * @param {import('playwright-core').Page} page
 * @param {{scheme: string, width: number}[]} views
 * @param {(view: object) => Promise<void>} [inView] what else to look at there
 * @returns {Promise<string[]>} one finding per rule and element, with the views it was found in
 */
export async function axeFindings(page, views, inView = async () => {}) {
  const found = new Map();
  for (const view of views) {
    await page.setViewportSize({ width: view.width, height: 800 });
    await page.emulateMedia({ colorScheme: view.scheme, reducedMotion: 'reduce' });
    await inView(view);
    for (const { kind, rule, help, target } of await page.evaluate(runAxe, TAGS)) {
      if (kind !== '' && rule in ANSWERED) continue;
      const what = `${kind}${rule}: ${help}: ${target}`;
      found.set(what, [...(found.get(what) ?? []), `${view.scheme} ${view.width}`]);
    }
  }
  return [...found].map(([what, where]) => `axe (${where.join(', ')}) ${what}`);
}
