"use strict";
// The search, and tables that readers filter and sort. Without script everything is there to read, and nothing of this
// shows. No library, no request, nothing stored; the words that it shows stand in the page.

// ---- Words ----

const WORD = /[\p{L}\p{N}\p{M}\u00ad]+/gu;
/** Shorter, a term in the middle of a word is chance. */
const INSIDE = 4;

/** Upper and lower case are alike; so are ä, ae and a, ß and ss, 007 and 7. What begins a word begins its folding, too. */
function fold(word) {
  const plain = word.toLowerCase().replace(/ß/g, "ss").normalize("NFD").replace(/[\p{M}\u00ad]/gu, "");
  return plain.replace(/([aou])e/g, "$1").replace(/^0+(?=\d)/, "");
}

function words(text) {
  return (text.match(WORD) ?? []).map(fold);
}

/** Folded words, each after a space, so that `" " + term` finds beginnings of words. */
function folded(text) {
  return ` ${words(text).join(" ")} `;
}

/** How well a term fits: 3 a word, 2 the beginning of one, 1 within one, 0 not at all. */
function fit(text, term) {
  if (text.includes(` ${term} `)) return 3;
  if (text.includes(` ${term}`)) return 2;
  return term.length >= INSIDE && text.includes(term) ? 1 : 0;
}

/** How many characters of a word a term hits: its beginning, or all of it where the hit is within. */
function hitLength(word, terms) {
  const whole = fold(word);
  const begins = terms.find((term) => whole.startsWith(term));
  if (begins === undefined) return terms.some((term) => fit(whole, term) > 0) ? word.length : 0;
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
    const mark = document.createElement("mark");
    mark.textContent = text.slice(index, index + length);
    parts.push(text.slice(at, index), mark);
    at = index + length;
  }
  return [...parts, text.slice(at)];
}

/** A piece of a text around the first hit. */
function excerpt(text, terms) {
  const first = [...text.matchAll(WORD)].find(({ 0: word }) => hitLength(word, terms) > 0)?.index ?? 0;
  const start = first < 80 ? 0 : text.indexOf(" ", first - 60) + 1;
  const end = text.length - start < 240 ? text.length : text.lastIndexOf(" ", start + 220);
  return (start > 0 ? "… " : "") + text.slice(start, end) + (end < text.length ? " …" : "");
}

/** A text of the page with its places filled in. */
function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}

// ---- Address ----

/** Sets or removes parts of the address; as a step that one can go back, or in place of the last one. */
function setAddress(values, isStep) {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(values)) {
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
  }
  if (url.href === location.href) return;
  if (isStep) history.pushState(null, "", url);
  else history.replaceState(null, "", url);
}

function addressPart(name) {
  return new URL(location.href).searchParams.get(name) ?? "";
}

/** Calls once typing has paused. */
function paused(call) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(call, 200);
  };
}

// ---- Search ----

const HITS_AT_ONCE = 30;

/**
 * Entries of the index in which every term occurs, the best first: a hit in the title counts most, one in the text least;
 * of equal ones the shorter title says more exactly what was asked for.
 */
function search(entries, terms) {
  const hits = [];
  for (const entry of entries) {
    let points = 0;
    for (const term of terms) {
      const best = Math.max(9 * fit(entry.title, term), 6 * fit(entry.names, term), 2 * fit(entry.text, term));
      points = best > 0 ? points + best : -Infinity;
    }
    if (points > 0) hits.push({ entry, points });
  }
  const order = (a, b) => b.points - a.points || a.entry.title.length - b.entry.title.length;
  return hits.sort(order).map(({ entry }) => entry);
}

/** The index with everything folded. */
function prepared({ arten, eintraege }) {
  return eintraege.map(([kind, title, path, names, text]) => {
    const shown = { kind: arten[kind], title, path, text };
    return { shown, title: folded(title), names: folded(names), text: folded(text) };
  });
}

function hitItem({ kind, title, path, text }, terms, root) {
  const [item, label, link, words] = ["li", "p", "a", "p"].map((name) => document.createElement(name));
  label.className = "dachzeile";
  label.textContent = kind;
  link.href = root + path;
  link.append(...marked(title, terms));
  words.append(...marked(excerpt(text, terms), terms));
  item.append(label, link, words);
  return item;
}

function setUpSearch(form) {
  const [field, number, list, more, all] = ["suchbegriff", "treffer-zahl", "treffer", "treffer-mehr", "a-z"].map((id) =>
    document.getElementById(id),
  );
  const entries = prepared(spatzIndex);
  let hits = [];
  let terms = [];

  const showMore = () => {
    const next = hits.slice(list.children.length, list.children.length + HITS_AT_ONCE);
    list.append(...next.map(({ shown }) => hitItem(shown, terms, form.dataset.wurzel)));
    more.hidden = list.children.length === hits.length;
  };
  const show = () => {
    terms = words(field.value);
    hits = search(entries, terms);
    list.replaceChildren();
    showMore();
    list.hidden = hits.length === 0;
    all.hidden = terms.length > 0;
    const { keine, ein, viele } = form.dataset;
    const text = [keine, ein][hits.length] ?? viele;
    number.textContent = terms.length > 0 ? filled(text, { anzahl: hits.length, suche: field.value.trim() }) : "";
  };
  const read = () => {
    field.value = addressPart("q");
    show();
  };

  field.addEventListener(
    "input",
    paused(() => {
      setAddress({ q: field.value.trim() }, false);
      show();
    }),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    setAddress({ q: field.value.trim() }, true);
    show();
  });
  more.addEventListener("click", () => {
    const first = list.children.length;
    showMore();
    list.children[first].querySelector("a").focus();
  });
  addEventListener("popstate", read);
  form.hidden = false;
  for (const hint of document.querySelectorAll("[data-ohne-skript]")) hint.hidden = true;
  read();
}

// ---- Start ----

for (const form of document.querySelectorAll("form[data-suche]")) setUpSearch(form);
