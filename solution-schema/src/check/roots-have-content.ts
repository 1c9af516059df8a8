import { manifestFile, type Solution } from '../read/read-solution.js';
import { attribute, child, textOf } from '../read/xml.js';
import { bareId, documentsMatching, ownTables, rootComponents } from './parts.js';
import type { Problem, Rule } from './rule.js';

/** Everything in the folder that the manifest must list, as `type key`. */
function content(solution: Solution): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const add = (type: string, key: string, file: string) => found.set(`${type} ${key}`, file);
  for (const table of solution.tables) add('1', table.logicalName, table.file);
  for (const choice of solution.choices) add('9', choice.name, choice.file);
  for (const role of solution.roles) add('20', bareId(role.id), role.file);
  for (const [file, xml] of documentsMatching(solution, /^Dashboards\//))
    add('60', bareId(textOf(xml, 'FormId')), file);
  for (const resource of solution.webResources) add('61', resource.name, resource.file);
  for (const [file, xml] of documentsMatching(solution, /^AppModuleSiteMaps\//)) {
    add('62', textOf(xml, 'SiteMapUniqueName'), file);
  }
  for (const [file, xml] of documentsMatching(solution, /^Controls\/.*\.data\.xml$/))
    add('66', textOf(xml, 'Name'), file);
  for (const profile of solution.columnSecurityProfiles) add('70', bareId(profile.id), profile.file);
  for (const [file, xml] of documentsMatching(solution, /^AppModules\//)) add('80', textOf(xml, 'UniqueName'), file);
  return found;
}

/** The packer drops parts without these placeholders, and says nothing. */
function* placeholders(solution: Solution): Generator<Problem> {
  const wanted = [
    ['FormXml', 'FormXml/'],
    ['SavedQueries', 'SavedQueries/'],
    ['Visualizations', 'Visualizations/'],
    ['RibbonDiffXml', 'RibbonDiff.xml'],
  ] as const;
  for (const table of solution.tables) {
    const folder = table.file.replace(/Entity\.xml$/, '');
    for (const [element, part] of wanted) {
      const needed = [...solution.files.keys()].some((path) => path.startsWith(`${folder}${part}`));
      if (!needed || child(table.xml, element) !== undefined) continue;
      const problem = `There are files below ${folder}${part}, but no <${element} />, so the packer drops them.`;
      yield { file: table.file, element: `<${element} />`, problem, remedy: `Add <${element} /> to ${table.file}.` };
    }
  }
}

export const rootsHaveContent: Rule = {
  name: 'roots-have-content',
  *check(solution) {
    const file = manifestFile;
    const listed = new Set<string>();
    const existing = content(solution);
    for (const { type, key, behavior } of rootComponents(solution)) {
      const root = `${type} ${key}`;
      const element = `RootComponent type="${type}" ${key}`;
      if (listed.has(root)) yield { file, element, problem: 'It is listed twice.', remedy: 'Remove one of the two.' };
      listed.add(root);
      if (!existing.has(root)) {
        yield {
          file,
          element,
          problem: 'There is nothing of that name in the folder; the import would fail.',
          remedy: 'Remove the root or add the component.',
        };
      }
      const whole = type !== '1' || ownTables(solution).some((table) => table.logicalName === key);
      if (behavior !== (whole ? '0' : '1')) {
        yield {
          file,
          element,
          problem: `Its behavior is "${behavior}".`,
          remedy: `Use ${whole ? '0 (with all parts)' : '1 (only the parts that are shipped)'}.`,
        };
      }
    }
    for (const [root, path] of existing) {
      if (listed.has(root)) continue;
      yield {
        file: path,
        element: root,
        problem: 'The manifest does not list it, so the packer refuses the folder.',
        remedy: `Add a RootComponent to ${manifestFile}.`,
      };
    }
    yield* placeholders(solution);
    if (attribute(solution.documents.get(manifestFile), 'OrganizationSchemaType') !== '') {
      yield {
        file,
        element: 'ImportExportXml',
        problem: 'OrganizationSchemaType brings a warning on standard environments.',
        remedy: 'Remove the attribute.',
      };
    }
  },
};
