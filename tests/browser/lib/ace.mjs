// Accessibility by IBM's checker, the second engine: its rules for WCAG 2.2 over the page that is open.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const FILE = createRequire(import.meta.url).resolve('accessibility-checker-engine/ace.js');

/** To be run in the page before it loads. */
export const ACE_SOURCE = `${readFileSync(FILE, 'utf8')};window.ace = ace;`;

const POLICY = 'WCAG_2_2';

// What the checker says has failed is a finding, but for this.
const EXEMPT = {
  element_tabbable_role_valid: 'axe asks for the opposite: what scrolls is reached by keyboard, and a region has no widget role',
};

// What the checker cannot judge ("needs review") is judged here. A question that is not in this list is a finding.
const ANSWERED = {
  download_keyboard_controllable: 'a file is downloaded by a link',
  element_tabbable_unobscured: 'measured by the keyboard walk',
  element_tabbable_visible: 'measured by the keyboard walk, the skip link too',
  form_submit_button_exists: 'there is one, or the form narrows a table at every key and has nothing to send',
  heading_markup_misuse: 'the headings of questions are long because the questions are',
  img_alt_background: 'the pictures in the background are shadows and a hairline: decoration',
  input_fields_grouped: 'the fields that narrow a table are a group: its form',
  input_label_visible: 'the field in the head has a hidden label and, beside it, a button that says what it is for (G167)',
  list_structure_proper: 'groups of a description list stand in a div, as HTML has it',
  select_options_grouped: 'the choices are of one kind',
  style_highcontrast_visible: 'measured in forced colours',
  target_spacing_sufficient: 'asked of links in lines of text, which may be as close as the text',
  text_block_heading: 'the titles of the menu name their lists by aria-labelledby',
  widget_tabbable_single: 'said of heads of rows: a table is no grid, a cell holds what it holds',
};

/** Runs inside of the browser, where the checker was loaded before. */
async function runAce(policy) {
  const { results } = await new ace.Checker().check(document, [policy]);
  const isFine = ({ value }) => value[1] === 'PASS';
  return results
    .filter((result) => !isFine(result))
    .map(({ ruleId, value, message, path }) => ({ rule: ruleId, outcome: value[1], message, place: path.dom }));
}

/**
 * @param {import('playwright-core').Page} page
 * @returns {Promise<string[]>} one finding per rule and element
 */
export async function aceFindings(page) {
  const results = await page.evaluate(runAce, POLICY);
  const isAnswered = ({ rule, outcome }) => rule in EXEMPT || (outcome !== 'FAIL' && rule in ANSWERED);
  return results
    .filter((result) => !isAnswered(result))
    .map(({ rule, outcome, message, place }) => `ace ${outcome.toLowerCase()} ${rule}: ${message}: ${place}`);
}
