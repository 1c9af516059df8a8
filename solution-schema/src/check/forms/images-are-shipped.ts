import { path, textOf } from '../../read/xml.js';
import { bareId, documentsMatching, ownTables, webResourceReferences } from '../parts.js';
import type { Rule } from '../rule.js';

/** Icon that every environment has for apps. */
const stockAppIcon = '953b9fac-1e5e-e611-80d6-00155ded156f';

export const imagesAreShipped: Rule = {
  name: 'images-are-shipped',
  *check(solution) {
    const resources = new Map(solution.webResources.map((one) => [one.name, one]));
    for (const [file, root] of solution.documents) {
      for (const { element, name } of webResourceReferences(root)) {
        if (resources.has(name)) continue;
        yield {
          file,
          element,
          problem: `The web resource ${name} is not shipped.`,
          remedy: 'Correct the name or add the web resource.',
        };
      }
    }
    for (const table of ownTables(solution)) {
      const icon = textOf(path(table.xml, 'EntityInfo', 'entity'), 'IconVectorName');
      if (resources.get(icon)?.type === '11') continue;
      yield {
        file: table.file,
        element: 'IconVectorName',
        problem: `"${icon}" is no shipped SVG web resource.`,
        remedy: 'Name an SVG of the package.',
      };
    }
    const ids = new Set(solution.webResources.map(({ id }) => bareId(id)));
    for (const [file, app] of documentsMatching(solution, /^AppModules\//)) {
      const icon = bareId(textOf(app, 'WebResourceId'));
      if (icon === stockAppIcon || ids.has(icon)) continue;
      yield {
        file,
        element: 'WebResourceId',
        problem: `${icon} is neither shipped nor the stock icon.`,
        remedy: `Use the id of a shipped SVG or ${stockAppIcon}.`,
      };
    }
    for (const { file, contentFile, type } of solution.webResources.filter((one) => one.type === '11')) {
      const text = new TextDecoder().decode(solution.files.get(contentFile));
      if (/<svg[\s>]/.test(text) && !/<script|\son\w+=|(href|src)="http/i.test(text)) continue;
      yield {
        file,
        element: contentFile,
        problem: `It is no plain SVG (type ${type}).`,
        remedy: 'Ship an SVG without scripts and without addresses.',
      };
    }
  },
};
