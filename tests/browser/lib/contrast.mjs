// Contrast as the browser paints it: words 4.5 : 1 (large ones 3 : 1), what a drawing tells by a shape 3 : 1. Axe leaves
// open what stands in drawings, on gradients and beside pseudo-elements; this does not.

// Shapes that nothing is told by alone: remove them and the drawing says the same.
const DECORATION = [
  '.gitter', // lines that guide the eye; the numbers stand at the axis
  '.zeile, .flaeche, .gruppe, .ausblick, .bandbreite', // grounds below others
  '.facette', // the light on an edge
  '.kanten', // edges of the crystal on the start page
  'defs *, [aria-hidden="true"]:not(.zeichen) *, a > rect.flaeche',
];

/**
 * @param {import('playwright-core').Page} page open, in the scheme that is to be judged
 * @returns {Promise<string[]>} findings, each as often as it looks different
 */
export async function contrastFindings(page) {
  return page.evaluate(measure, DECORATION.join(', '));
}

/** Runs inside of the browser: sees nothing of this module. */
function measure(decoration) {
  const SHAPES = 'rect, path, circle, ellipse, line, polyline, polygon';
  const findings = new Set();
  const canvas = [255, 255, 255, 1];

  const parse = (text) => {
    const numbers = text.match(/[\d.]+/g)?.map(Number) ?? [];
    if (/^rgba?\(/.test(text)) return [...numbers.slice(0, 3), numbers[3] ?? 1];
    if (text.startsWith('color(srgb')) return [...numbers.slice(0, 3).map((value) => value * 255), numbers[3] ?? 1];
    return null;
  };
  const over = (top, ground) => [0, 1, 2].map((at) => top[at] * top[3] + ground[at] * (1 - top[3])).concat(1);
  const withAlpha = (colour, alpha) => [...colour.slice(0, 3), colour[3] * alpha];
  const luminance = (colour) => {
    const [r, g, b] = colour.map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [a, b] = [luminance(one), luminance(other)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  const name = (element) => `${element.localName}${[...element.classList].map((part) => `.${part}`).join('')}`;
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });

  /** The ground that boxes make: from the page up to the element. */
  const ground = (element) => {
    const chain = [];
    for (let box = element; box; box = box.parentElement) chain.unshift(box);
    return chain.reduce((below, box) => over(parse(getComputedStyle(box).backgroundColor) ?? [0, 0, 0, 0], below), canvas);
  };
  const paint = (element, property) => {
    const style = getComputedStyle(element);
    const colour = parse(style[property]);
    const opacity = Number(style[`${property}Opacity`]) * Number(style.opacity);
    return colour && withAlpha(colour, opacity);
  };
  /** What is painted under a point of a drawing, by shapes that come before. */
  const groundOfDrawing = (text, svg, x, y, shapes) => {
    let below = ground(svg);
    for (const shape of shapes) {
      if (!(shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING)) break;
      const { left, right, top, bottom } = shape.getBoundingClientRect();
      if (x < left || x > right || y < top || y > bottom) continue;
      const at = new DOMPoint(x, y).matrixTransform(shape.getScreenCTM().inverse());
      const fill = paint(shape, 'fill');
      if (fill && shape.isPointInFill?.(at)) below = over(fill, below);
    }
    return below;
  };

  const isLarge = (element, scale) => {
    const { fontSize, fontWeight } = getComputedStyle(element);
    const size = Number.parseFloat(fontSize) * scale;
    return size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700);
  };
  const judge = (what, element, colour, below, least) => {
    const value = contrast(over(colour, below), below);
    if (value < least) findings.add(`contrast of ${what} ${value.toFixed(2)} : 1, not ${least} : 1: ${name(element)}`);
  };

  const judgeWords = (element) => {
    if (element.closest('svg')) return;
    const least = isLarge(element, 1) ? 3 : 4.5;
    judge('words', element, parse(getComputedStyle(element).color), ground(element), least);
  };
  const judgeWordsOfDrawing = (text, svg, shapes) => {
    const { left, right, top, bottom, width, height } = text.getBoundingClientRect();
    const colour = paint(text, 'fill');
    if (!colour || width === 0 || height === 0) return;
    const style = getComputedStyle(text);
    const isOutlined = style.paintOrder.startsWith('stroke') && style.stroke !== 'none';
    const least = isLarge(text, text.getScreenCTM().a) ? 3 : 4.5;
    for (const x of [left + width / 8, left + width / 2, right - width / 8]) {
      const below = isOutlined ? parse(style.stroke) : groundOfDrawing(text, svg, x, (top + bottom) / 2, shapes);
      judge('words', text, colour, below, least);
    }
  };
  const judgeShape = (shape, below) => {
    const paints = ['fill', 'stroke'].map((property) => paint(shape, property)).filter(Boolean);
    if (paints.length === 0) return;
    const best = Math.max(...paints.map((colour) => contrast(over(colour, below), below)));
    if (best < 3) findings.add(`contrast of a shape ${best.toFixed(2)} : 1, not 3 : 1: ${name(shape)}`);
  };

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const elements = new Set();
  while (walker.nextNode()) if (walker.currentNode.data.trim()) elements.add(walker.currentNode.parentElement);
  for (const element of elements) if (shown(element) && !element.closest('script, option')) judgeWords(element);
  for (const field of document.querySelectorAll('[placeholder]')) {
    judge('words', field, parse(getComputedStyle(field, '::placeholder').color), ground(field), 4.5);
  }
  for (const svg of document.querySelectorAll('svg')) {
    if (!shown(svg)) continue;
    const shapes = [...svg.querySelectorAll(SHAPES)].filter((shape) => !shape.closest('defs, pattern, clipPath, symbol'));
    const below = ground(svg);
    for (const text of svg.querySelectorAll('text')) if (shown(text)) judgeWordsOfDrawing(text, svg, shapes);
    for (const shape of shapes) if (!shape.matches(decoration)) judgeShape(shape, below);
  }
  return [...findings];
}
