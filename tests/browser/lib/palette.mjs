// The colours of status, as people see them who lack one kind of cone: each two are told apart.
import { differenceCiede2000, filterDeficiencyDeuter, filterDeficiencyProt, filterDeficiencyTrit, formatHex, parse } from 'culori';

/** Least distance, CIEDE2000. */
const LEAST = 10;
const distance = differenceCiede2000();
// Machado, Oliveira and Fernandes (2009), the whole deficiency.
const SIGHTS = {
  protanopia: filterDeficiencyProt(1),
  deuteranopia: filterDeficiencyDeuter(1),
  tritanopia: filterDeficiencyTrit(1),
};

/**
 * @param {import('playwright-core').Page} page open, in the scheme that is to be judged
 * @returns {Promise<string[]>} findings
 */
export async function paletteFindings(page) {
  return tooAlike(await page.evaluate(statusColours));
}

/**
 * @param {Record<string, string[]>} tones by colour, as CSS writes it
 * @returns {string[]} one finding for each two that are too alike
 */
export function tooAlike(tones) {
  const all = Object.entries(tones);
  return all.flatMap(([one, names], at) =>
    all.slice(at + 1).flatMap(([other, otherNames]) =>
      Object.entries(SIGHTS).flatMap(([sight, seen]) => {
        const value = distance(seen(parse(one)), seen(parse(other)));
        const pair = `${names.join(', ')} (${formatHex(one)}) and ${otherNames.join(', ')} (${formatHex(other)})`;
        return value < LEAST ? [`palette: ${pair} are ${value.toFixed(1)} apart in ${sight}, not ${LEAST}`] : [];
      }),
    ),
  );
}

/** Runs inside of the browser: a mark and a bar of each status that the page has a shape for, by colour. */
function statusColours() {
  const tones = {};
  const add = (colour, tone) => {
    if (!/^rgb\(/.test(colour)) return;
    tones[colour] ??= [];
    if (!tones[colour].includes(tone)) tones[colour].push(tone);
  };
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.classList.add('diagramm');
  document.body.append(svg);
  for (const { id } of document.querySelectorAll('symbol[id^="z-"]')) {
    const tone = id.slice(2);
    const mark = document.createElement('span');
    mark.className = `marke ton-${tone}`;
    document.body.append(mark);
    add(getComputedStyle(mark).color, tone);
    mark.remove();
    const bar = document.createElementNS(svg.namespaceURI, 'rect');
    bar.setAttribute('class', `balken balken-${tone}`);
    svg.append(bar);
    add(getComputedStyle(bar).stroke, tone);
  }
  svg.remove();
  return tones;
}
