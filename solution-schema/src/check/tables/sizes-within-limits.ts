import type { Solution } from '../../read/read-solution.js';
import { attribute, descendants, textOf } from '../../read/xml.js';
import { ownTables } from '../parts.js';
import type { Problem, Rule } from '../rule.js';

/** Longest names. https://learn.microsoft.com/power-apps/developer/data-platform/reference/about-entity-reference (MaxLength of the columns that hold them) */
const longest = {
  table: 64,
  column: 50,
  relationship: 100,
  webResource: 100,
  view: 200,
  role: 100,
  profile: 100,
  customApi: 128,
  solution: 65,
};
/** Characters of a column's text, of a memo, of a label. */
const text = { nvarchar: 4000, ntext: 1_048_576 };
const longestLabel = 500;
/** An environment's default for one web resource; a control's bundle is one. */
const largestFileBytes = 5 * 1024 * 1024;

function* names(solution: Solution): Generator<readonly [file: string, kind: keyof typeof longest, name: string]> {
  yield ['Other/Solution.xml', 'solution', solution.uniqueName];
  for (const table of ownTables(solution)) {
    yield [table.file, 'table', table.schemaName];
    for (const column of table.columns) yield [table.file, 'column', column.physicalName];
  }
  for (const one of solution.relationships) yield [one.file, 'relationship', one.name];
  for (const one of solution.webResources) yield [one.file, 'webResource', one.name];
  for (const one of solution.views) yield [one.file, 'view', one.name];
  for (const one of solution.roles) yield [one.file, 'role', one.name];
  for (const one of solution.columnSecurityProfiles) yield [one.file, 'profile', one.name];
  for (const one of solution.customApis) yield [one.file, 'customApi', one.uniqueName];
}

function* columnLengths(solution: Solution): Generator<Problem> {
  for (const table of ownTables(solution)) {
    for (const { type, physicalName: element, maxLength } of table.columns) {
      if (type !== 'nvarchar' && type !== 'ntext') continue;
      if (maxLength !== null && maxLength >= 1 && maxLength <= text[type]) continue;
      yield {
        file: table.file,
        element,
        problem: `MaxLength ${String(maxLength)} is not between 1 and ${String(text[type])}.`,
        remedy: 'Correct it, or use another type.',
      };
    }
  }
}

export const sizesWithinLimits: Rule = {
  name: 'sizes-within-limits',
  *check(solution) {
    for (const [file, kind, name] of names(solution)) {
      if (name.length <= longest[kind]) continue;
      yield {
        file,
        element: name,
        problem: `The name has ${String(name.length)} characters.`,
        remedy: `Use at most ${String(longest[kind])}.`,
      };
    }
    yield* columnLengths(solution);
    for (const [file, root] of solution.documents) {
      for (const label of descendants(root)) {
        const length = (attribute(label, 'languagecode') === '' ? '' : attribute(label, 'description')).length;
        if (length > longestLabel)
          yield {
            file,
            element: label.name,
            problem: `The label has ${String(length)} characters.`,
            remedy: `Use at most ${String(longestLabel)}.`,
          };
      }
    }
    for (const [file, bytes] of solution.files) {
      if (bytes.length > largestFileBytes)
        yield {
          file,
          element: file,
          problem: `It has ${String(bytes.length)} bytes.`,
          remedy: `The platform takes ${String(largestFileBytes)}; make it smaller.`,
        };
    }
    if (!/^\d+\.\d+\.\d+\.\d+$/.test(solution.version))
      yield {
        file: 'Other/Solution.xml',
        element: 'Version',
        problem: `"${solution.version}" has not four numbers.`,
        remedy: 'Write it like 1.0.0.0.',
      };
    for (const { file, xml } of solution.webResources) {
      if (textOf(xml, 'DisplayName') === '')
        yield { file, element: 'DisplayName', problem: 'It is empty.', remedy: 'Say what the file is.' };
    }
  },
};
