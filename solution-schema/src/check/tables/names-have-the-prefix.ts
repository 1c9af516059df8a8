import type { Solution } from '../../read/read-solution.js';
import { attribute, textOf } from '../../read/xml.js';
import { documentsMatching, ownTables } from '../parts.js';
import type { Rule } from '../rule.js';

interface Named {
  readonly file: string;
  readonly what: string;
  readonly name: string;
}

function* names(solution: Solution): Generator<Named> {
  for (const table of ownTables(solution)) {
    yield { file: table.file, what: 'table', name: table.schemaName };
    for (const column of table.columns) {
      if (column.custom) yield { file: table.file, what: 'column', name: column.physicalName };
    }
  }
  for (const one of solution.relationships) {
    if (one.kind === 'many-to-many') {
      yield { file: one.file, what: 'relationship', name: one.name };
      yield { file: one.file, what: 'intersect table', name: one.intersect };
    } else if (one.referencingColumn.includes('_')) yield { file: one.file, what: 'relationship', name: one.name };
  }
  for (const { file, name } of solution.choices) yield { file, what: 'choice', name };
  for (const { file, name } of solution.webResources) yield { file, what: 'web resource', name };
  for (const { file, uniqueName } of solution.customApis) yield { file, what: 'Custom API', name: uniqueName };
  for (const [file, xml] of documentsMatching(solution, /^Controls\/.*\.data\.xml$/)) {
    yield { file, what: 'control', name: textOf(xml, 'Name') };
    yield { file, what: 'folder', name: file.split('/')[1] ?? '' };
  }
  for (const [file, xml] of documentsMatching(solution, /^environmentvariabledefinitions\//)) {
    yield { file, what: 'environment variable', name: attribute(xml, 'schemaname') };
  }
  for (const [file, xml] of documentsMatching(solution, /^AppModules\//)) {
    yield { file, what: 'app', name: textOf(xml, 'UniqueName') };
  }
  for (const [file, xml] of documentsMatching(solution, /^AppModuleSiteMaps\//)) {
    yield { file, what: 'site map', name: textOf(xml, 'SiteMapUniqueName') };
  }
}

export const namesHaveThePrefix: Rule = {
  name: 'names-have-the-prefix',
  *check(solution) {
    const prefix = `${solution.prefix}_`;
    for (const { file, what, name } of names(solution)) {
      if (name.startsWith(prefix)) continue;
      yield {
        file,
        element: `${what} ${name}`,
        problem: `It does not begin with the publisher's prefix.`,
        remedy: `Begin it with ${prefix}.`,
      };
    }
    for (const choice of solution.choices) {
      for (const { value, label } of choice.options) {
        if (String(value).startsWith(solution.choicePrefix) && String(value).length === 9) continue;
        yield {
          file: choice.file,
          element: `option ${label}`,
          problem: `${String(value)} does not begin with the publisher's option value prefix.`,
          remedy: `Use a number of nine digits beginning with ${solution.choicePrefix}.`,
        };
      }
    }
  },
};
