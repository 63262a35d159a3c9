// The German words of Sveltia CMS, as a module: browsers take no JSON where a script is asked for.
const response = await fetch(new URL('./sveltia/de.json', import.meta.url));
export default await response.json();
