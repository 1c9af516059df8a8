import { customApisSource, packageSource } from './generated-package.js';
import { choiceDefinitionsSource, tableDefinitionsSource, tablesSource } from './generated-tables.js';
import type { Solution } from '../read/read-solution.js';

/** The generated files of `contracts/src/generated` by name. */
export function generatedSources(solution: Solution): ReadonlyMap<string, string> {
  return new Map([
    ['tables.ts', tablesSource()],
    ['table-definitions.ts', tableDefinitionsSource(solution)],
    ['choice-definitions.ts', choiceDefinitionsSource(solution)],
    ['custom-apis.ts', customApisSource(solution)],
    ['solution-package.ts', packageSource(solution)],
  ]);
}
