import type { Solution } from '../../read/read-solution.js';
import { attribute, descendants, textOf, type XmlElement } from '../../read/xml.js';
import { bareId } from '../parts.js';
import type { Rule } from '../rule.js';

interface Definition {
  readonly file: string;
  readonly element: string;
  readonly id: string;
}

/** Attributes and texts that define an id, by element. `labelid` and references such as ViewId define none. */
const byAttribute: Readonly<Record<string, readonly string[]>> = {
  tab: ['id'],
  section: ['id'],
  cell: ['id'],
  header: ['id'],
  control: ['uniqueid'],
  Library: ['libraryUniqueId'],
  Handler: ['handlerUniqueId'],
  FieldSecurityProfile: ['fieldsecurityprofileid'],
};
const byText = new Set(['formid', 'FormId', 'savedqueryid', 'savedqueryvisualizationid', 'WebResourceId']);

function* definitions(file: string, root: XmlElement): Generator<Definition> {
  if (root.name === 'Role') yield { file, element: `Role ${attribute(root, 'name')}`, id: attribute(root, 'id') };
  if (root.name === 'AppModule') return; // its WebResourceId refers to the icon
  for (const element of descendants(root)) {
    for (const name of byAttribute[element.name] ?? []) {
      const id = attribute(element, name);
      if (id !== '')
        yield { file, element: `${element.name} ${attribute(element, 'name') || attribute(element, 'id')}`.trim(), id };
    }
    if (byText.has(element.name)) yield { file, element: element.name, id: element.text };
  }
}

function all(solution: Solution): readonly Definition[] {
  return [...solution.documents].flatMap(([file, root]) => [...definitions(file, root)]);
}

const guid = /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i;

export const idsAreUnique: Rule = {
  name: 'ids-are-unique',
  *check(solution) {
    const seen = new Map<string, Definition>();
    for (const definition of all(solution)) {
      const { file, element, id } = definition;
      if (!guid.test(id)) {
        yield { file, element, problem: `"${id}" is not a GUID.`, remedy: 'Give it a GUID once and keep it.' };
        continue;
      }
      const before = seen.get(bareId(id));
      if (before !== undefined) {
        yield {
          file,
          element,
          problem: `${id} is also the id of ${before.element} in ${before.file}.`,
          remedy: 'Give the newer one a GUID of its own.',
        };
      }
      seen.set(bareId(id), definition);
    }
    // The packer goes by the file name, the import by the id inside: both have to be the same id.
    for (const part of [...solution.forms, ...solution.views]) {
      if (part.file.endsWith(`/${part.id}.xml`)) continue;
      yield {
        file: part.file,
        element: part.id,
        problem: 'The file has another name than its id.',
        remedy: `Rename the file to ${part.id}.xml.`,
      };
    }
    for (const resource of solution.webResources) {
      const expected = `/WebResources/${resource.name.replaceAll('/', '')}${bareId(resource.id)}`;
      if (textOf(resource.xml, 'FileName') === expected) continue;
      yield {
        file: resource.file,
        element: 'FileName',
        problem: 'It is not the name without slashes followed by the id.',
        remedy: `Use ${expected}.`,
      };
    }
  },
};
