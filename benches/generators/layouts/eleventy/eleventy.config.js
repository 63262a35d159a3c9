// Records by title, by status, and the fifty newest; Markdown without a template language in it.
module.exports = (config) => {
  const records = (api) => api.getFilteredByGlob("projekte/*.md");
  const by = (key) => (a, b) => (a.data[key] < b.data[key] ? -1 : a.data[key] > b.data[key] ? 1 : 0);
  config.addCollection("alle", (api) => records(api).sort(by("title")));
  config.addCollection("neueste", (api) => records(api).sort(by("beginn")).reverse().slice(0, 50));
  for (const status of ["geplant", "laufend", "umgesetzt"]) {
    config.addCollection(status, (api) => records(api).filter((one) => one.data.status === status).sort(by("title")));
  }
  return { markdownTemplateEngine: false, dir: { input: ".", includes: "_includes" } };
};
