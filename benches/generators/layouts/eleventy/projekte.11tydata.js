module.exports = { layout: "record.njk", permalink: (data) => `projekte/${data.page.fileSlug}.html` };
