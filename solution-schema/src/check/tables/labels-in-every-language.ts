import { languageCodes } from '../../read/labels.js';
import { attribute, childrenOf, path, type XmlElement } from '../../read/xml.js';
import type { Problem, Rule } from '../rule.js';

/** Groups of labels, one child per language. `description` and `displayname` are those of Custom APIs and variables. */
const groups = new Set([
  'LocalizedNames',
  'LocalizedCollectionNames',
  'Descriptions',
  'displaynames',
  'labels',
  'Titles',
  'description',
  'displayname',
]);

function languageOf(label: XmlElement): string {
  return attribute(label, 'languagecode') || attribute(label, 'LCID');
}

function textOfLabel(label: XmlElement): string {
  return attribute(label, 'description') || attribute(label, 'Title');
}

function* missing(file: string, owner: string, group: XmlElement): Generator<Problem> {
  for (const code of languageCodes) {
    const label = group.children.find((one) => languageOf(one) === code);
    if (label !== undefined && textOfLabel(label).trim() !== '') continue;
    const problem =
      label === undefined ? `There is no label in language ${code}.` : `The label in language ${code} is empty.`;
    yield { file, element: `${owner} ${group.name}`.trim(), problem, remedy: `Add the text for ${code}.` };
  }
}

function nameOf(element: XmlElement): string {
  return (
    ['Name', 'PhysicalName', 'name', 'Id', 'id', 'uniquename', 'schemaname', 'value']
      .map((name) => attribute(element, name))
      .find((value) => value !== '') ?? ''
  );
}

/** All elements but the drawing of a chart, whose `Titles` are no labels. */
function* labelled(element: XmlElement): Generator<XmlElement> {
  if (element.name === 'presentationdescription') return;
  yield element;
  for (const below of element.children) yield* labelled(below);
}

export const labelsInEveryLanguage: Rule = {
  name: 'labels-in-every-language',
  *check(solution) {
    const skeleton = 'Other/Customizations.xml';
    const declared = childrenOf(path(solution.documents.get(skeleton), 'Languages'), 'Language').map((one) => one.text);
    for (const code of languageCodes.filter((one) => !declared.includes(one))) {
      yield {
        file: skeleton,
        element: 'Languages',
        problem: `Language ${code} is not declared.`,
        remedy: `Add <Language>${code}</Language>.`,
      };
    }
    for (const [file, root] of solution.documents) {
      for (const element of labelled(root)) {
        for (const group of element.children.filter((one) => groups.has(one.name) && languageOf(one) === '')) {
          yield* missing(file, `${element.name} ${nameOf(element)}`.trim(), group);
        }
      }
    }
    for (const table of solution.tables.filter(({ columns }) => columns.length > 0)) {
      for (const column of table.columns) {
        if (column.label === '' || column.description === '') {
          yield {
            file: table.file,
            element: `column ${column.physicalName}`,
            problem: 'It has no name or no description.',
            remedy: 'Add displaynames and Descriptions.',
          };
        }
      }
    }
  },
};
