// Pages by html-validate, with its rules for documents and for accessibility.
import { HtmlValidate } from 'html-validate';

const CONFIG = {
  root: true,
  extends: ['html-validate:recommended', 'html-validate:a11y', 'html-validate:document'],
  // It takes `details` for sectioning content, which may not stand in the head of a row. To HTML it is not that.
  elements: ['html5', { details: { sectioning: false } }],
  rules: {
    // Checksums are for what others serve; all that a page loads is its own.
    'require-sri': ['error', { target: 'crossorigin' }],
    // A region around a table is no section: Nu would have a heading in one.
    'prefer-native-element': ['error', { exclude: ['region'] }],
    // The title of a council paper is as long as the council made it.
    'long-title': 'off',
  },
};

// What is meant to be as it is: a rule, and the tag it is said of.
const INTENDED = [
  // It narrows a table at every key, and has nothing to send; without script it is not there.
  { rule: 'wcag/h32', tag: /^<form class="werkzeug"/ },
];

/**
 * @param {import('./site.mjs').Site} site
 * @param {(path: string, what: string) => void} report
 */
export async function checkMarkup(site, report) {
  const checker = new HtmlValidate(CONFIG);
  for (const path of site.pages) {
    const html = site.read(path);
    for (const { ruleId, message, offset } of await messages(checker, html, path)) {
      const tag = html.slice(html.lastIndexOf('<', offset));
      if (INTENDED.some((one) => one.rule === ruleId && one.tag.test(tag))) continue;
      report(path, `html-validate ${ruleId}: ${message}: ${tag.slice(0, 80)}`);
    }
    // Leaves the processor to the browser's answers.
    await new Promise(setImmediate);
  }
}

async function messages(checker, html, path) {
  const { results } = await checker.validateString(html, path);
  return results.flatMap((result) => result.messages);
}
