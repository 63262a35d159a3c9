// The keyboard alone: what is folded is opened by Enter, then Tab goes through everything there is to use.

/** The page's controls that Tab must reach, in the order of the document; a few more presses show that it gets out. */
const BEYOND = 3;

/**
 * Walks through the open page.
 *
 * @param {import('playwright-core').Page} page opened with WATCH_SOURCE
 * @returns {Promise<string[]>} findings
 */
export async function keyboardFindings(page) {
  const findings = [...(await skipLinkFindings(page)), ...(await openByEnter(page))];
  const expected = await page.evaluate(() => keyboardWatch.begin());
  for (let step = 0; step < expected + BEYOND; step += 1) await page.keyboard.press('Tab');
  findings.push(...(await page.evaluate(() => keyboardWatch.end())));
  // The link to the content covers the city's name while it has the focus: whoever looks next sees the page at rest.
  await page.evaluate(() => document.activeElement.blur());
  return findings;
}

/** The first press of Tab shows a link, and that leads to the main content. */
async function skipLinkFindings(page) {
  if ((await page.$('header')) === null) return [];
  await page.keyboard.press('Tab');
  const link = await page.evaluate(() => {
    const { left, top, width, height } = document.activeElement.getBoundingClientRect();
    const isSeen = left >= 0 && top >= 0 && width > 0 && height > 0;
    return { target: document.activeElement.getAttribute('href') ?? '', isSeen };
  });
  if (!link.target.startsWith('#')) return ['keyboard: the first stop leads to no place on the page'];
  if (!link.isSeen) return ['keyboard: the link to the content is not seen where it has the focus'];
  await page.keyboard.press('Enter');
  const isThere = await page.evaluate(() => document.activeElement.localName === 'main');
  return isThere ? [] : ['keyboard: the link to the content does not lead there'];
}

/** Opens one of each kind by Enter, and the others at once, so that everything is there to be reached. */
async function openByEnter(page) {
  const findings = [];
  for (const summary of await page.$$('summary')) {
    const isTried = await summary.evaluate((element) => {
      const { className } = element.parentElement;
      window.triedKinds ??= new Set();
      const isOther = element.parentElement.open || !element.checkVisibility() || window.triedKinds.has(className);
      window.triedKinds.add(className);
      return !isOther;
    });
    if (!isTried) continue;
    await summary.focus();
    await page.keyboard.press('Enter');
    const isOpen = await summary.evaluate((element) => element.parentElement.open);
    if (!isOpen) findings.push(`keyboard: Enter does not open ${await summary.evaluate((element) => element.parentElement.className)}`);
  }
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
  return findings;
}

/** To be run in the page before it loads: `keyboardWatch`, which looks at every stop. */
export const WATCH_SOURCE = `window.keyboardWatch = (${watch})();`;

/** Runs inside of the browser: sees nothing of this module. */
function watch() {
  const CONTROLS = 'a[href], area[href], button, input, select, textarea, summary, iframe, [tabindex], [contenteditable], audio[controls], video[controls]';
  const LEAST_OUTLINE = 2;
  let expected = [];
  let stops = [];
  let findings = [];
  let last;

  const isReached = (element) => element.tabIndex >= 0 && !element.disabled && !element.closest('[inert]') && element.checkVisibility({ visibilityProperty: true });
  const name = (element) => {
    const words = (element.getAttribute('aria-label') ?? element.textContent).trim().replace(/\s+/g, ' ').slice(0, 40);
    const own = typeof element.className === 'string' && element.className ? `.${element.className.split(' ')[0]}` : '';
    return `${element.localName}${element.id ? `#${element.id}` : own} "${words}"`;
  };

  const isSelfOrPart = (element, other) => element === other || element.contains(other) || other.contains(element);
  /** Whether some of it is on the screen and under nothing else. */
  const isUncovered = (element) =>
    [...element.getClientRects()].some(({ left, right, top, bottom }) => {
      const inside = (value, end) => Math.min(Math.max(value, 1), end - 1);
      const x = [inside(left + 1, innerWidth), inside((left + right) / 2, innerWidth), inside(right - 1, innerWidth)];
      const y = [inside(top + 1, innerHeight), inside((top + bottom) / 2, innerHeight), inside(bottom - 1, innerHeight)];
      const isOn = (px, py) => px >= left - 1 && px <= right + 1 && py >= top - 1 && py <= bottom + 1;
      return x.some((px) => y.some((py) => {
        const top = isOn(px, py) ? document.elementFromPoint(px, py) : null;
        return top !== null && isSelfOrPart(element, top);
      }));
    });

  const look = (element) => {
    const style = getComputedStyle(element);
    const isOutlined = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= LEAST_OUTLINE;
    if (!isOutlined) findings.push(`keyboard: no outline shows the focus of ${name(element)}`);
    if (!isUncovered(element)) findings.push(`keyboard: hidden where it has the focus: ${name(element)}`);
  };
  const lookAtStop = () => document.activeElement === last && look(last);
  // Before Tab leaves an element, all is done that its focus has brought about.
  addEventListener('keydown', ({ key }) => key === 'Tab' && lookAtStop(), true);
  addEventListener('focusin', ({ target }) => {
    last = target;
    stops.push(target);
  }, true);

  return {
    /** @returns {number} how many stops there are */
    begin() {
      document.activeElement.blur();
      getSelection().removeAllRanges();
      document.body.tabIndex = -1;
      document.body.focus({ preventScroll: true });
      document.body.removeAttribute('tabindex');
      const all = [...document.querySelectorAll(CONTROLS)].filter(isReached);
      // Of radio buttons with one name, Tab stops at one.
      expected = all.filter((element) => element.type !== 'radio' || all.find((other) => other.type === 'radio' && other.name === element.name) === element);
      stops = [];
      findings = [];
      last = undefined;
      return expected.length;
    },
    /** @returns {string[]} */
    end() {
      lookAtStop();
      const walked = stops.slice(0, expected.length);
      const at = expected.findIndex((element, index) => walked[index] !== element);
      if (at >= 0) {
        const got = walked[at] ? name(walked[at]) : 'nothing';
        const before = at > 0 ? ` after ${name(expected[at - 1])}` : '';
        findings.push(`keyboard: ${name(expected[at])} is to have the focus${before}, and ${got} has it`);
      } else if (expected.length > 0 && stops.length === expected.length) {
        // Had it got out, it would have begun anew.
        findings.push(`keyboard: no way out of ${name(expected.at(-1))}`);
      }
      return [...new Set(findings)];
    },
  };
}
