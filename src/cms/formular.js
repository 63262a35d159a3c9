// Between a content file and a form: what a form does not change stays as it is written, with comments, order and quotes.
//
// A form knows texts, lists and records only. A file becomes such a tree by the shape of its kind (felder.js), and its text
// travels with the tree in ORIGINAL. Going back, the tree is compared with what the text gives; only what differs is
// written into the text: a value in its place, anything else by printing the YAML document, which keeps comments.
//
// shape       in the file              in the form
// "text"      a scalar                 its text, as written
// "ja-nein"   ja, nein, true, false    ja or nein
// "yaml"      anything                 its YAML
// {list}      a list, or one value     a list
// {record}    a mapping, or its short  a record; what has no field is not in the form, and stays in the file
// {keyed}     a mapping by id          a list of records with the id in ID
import { Document, Pair, Scalar, YAMLMap, YAMLSeq, isMap, isScalar, isSeq, parseDocument } from './yaml/index.js';

/** The text of the file. */
const ORIGINAL = '_original';
/** Which entry of the file's list or mapping a record of the form is. */
const ENTRY = '_eintrag';
/** The id of a record in a mapping. */
const ID = '_id';
/** The value of an id that has no record. */
const VALUE = 'wert';
/** The entries of a file that is no mapping of fields. */
const ENTRIES = 'eintraege';
/** What stands below the front matter. */
const BODY = '_text';
/** The criteria of the maturity model in one list: forms offer what stands one level below a file, and no deeper. */
const CRITERIA = '_kriterien';

/** A mapping of scalars only is written on one line up to this length. */
const ONE_LINE = 100;

/** Every scalar is the text it is written as; only what is absent is told apart. */
const NOTHING = {
  tag: 'tag:yaml.org,2002:null',
  default: true,
  test: /^(?:~|[Nn]ull|NULL)?$/,
  resolve: () => new Scalar(null),
  identify: (value) => value === null,
  stringify: ({ source }) => source ?? '',
};
const READ = { schema: 'failsafe', customTags: [NOTHING] };
const PRINT = { lineWidth: 0, flowCollectionPadding: false };

/** A format of files whose content has a shape: `{ fromFile, toFile }`. */
export function format(shape, hasBody) {
  return {
    fromFile: (text) => read(text, shape, hasBody),
    toFile: (form) => written(form, shape, hasBody),
  };
}

/** The form of a file; nothing for a Markdown file without front matter. */
function read(text, shape, hasBody) {
  const parts = hasBody ? split(text) : { yaml: text };
  return parts && { ...formOf(parts, shape), [ORIGINAL]: text };
}

function formOf({ yaml, body }, shape) {
  const form = toForm(parsed(yaml).contents, whole(shape).shape);
  const fields = whole(shape).isWrapped ? { [ENTRIES]: form ?? [] } : form;
  const criteria = hasModel(shape) ? { [CRITERIA]: criteriaOf(fields?.dimensionen ?? []) } : {};
  return { ...fields, ...(body === undefined ? {} : { [BODY]: body }), ...criteria };
}

function hasModel({ record }) {
  return record?.some(([key, of]) => key === 'dimensionen' && of.keyed);
}

function criteriaOf(dimensions) {
  const levels = dimensions.flatMap((dimension) => dimension.stufen ?? []);
  return levels.flatMap((level) => level[VALUE] ?? []).map(({ [ID]: id, text }) => ({ [ID]: id, text: `${id}: ${text}` }));
}

function written(form, shape, hasBody) {
  const original = form[ORIGINAL] ?? (hasBody ? '---\n---' : '');
  const parts = hasBody ? split(original) : { yaml: original };
  const yaml = changed(parts.yaml, unwrapped(form, shape), whole(shape).shape);
  const result = hasBody ? join({ ...parts, yaml }, form[BODY] ?? '') : yaml;
  const shown = formOf(hasBody ? split(result) : { yaml: result }, shape);
  if (!isSame(unwrapped(shown, shape), unwrapped(form, shape))) throw new Error('Die Datei ließe sich nicht wieder so lesen.');
  return result;
}

/** Whether a file is a list or a mapping by id, which a form has as one field. */
function whole(shape) {
  return { shape, isWrapped: !shape.record };
}

function unwrapped(form, shape) {
  return whole(shape).isWrapped ? form[ENTRIES] : form;
}

/** Front matter, what is around it, and body. */
function split(text) {
  const [, before, yaml, after, body] = text.match(/^(---[ \t]*\n)((?:(?!---[ \t]*$).*\n)*)(---[ \t]*(?:\n+|$))([^]*)$/m) ?? [];
  return before && { before, yaml, after, body };
}

function join({ before, yaml, after, body }, newBody) {
  const line = yaml === '' || yaml.endsWith('\n') ? yaml : `${yaml}\n`;
  if (newBody === body) return before + line + after + body;
  return before + line + (newBody ? `${after.trimEnd()}\n\n${newBody}` : after.trimEnd());
}

function parsed(yaml) {
  const document = parseDocument(yaml, READ);
  if (document.errors.length > 0) throw document.errors[0];
  return document;
}

// From the file to the form

/** What a form shows of a node; nothing for what is absent and for what the form cannot show. */
function toForm(node, shape) {
  if (isAbsent(node)) return undefined;
  if (shape === 'yaml') return new Document(node, READ).toString(PRINT).trimEnd();
  if (shape === 'ja-nein') return isScalar(node) ? (YES_NO[node.value] ?? node.value) : undefined;
  if (shape === 'text') return isScalar(node) ? node.value : undefined;
  if (shape.list) return listToForm(node, shape.list);
  if (shape.keyed) return isMap(node) ? all(node.items.map((pair) => entryToForm(pair, shape.keyed))) : undefined;
  return recordToForm(node, shape);
}

const YES_NO = { true: 'ja', false: 'nein' };

function isAbsent(node) {
  return !node || (isScalar(node) && node.value === null);
}

/** A list, if every item of it can be shown. */
function all(items) {
  return items.includes(undefined) ? undefined : items;
}

function listToForm(node, shape) {
  const item = (one, index) => {
    const form = toForm(one, shape);
    return shape.record && form ? { ...form, [ENTRY]: String(index) } : form;
  };
  return all((isSeq(node) ? node.items : [node]).map(item));
}

function entryToForm(pair, shape) {
  const form = toForm(pair.value, shape);
  if (form === undefined && !isAbsent(pair.value)) return undefined;
  const fields = shape.record ? form : { [VALUE]: form };
  return { [ID]: pair.key.value, ...fields, [ENTRY]: pair.key.value };
}

function recordToForm(node, { record, short }) {
  if (isScalar(node)) return short ? { [short]: node.value } : undefined;
  if (!isMap(node)) return undefined;
  const fields = record.map(([key, shape]) => [key, toForm(node.get(key, true), shape)]);
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}

// From the form to the file

/** A YAML text with what differs from it in a form. */
function changed(yaml, form, shape) {
  const document = parsed(yaml);
  const change = { values: [], isPrinted: false };
  const node = fromForm(document.contents, shape, toForm(document.contents, shape), form, change);
  if (!change.isPrinted) return replaced(yaml, change.values);
  if (node && node !== document.contents) node.flow = false;
  document.contents = node ?? new YAMLMap();
  return document.toString(PRINT);
}

function replaced(yaml, values) {
  const behind = values.toSorted((one, other) => other.start - one.start);
  return behind.reduce((text, { start, end, value }) => text.slice(0, start) + value + text.slice(end), yaml);
}

/** The node of what a form holds: the same one where it shows the same, nothing where the form is empty. */
function fromForm(node, shape, old, form, change) {
  if (isSame(old, form)) return node;
  if (old === undefined && !isAbsent(node)) throw new Error('Was hier schon steht, kann das Formular nicht zeigen.');
  if (isEmpty(form)) return printed(undefined, change);
  if (shape === 'yaml') return printed(parsed(form).contents, change);
  if (typeof shape === 'string') return scalar(node, form, change);
  if (shape.list) return list(node, shape.list, old ?? [], form, change);
  if (shape.keyed) return keyed(node, shape.keyed, old ?? [], form, change);
  return record(node, shape, old ?? {}, form, change);
}

function printed(node, change) {
  change.isPrinted = true;
  return node;
}

function scalar(node, value, change) {
  if (!isScalar(node) || !node.range) return printed(newScalar(value), change);
  const [start, end] = node.range;
  const isOneLine = start < end && !node.type?.startsWith('BLOCK') && !value.includes('\n');
  const quoted = node.type !== Scalar.PLAIN || !isPlain(value);
  if (isOneLine) change.values.push({ start, end, value: quoted ? quote(value, node.type) : value });
  else change.isPrinted = true;
  node.value = value;
  return node;
}

function newScalar(value) {
  const node = new Scalar(value);
  if (value.includes('\n')) node.type = Scalar.BLOCK_LITERAL;
  return node;
}

/** Whether a text is read as it stands, wherever it stands. */
function isPlain(value) {
  return /^[\p{L}\p{N}][^\n,[\]{}"]*$/u.test(value) && !/: |:$| #|\s$|^null$|^NULL$/i.test(value);
}

function quote(value, type) {
  return type === Scalar.QUOTE_SINGLE ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value);
}

function list(node, shape, old, form, change) {
  const items = form.filter((item) => !isEmpty(item));
  if (!isSeq(node) && !isAbsent(node) && items.length === 1) return fromForm(node, shape, old[0], items[0], change);
  const nodes = isSeq(node) ? node.items : isAbsent(node) ? [] : [node];
  const from = origins(items, old, ({ [ENTRY]: entry }) => Number(entry));
  const isKept = items.length === nodes.length && from.every((origin, index) => origin === index);
  if (!isKept || !isSeq(node)) change.isPrinted = true;
  const sequence = isSeq(node) ? node : new YAMLSeq();
  sequence.items = items.map((item, index) => fromForm(nodes[from[index]], shape, old[from[index]], item, change));
  return sequence;
}

/** Which old item each is: a record says it by itself, a text is the first one equal to it or the one at its place. */
function origins(items, old, entryOf) {
  const free = new Set(old.keys());
  const take = (index) => (free.delete(index) ? index : undefined);
  const certain = items.map((item) => {
    if (item !== null && typeof item === 'object' && ENTRY in item) return take(entryOf(item));
    return take(old.findIndex((one, index) => free.has(index) && isSame(one, item)));
  });
  return certain.map((origin, index) => origin ?? (typeof items[index] === 'string' ? take(index) : undefined));
}

function keyed(node, shape, old, form, change) {
  const items = form.filter((item) => !isEmpty(item));
  const pairs = isMap(node) ? node.items : [];
  const from = origins(items, old, ({ [ENTRY]: entry }) => old.findIndex((one) => one[ID] === entry));
  if (!isMap(node) || items.length !== pairs.length || !from.every((origin, index) => origin === index)) change.isPrinted = true;
  const map = isMap(node) ? node : new YAMLMap();
  const value = (item) => (shape.record ? item : item?.[VALUE]);
  map.items = items.map((item, index) => {
    const pair = pairs[from[index]] ?? new Pair(newScalar(item[ID] ?? ''), null);
    if (pair.key.value !== item[ID]) printed((pair.key.value = item[ID] ?? ''), change);
    pair.value = fromForm(pair.value, shape, strip(value(old[from[index]])), strip(value(item)), change) ?? null;
    return pair;
  });
  return map;
}

/** A record without the id it stands under. */
function strip(item) {
  if (item === null || typeof item !== 'object' || Array.isArray(item)) return item;
  const { [ID]: _, ...fields } = item;
  return fields;
}

function record(node, { record: fields, short }, old, form, change) {
  const isShort = isScalar(node) && !isAbsent(node);
  const filled = fields.filter(([key]) => !isEmpty(form[key])).map(([key]) => key);
  if (isShort && filled.length === 1 && filled[0] === short) return scalar(node, form[short], change);
  if (!isMap(node)) change.isPrinted = true;
  const map = isMap(node) ? node : new YAMLMap();
  if (isShort) map.set(newScalar(short), node);
  for (const [index, [key, shape]] of fields.entries()) {
    const before = map.get(key, true);
    const after = fromForm(before, shape, old[key], form[key], change);
    if (after === before) continue;
    if (after === undefined) map.delete(key);
    else if (map.has(key)) map.set(key, after);
    else map.items.splice(place(map, fields.slice(0, index)), 0, new Pair(newScalar(key), after));
  }
  if (!isMap(node)) map.flow = isOneLine(map);
  return map;
}

/** Behind the last of the fields that come before. */
function place(map, earlier) {
  const keys = new Set(earlier.map(([key]) => key));
  return map.items.findLastIndex((pair) => keys.has(pair.key.value)) + 1;
}

function isOneLine(map) {
  const length = (pair) => (isScalar(pair.value) ? `${pair.key.value}: ${pair.value.value}, `.length : ONE_LINE);
  return !JSON.stringify(map).includes('\\n') && map.items.reduce((sum, pair) => sum + length(pair), 0) <= ONE_LINE;
}

// Comparing forms

/** Whether two forms say the same: what is empty is as good as absent. */
function isSame(one, other) {
  return JSON.stringify(essence(one)) === JSON.stringify(essence(other));
}

function isEmpty(form) {
  return essence(form) === undefined;
}

/** What a form says, in one order. */
function essence(form) {
  if (form === null || form === '' || form === undefined) return undefined;
  if (Array.isArray(form)) {
    const items = form.map(essence).filter((item) => item !== undefined);
    return items.length > 0 ? items : undefined;
  }
  if (typeof form !== 'object') return String(form);
  const isOwn = (key) => ![ENTRY, ORIGINAL, CRITERIA].includes(key);
  const fields = Object.keys(form).filter(isOwn).sort().map((key) => [key, essence(form[key])]);
  const said = fields.filter(([, value]) => value !== undefined);
  return said.length > 0 ? Object.fromEntries(said) : undefined;
}
