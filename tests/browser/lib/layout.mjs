// Whether words have room where readers space them, and whether anything moves.

// WCAG 1.4.12, as a reader's own style sheet.
const SPACING = `* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }`;

/**
 * What is cut off where readers space the words, in the page as it is now.
 *
 * @param {import('playwright-core').Page} page
 * @returns {Promise<string[]>}
 */
export async function spacingFindings(page) {
  const cut = await page.evaluate(cutOff, SPACING);
  return cut.map((what) => `text spacing cuts off ${what}`);
}

/** Runs inside of the browser: sees nothing of this module. The words of a drawing are left out: its table has them too. */
function cutOff(style) {
  const sheet = new CSSStyleSheet();
  const found = new Set();
  const name = (element) => `${element.localName}${[...element.classList].map((part) => `.${part}`).join('')}`;
  const isOwnToScroll = (value) => ['auto', 'scroll'].includes(value);
  const look = () => {
    for (const element of document.body.querySelectorAll('*')) {
      if (element.closest('svg, .nur-vorlesen') || !element.checkVisibility() || element.scrollWidth === 0) continue;
      const { overflowX, overflowY } = getComputedStyle(element);
      const isWide = element.scrollWidth > element.clientWidth + 1 && overflowX !== 'visible' && !isOwnToScroll(overflowX);
      const isHigh = element.scrollHeight > element.clientHeight + 1 && overflowY !== 'visible' && !isOwnToScroll(overflowY);
      if (element.clientWidth > 0 && (isWide || isHigh)) found.add(name(element));
    }
  };
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [sheet];
  look();
  document.adoptedStyleSheets = [];
  return [...found];
}

/**
 * What moves although the reader asked for no motion.
 *
 * @param {import('playwright-core').Page} page opened with reduced motion
 * @returns {Promise<string[]>}
 */
export async function motionFindings(page) {
  return page.evaluate(() => {
    const found = new Set();
    const lasts = (value) => value.split(',').some((part) => Number.parseFloat(part) > 0);
    for (const element of document.querySelectorAll('*')) {
      const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
      if (lasts(transitionDuration) || animationName !== 'none' || scrollBehavior === 'smooth') found.add(element.localName);
    }
    return [...found].map((name) => `moves although no motion is wanted: ${name}`);
  });
}
