// Starts Sveltia CMS with a format for each kind of content. What is loaded comes from this folder.
import CMS from './sveltia/index.js';
import { KINDS } from './felder.js';
import { format } from './formular.js';

for (const { name, extension, shape, hasBody } of KINDS) CMS.registerCustomFormat(name, extension, format(shape, hasBody));
CMS.init();
