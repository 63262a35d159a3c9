"use strict";
// The search, and tables that readers filter and sort. Without it everything is there to read, and nothing of it shows.
// No library, no request, nothing stored.

// ---- Words ----

const WORD = /[\p{L}\p{N}\p{M}\u00ad]+/gu;
/** Shorter terms within a word are chance. */
const INSIDE = 4;

/** Alike are A and a; ä, ae and a; ß and ss; 007 and 7. What begins a word begins its folding, too. */
function fold(text) {
  const plain = text.toLowerCase().replace(/ß/g, "ss").normalize("NFD").replace(/[\p{M}\u00ad]/gu, "");
  return plain.replace(/([aou])e/g, "$1").replace(/(^|[^\p{L}\p{N}])0+(?=\d)/gu, "$1");
}

function words(text) {
  return fold(text).match(WORD) ?? [];
}

/** Folded words, each after a space: a space and a term find beginnings. */
function folded(text) {
  return ` ${words(text).join(" ")} `;
}

/** How well a term fits: 3 a word, 2 the beginning of one, 1 within one, 0 not at all. */
function fit(text, term) {
  if (text.includes(` ${term}`)) return text.includes(` ${term} `) ? 3 : 2;
  return term.length >= INSIDE && text.includes(term) ? 1 : 0;
}

/** How many characters of a word are hit: its beginning, or all of it where the hit is within. */
function hitLength(word, terms) {
  const begins = terms.find((term) => fold(word).startsWith(term));
  if (begins === undefined) return terms.some((term) => fit(fold(word), term)) ? word.length : 0;
  let length = 1;
  while (!fold(word.slice(0, length)).startsWith(begins)) length += 1;
  return length;
}

/** Text with `<mark>` around what the terms hit. */
function marked(text, terms) {
  const parts = [];
  let at = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const length = hitLength(word, terms);
    if (length === 0) continue;
    parts.push(text.slice(at, index), element("mark", {}, word.slice(0, length)));
    at = index + length;
  }
  return [...parts, text.slice(at)];
}

/** A piece of a text around the first hit. */
function excerpt(text, terms) {
  const first = [...text.matchAll(WORD)].find(([word]) => hitLength(word, terms))?.index ?? 0;
  const start = first < 80 ? 0 : text.indexOf(" ", first - 60) + 1;
  const end = text.length - start < 240 ? text.length : text.lastIndexOf(" ", start + 220);
  return (start > 0 ? "… " : "") + text.slice(start, end) + (end < text.length ? " …" : "");
}

// ---- Page ----

function element(name, properties, ...content) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...content);
  return made;
}

/** The words of a node; its parts do not run together. */
function textOf(node) {
  return node.data ?? [...node.childNodes].map(textOf).join(" ");
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}

/** Calls once typing has paused. */
function paused(call) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(call, 200);
  };
}

function addressPart(name) {
  return new URL(location.href).searchParams.get(name) ?? "";
}

/** Changes parts of the address; as a step to go back to, or in place of the last. */
function setAddress(values, isStep) {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(values)) {
    url.searchParams.delete(name);
    if (value) url.searchParams.set(name, value);
  }
  if (url.href !== location.href) history[isStep ? "pushState" : "replaceState"](null, "", url);
}

// ---- Search ----

const HITS_AT_ONCE = 30;

/** What has every term: hits in titles first, hits in texts last; of equal ones short titles first. */
function search(entries, terms) {
  const hits = [];
  for (const { shown, title, names, text } of entries) {
    const points = terms.map((term) => Math.max(9 * fit(title, term), 6 * fit(names, term), 2 * fit(text, term)));
    if (!points.includes(0)) hits.push({ shown, sum: points.reduce((a, b) => a + b, 0) });
  }
  hits.sort((a, b) => b.sum - a.sum || a.shown.title.length - b.shown.title.length);
  return terms.length > 0 ? hits.map(({ shown }) => shown) : [];
}

function setUpSearch(form) {
  const page = form.closest("article, main");
  const part = (name) => page.querySelector(`[data-teil="${name}"]`);
  const [field, number, list, more, all] = ["feld", "zahl", "treffer", "mehr", "alle"].map(part);
  const { wurzel, keine, ein, viele } = form.dataset;
  const entries = spatzIndex.eintraege.map(([kind, title, path, names, text]) => {
    const shown = { kind: spatzIndex.arten[kind], title, path, text };
    return { shown, title: folded(title), names: folded(names), text: folded(text) };
  });
  let hits = [];
  let terms = [];

  const item = ({ kind, title, path, text }) => {
    const place = wurzel === "#" ? path.replace("#", "/") : path;
    const link = element("a", { href: wurzel + place }, ...marked(title, terms));
    const words = element("p", {}, ...marked(excerpt(text, terms), terms));
    return element("li", {}, element("p", { className: "dachzeile" }, kind), link, words);
  };
  const showMore = () => {
    const { length } = list.children;
    list.append(...hits.slice(length, length + HITS_AT_ONCE).map(item));
    more.hidden = list.children.length === hits.length;
    return list.children[length];
  };
  const show = () => {
    terms = words(field.value);
    hits = search(entries, terms);
    list.replaceChildren();
    showMore();
    list.hidden = hits.length === 0;
    all.hidden = terms.length > 0;
    const values = { anzahl: hits.length, suche: field.value.trim() };
    number.textContent = terms.length > 0 ? filled([keine, ein][hits.length] ?? viele, values) : "";
  };
  const read = () => {
    field.value = addressPart("q");
    show();
  };
  const write = (isStep) => {
    setAddress({ q: field.value.trim() }, isStep);
    show();
  };

  field.oninput = paused(() => write(false));
  form.onsubmit = (event) => {
    event.preventDefault();
    write(true);
  };
  more.onclick = () => showMore().querySelector("a").focus();
  addEventListener("popstate", read);
  form.hidden = false;
  page.querySelector("[data-ohne-skript]").hidden = true;
  read();
}

// ---- Tables ----

/** Compares values by their art; what has none comes last either way. */
function comparing(art, direction) {
  const { compare } = new Intl.Collator(document.documentElement.lang, { numeric: true, ignorePunctuation: true });
  const by = { zahl: (a, b) => a - b, datum: (a, b) => (a < b ? -1 : a > b), text: compare }[art];
  return (a, b) => (a && b ? direction * by(a, b) : !a - !b);
}

/** Buttons in the heads; the address has the column as `table.ordnung`, descending after a minus. */
function setUpOrder(table) {
  const name = `${table.dataset.tabelle}.ordnung`;
  const rows = [...table.tBodies[0].rows];
  const heads = [...table.tHead.rows[0].cells];
  const apply = () => {
    const [, minus, column] = /^(-?)(.*)/.exec(addressPart(name));
    const at = heads.findIndex(({ dataset }) => column && dataset.ordnung === column);
    for (const head of heads) head.removeAttribute("aria-sort");
    let sorted = rows;
    if (at >= 0) {
      heads[at].setAttribute("aria-sort", minus ? "descending" : "ascending");
      const { art } = heads[at].dataset;
      const compare = comparing(art, minus ? -1 : 1);
      const value = ({ cells }) => cells[at].dataset.wert ?? (art === "text" ? textOf(cells[at]).trim() : "");
      sorted = rows.map((row) => [value(row), row]).sort(([a], [b]) => compare(a, b)).map(([, row]) => row);
    }
    table.tBodies[0].append(...sorted);
  };
  for (const head of heads.filter(({ dataset }) => dataset.ordnung)) {
    const button = element("button", { type: "button" }, ...head.childNodes);
    head.append(button);
    button.onclick = () => {
      const { ordnung } = head.dataset;
      const next = { ascending: `-${ordnung}`, descending: "" }[head.getAttribute("aria-sort")] ?? ordnung;
      setAddress({ [name]: next }, true);
      apply();
    };
  }
  addEventListener("popstate", apply);
  apply();
}

/** A form that narrows a table; its fields have the same names in the address. */
function setUpFilter(form) {
  const table = document.querySelector(`table[data-tabelle="${form.dataset.fuer}"]`);
  const rows = [...table.tBodies[0].rows].map((row) => ({ row, text: folded(textOf(row)) }));
  const fields = [...form.elements].filter(({ name }) => name);
  const [field, ...choices] = fields;
  const number = form.querySelector("[role=status]");

  const apply = () => {
    const terms = words(field.value);
    const isChosen = (row, { value, dataset }) => !value || row.dataset[dataset.merkmal].split(" ").includes(value);
    for (const { row, text } of rows) {
      row.hidden = !(terms.every((term) => fit(text, term)) && choices.every((choice) => isChosen(row, choice)));
    }
    const shown = rows.filter(({ row }) => !row.hidden).length;
    number.textContent = filled(form.dataset.zeilen, { anzahl: shown, gesamt: rows.length });
    form.classList.toggle("gefiltert", shown < rows.length);
    if (shown < rows.length) form.closest("details")?.setAttribute("open", "");
  };
  const write = (isStep) => {
    setAddress(Object.fromEntries(fields.map(({ name, value }) => [name, value.trim()])), isStep);
    apply();
  };
  const read = () => {
    for (const one of fields) {
      one.value = addressPart(one.name);
      if (one.selectedIndex < 0) one.value = "";
    }
    apply();
  };
  const reveal = () => table.querySelector("tr[hidden] :target") && form.reset();

  field.oninput = paused(() => write(false));
  for (const choice of choices) choice.onchange = () => write(true);
  form.onsubmit = (event) => event.preventDefault();
  form.onreset = () => setTimeout(() => write(true));
  addEventListener("popstate", read);
  addEventListener("hashchange", reveal);
  form.hidden = false;
  read();
  reveal();
}

// ---- Offline edition ----

/** All pages stand in one document, and the address says which one is shown: the title and the menu follow. */
function setUpOffline(main) {
  const links = document.querySelectorAll("nav a[href]");
  const show = () => {
    const page = document.querySelector(":target")?.closest("main > article") ?? main.querySelector("article");
    document.title = page.dataset.titel;
    for (const link of links) {
      if (link.hash === `#${page.id}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  };
  addEventListener("hashchange", show);
  show();
}

// ---- Start ----

document.querySelectorAll("table:has([data-ordnung])").forEach(setUpOrder);
document.querySelectorAll("form[data-fuer]").forEach(setUpFilter);
document.querySelectorAll("form[data-suche]").forEach(setUpSearch);
document.querySelectorAll(".offline > .rahmen > main").forEach(setUpOffline);
