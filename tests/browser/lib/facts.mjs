// What one page says about itself. These functions run inside of the browser: they see nothing of this module.

/**
 * Collects what can be judged without layout.
 *
 * @param {{html: string, address: string} | undefined} source a page to parse instead of the one that is open
 */
export function pageFacts(source) {
  const doc = source ? new DOMParser().parseFromString(source.html, 'text/html') : document;
  const base = source ? source.address : document.baseURI;
  const name = (element) => element.localName + (element.id ? `#${element.id}` : '');
  const findings = [];
  const links = [];
  const ids = new Set();
  const names = new Set();
  const references = [];
  const variety = new Set();

  const LINKS = ['href', 'xlink:href', 'src', 'action', 'formaction', 'poster', 'data', 'background'];
  const REFERENCES = ['for', 'headers', 'list', 'aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-owns'];
  const addLink = (element, attribute, raw) => {
    let address = null;
    try {
      address = new URL(raw.trim(), base).href;
    } catch {
      // not an address at all: judged outside
    }
    const rel = element.localName === 'link' ? element.rel : '';
    links.push({ element: element.localName, attribute, rel, raw, address });
  };

  for (const element of doc.querySelectorAll('*')) {
    variety.add(`${element.localName}.${element.getAttribute('class') ?? ''}`);
    const isInline = element.localName === 'script' && !element.hasAttribute('src');
    if (isInline && element.type !== 'application/ld+json') findings.push('script in the page');
    if (element.localName === 'a' && element.hasAttribute('name')) names.add(element.getAttribute('name'));
    for (const { name: attribute, value } of element.attributes) {
      if (attribute === 'style') findings.push(`style attribute on ${name(element)}`);
      if (attribute.startsWith('on')) findings.push(`${attribute} attribute on ${name(element)}`);
      if (LINKS.includes(attribute)) addLink(element, attribute, value);
      if (attribute === 'srcset') {
        for (const part of value.split(/,\s+/)) addLink(element, attribute, part.trim().split(/\s/)[0]);
      }
      if (REFERENCES.includes(attribute)) {
        for (const id of value.split(/\s+/).filter(Boolean)) references.push({ attribute, id });
      }
      for (const [, id] of value.matchAll(/url\(["']?#([^"')]+)["']?\)/g)) references.push({ attribute, id });
    }
    if (element.id) {
      if (ids.has(element.id)) findings.push(`duplicate id: ${element.id}`);
      ids.add(element.id);
    }
  }
  for (const { attribute, id } of references) {
    if (!ids.has(id)) findings.push(`${attribute} names a missing id: ${id}`);
  }

  const refresh = doc.querySelector('meta[http-equiv="refresh" i]')?.content.match(/url\s*=\s*["']?([^"']+)/i);
  if (refresh) addLink(doc.querySelector('meta[http-equiv="refresh" i]'), 'content', refresh[1]);
  if (!doc.title.trim()) findings.push('no title');
  if (!doc.documentElement.lang.trim()) findings.push('no lang');
  if (![...doc.querySelectorAll('h1')].some((heading) => heading.textContent.trim())) findings.push('no h1');
  if (doc.compatMode !== 'CSS1Compat') findings.push('no doctype');

  return {
    findings,
    links,
    ids: [...ids, ...names],
    mark: doc.body?.dataset.seite ?? '',
    variety: variety.size,
  };
}

/**
 * The widest elements that reach beyond the right edge, if the page as a whole can be scrolled sideways.
 * Every `details` is opened first, so that nothing wide hides in one.
 *
 * @returns {{width: number, available: number, elements: string[]} | null}
 */
export function overflow() {
  for (const details of document.querySelectorAll('details')) details.open = true;
  const root = document.scrollingElement;
  const available = window.innerWidth;
  if (root.scrollWidth <= available) return null;

  const label = (element) => {
    const classes = [...element.classList].slice(0, 2).map((name) => `.${name}`);
    return element.localName + (element.id ? `#${element.id}` : '') + classes.join('');
  };
  const path = (element) => {
    const steps = [];
    for (let step = element; step && step !== document.body && steps.length < 3; step = step.parentElement) {
      steps.unshift(label(step));
    }
    return steps.join(' > ');
  };
  const isContained = (element) => {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
      if (getComputedStyle(box).overflowX !== 'visible') return true;
    }
    return false;
  };
  // How far right an element reaches: its box, or text that runs out of it.
  const rightEdge = (element) => {
    const box = element.getBoundingClientRect();
    const runsOut = getComputedStyle(element).overflowX === 'visible' ? box.left + element.scrollWidth : 0;
    return Math.round(Math.max(box.right, runsOut));
  };

  const beyond = [...document.body.querySelectorAll('*')]
    .map((element) => ({ element, right: rightEdge(element) }))
    .filter(({ element, right }) => right > available && !isContained(element))
    .sort((a, b) => b.right - a.right);
  // Of nested elements that reach equally far, the innermost is the cause.
  const causes = beyond.filter(
    ({ element, right }) => !beyond.some((other) => other.right === right && element !== other.element && element.contains(other.element)),
  );
  return {
    width: root.scrollWidth,
    available,
    elements: causes.slice(0, 3).map(({ element, right }) => `${path(element)} (to ${right} px)`),
  };
}

/**
 * The words of the main content, line by line, with every `details` opened; without what is there to be used and not to
 * be read, and without what only readers without script are told.
 *
 * @returns {string[]}
 */
export function wordsOf() {
  for (const details of document.querySelectorAll('details')) details.open = true;
  const tools = [...document.querySelectorAll('main :is(form, [data-ohne-skript])')];
  const wereHidden = tools.map((tool) => tool.hidden);
  for (const tool of tools) tool.hidden = true;
  const lines = (document.querySelector('main')?.innerText ?? '').split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
  tools.forEach((tool, at) => {
    tool.hidden = wereHidden[at];
  });
  return [...new Set(lines)].filter(Boolean);
}
