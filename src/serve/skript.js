// The panel of `spatz serve`: what is wrong with the content, and a new page as soon as there is one.
(() => {
  "use strict";
  // The page around a frame listens for both.
  if (window !== window.top) return;

  const shown = Number(new URL(document.currentScript.src).searchParams.get("stand"));
  const closed = "spatz-befunde-geschlossen";
  const element = (name, text = "", more = {}) => Object.assign(document.createElement(name), { textContent: text, ...more });

  const style = element("link", "", { rel: "stylesheet", href: "/_spatz/stil.css" });
  const panel = element("aside", "", { id: "spatz-befunde", hidden: true });
  const summary = element("p");
  summary.setAttribute("role", "status");
  const button = element("button", "", { type: "button" });
  button.setAttribute("aria-controls", "spatz-befunde-liste");
  const list = element("ol", "", { id: "spatz-befunde-liste" });
  panel.append(summary, button, list);
  document.head.append(style);
  document.body.append(panel);

  let news = null;
  // What is focused is not to lie behind the panel.
  const keepClear = () => {
    document.documentElement.style.scrollPaddingBlockEnd = panel.hidden ? "" : `${panel.offsetHeight}px`;
  };
  new ResizeObserver(keepClear).observe(panel);

  const open = (isOpen) => {
    list.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
    button.textContent = isOpen ? news.words.close : news.words.show;
    keepClear();
  };

  const item = (finding) => {
    const isError = finding.severity === "error";
    const entry = element("li", "", { className: isError ? "fehler" : "warnung" });
    const head = element("p");
    head.append(element("strong", `${isError ? news.words.error : news.words.warning} ${finding.code}: `), finding.message);
    entry.append(head);
    if (finding.file) {
      const place = [finding.file, finding.line, finding.column].filter(Boolean).join(":");
      entry.append(element("p"));
      entry.lastChild.append(element("code", place));
    }
    for (const hint of finding.hints) entry.append(element("p", `${news.words.remedy}: ${hint}`));
    return entry;
  };

  const show = () => {
    panel.lang = news.words.language;
    panel.setAttribute("aria-label", news.words.title);
    panel.hidden = news.findings.length === 0;
    panel.className = news.errors ? "fehler" : "";
    summary.textContent = news.summary;
    list.replaceChildren(...news.findings.map(item));
    if (!news.errors) sessionStorage.removeItem(closed);
    open(news.errors > 0 && !sessionStorage.getItem(closed));
  };

  const lost = () => {
    if (!news) return;
    panel.hidden = false;
    summary.textContent = news.words.gone;
  };

  button.addEventListener("click", () => {
    const close = !list.hidden;
    if (close) sessionStorage.setItem(closed, "ja");
    else sessionStorage.removeItem(closed);
    open(!close);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden || list.hidden) return;
    button.click();
    button.focus();
  });

  let leaves = false;
  addEventListener("pagehide", () => { leaves = true; });

  const listen = async () => {
    let known = "";
    while (!leaves) {
      try {
        const answer = await fetch(`/_spatz/neues${known}`);
        news = await answer.json();
        if ((news.site ?? 0) !== shown) return location.reload();
        if (known !== `?seit=${news.number}`) show();
        known = `?seit=${news.number}`;
      } catch {
        if (!leaves) lost();
        known = "";
        await new Promise((later) => setTimeout(later, 1000));
      }
    }
  };
  listen();
})();
