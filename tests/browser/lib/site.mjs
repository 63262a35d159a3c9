// The built site as files: its pages, what kind each is, and a server that shows it under a sub-path.
import { createServer } from 'node:http';
import { readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A folder that a site was built into. Paths of files are relative to it, with `/`. */
export class Site {
  /** @param {string} directory an existing folder */
  constructor(directory) {
    this.root = realpathSync(directory);
    this.files = new Set(filesBelow(this.root).map((file) => relative(this.root, file).split(sep).join('/')));
    const pages = [...this.files].filter((file) => file.endsWith('.html')).sort();
    const isFragment = (file) => file.startsWith('fragmente/');
    this.pages = pages.filter((file) => !isFragment(file));
    /** Pieces of pages, to be pasted into others. */
    this.fragments = pages.filter(isFragment);
    this.base = pathToFileURL(this.root + sep).href;
  }

  read(path) {
    return readFileSync(join(this.root, path), 'utf8');
  }

  /** The page's address, relative to `base`: its `file:` address unless another base is given. */
  address(path, base = this.base) {
    return base + path.split('/').map(encodeURIComponent).join('/');
  }

  /** The file an address below `base` names (without query and fragment), or undefined if it is outside of it. */
  pathOf(address, base = this.base) {
    const bare = address.replace(/[?#].*$/s, '');
    if (!bare.startsWith(base)) return undefined;
    try {
      return decodeURIComponent(bare.slice(base.length));
    } catch {
      return undefined;
    }
  }
}

function filesBelow(directory) {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    const isDirectory = entry.isSymbolicLink() ? statSync(path).isDirectory() : entry.isDirectory();
    return isDirectory ? filesBelow(path) : [path];
  });
}

/**
 * The kind of a page: what `data-seite` of its body says, else `index` or `record`, and the folder it stands in
 * (a project and a council paper may both be records, and still look different).
 */
export function kindOf(path, mark) {
  const segments = path.split('/');
  const shape = mark || (segments.at(-1) === 'index.html' ? 'index' : 'record');
  return segments.length > 1 ? `${segments[0]} ${shape}` : shape;
}

/**
 * One page of each kind: the one with the largest variety of elements and classes.
 * @param {{path: string, kind: string, variety: number}[]} pages sorted by path
 */
export function onePageOfEachKind(pages) {
  const richest = new Map();
  for (const page of pages) {
    const best = richest.get(page.kind);
    if (!best || page.variety > best.variety) richest.set(page.kind, page);
  }
  return [...richest.values()].map((page) => page.path).sort();
}

const TYPES = {
  '.atom': 'application/atom+xml',
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.ics': 'text/calendar; charset=utf-8',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
};

/** What a server shows for an address that is not there. */
export const MISSING = '404.html';

/**
 * Serves the site's files, and nothing else, on loopback under `prefix` (`/a/b/`), each with `headers`; for a folder its
 * `index.html`, for what is not there its own page about that. What stands there compressed is sent so.
 * @returns {Promise<{base: string, close: () => void}>}
 */
export async function serve(site, prefix, headers = {}) {
  const server = createServer((request, response) => {
    const asked = site.pathOf(request.url, prefix);
    if (asked === undefined) return response.writeHead(404).end();
    const path = asked.replace(/(^|\/)$/, '$1index.html');
    const isThere = site.files.has(path);
    const shown = isThere ? path : MISSING;
    if (!site.files.has(shown)) return response.writeHead(404).end();
    const isPacked = site.files.has(`${shown}.gz`) && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    const packing = isPacked ? { 'content-encoding': 'gzip' } : {};
    const type = { 'content-type': TYPES[extname(shown)] ?? 'application/octet-stream' };
    response.writeHead(isThere ? 200 : 404, { ...headers, ...packing, ...type });
    response.end(readFileSync(join(site.root, isPacked ? `${shown}.gz` : shown)));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.close();
    server.closeAllConnections?.();
  };
  return { base: `http://127.0.0.1:${server.address().port}${prefix}`, close };
}
