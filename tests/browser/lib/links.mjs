// Do the links lead somewhere? Judged on disk, without clicking.

const OPEN_SCHEMES = ['http:', 'https:', 'mailto:', 'tel:'];
// `link` elements that only name an address, and load nothing.
const NAMING_RELS = ['canonical', 'alternate', 'license', 'author', 'help', 'me', 'next', 'prev', 'up', 'self'];

/**
 * What is wrong with the links of all pages.
 *
 * @param {import('./site.mjs').Site} site
 * @param {Map<string, {links: object[], ids: string[]}>} facts by page
 * @param {(path: string, what: string) => void} report
 */
export function checkLinks(site, facts, report) {
  const ids = new Map([...facts].map(([path, page]) => [path, new Set(page.ids)]));
  for (const [path, page] of facts) {
    for (const link of page.links) {
      const complaint = complaintAbout(link, site, ids);
      if (complaint) report(path, complaint);
    }
  }
  for (const path of site.files) if (path.endsWith('.css')) checkStyleSheet(site, path, report);
}

function complaintAbout(link, site, ids) {
  const { raw, address } = link;
  if (address === null) return `broken link: ${raw}: not an address`;
  const scheme = new URL(address).protocol;
  if (scheme === 'data:' && !isFollowed(link)) return undefined;
  if (scheme !== 'file:') return complaintAboutScheme(link, scheme);
  if (/^(file:|\/)/i.test(raw.trim())) return `link is not relative: ${raw}`;

  const path = site.pathOf(address);
  if (path === undefined) return `link leaves the site: ${raw}`;
  if (path === '' || path.endsWith('/')) return `broken link: ${raw}: a folder, not a file`;
  if (!site.files.has(path)) return `broken link: ${raw}: no such file`;
  return complaintAboutFragment(link, path, site, ids);
}

// Whether the reader follows it, by a click; everything else is loaded with the page.
const isFollowed = ({ element, rel }) =>
  element === 'a' || element === 'area' || (element === 'link' && rel !== '' && rel.split(/\s+/).every((word) => NAMING_RELS.includes(word.toLowerCase())));

function complaintAboutScheme(link, scheme) {
  if (!OPEN_SCHEMES.includes(scheme)) return `link with the scheme ${scheme} ${link.raw}`;
  if (!isFollowed(link)) return `loads from a foreign host: ${link.raw}`;
  return undefined;
}

function complaintAboutFragment({ raw, address }, path, site, ids) {
  const fragment = decodeFragment(new URL(address).hash.slice(1));
  if (fragment === '' || fragment === 'top' || fragment.startsWith(':~:')) return undefined;
  const known = ids.get(path) ?? idsOfDrawing(site, path);
  return known && !known.has(fragment) ? `broken anchor: ${raw}` : undefined;
}

function decodeFragment(fragment) {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

function idsOfDrawing(site, path) {
  if (!path.endsWith('.svg')) return undefined;
  return new Set([...site.read(path).matchAll(/\sid\s*=\s*["']([^"']+)["']/g)].map(([, id]) => id));
}

function checkStyleSheet(site, path, report) {
  const text = site.read(path).replace(/\/\*.*?\*\//gs, '');
  const urls = [...text.matchAll(/url\(\s*(?:"([^"]*)"|'([^']*)'|([^)\s]*))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')/g)];
  for (const match of urls) {
    const raw = match.slice(1).find((group) => group !== undefined);
    if (raw.startsWith('#')) continue;
    const address = URL.canParse?.(raw, site.address(path)) === false ? null : new URL(raw, site.address(path)).href;
    const complaint = complaintAbout({ element: 'css', attribute: 'url', rel: '', raw, address }, site, new Map());
    if (complaint) report(path, complaint);
  }
}
