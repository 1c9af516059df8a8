import { manifestFile, type Solution } from '../read/read-solution.js';
import { child, childrenOf, type XmlElement } from '../read/xml.js';

/** `attributes` and `text` of the element with other children. */
function withChildren(element: XmlElement, children: readonly XmlElement[]): XmlElement {
  return { ...element, children, text: '' };
}

function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly XmlElement[],
): XmlElement {
  return { name, attributes: new Map(Object.entries(attributes)), children, text: '' };
}

/** In the zip the `xsi` namespace is declared once, at the root. */
function withoutNamespace(root: XmlElement): XmlElement {
  return { ...root, attributes: new Map([...root.attributes].filter(([name]) => !name.startsWith('xmlns'))) };
}

function documents(solution: Solution, pattern: RegExp): readonly (readonly [string, XmlElement])[] {
  return [...solution.documents].filter(([path]) => pattern.test(path)).sort(([a], [b]) => (a < b ? -1 : 1));
}

function roots(solution: Solution, pattern: RegExp): readonly XmlElement[] {
  return documents(solution, pattern).map(([, root]) => withoutNamespace(root));
}

/** Forms of one table, a `<forms type="…">` per folder below `FormXml/`. */
function forms(solution: Solution, folder: string): readonly XmlElement[] {
  const byType = new Map<string, XmlElement[]>();
  for (const [path, root] of documents(solution, new RegExp(`^Entities/${folder}/FormXml/[^/]+/[^/]+\\.xml$`))) {
    const type = path.split('/')[3] ?? '';
    byType.set(type, [...(byType.get(type) ?? []), ...childrenOf(root, 'systemform')]);
  }
  return [...byType].map(([type, children]) => element('forms', { type }, children));
}

function collected(solution: Solution, pattern: RegExp, wrapper: string, name: string): readonly XmlElement[] {
  const found = documents(solution, pattern).flatMap(([, root]) =>
    root.name === name ? [root] : childrenOf(root, name),
  );
  return found.length === 0 ? [] : [element(wrapper, {}, found.map(withoutNamespace))];
}

/** `Entity.xml` with its forms, views, charts and command bar in their places; what has no place there is left out. */
function entity(solution: Solution, path: string, root: XmlElement): XmlElement {
  const folder = path.split('/')[1] ?? '';
  const parts = root.children.map((part) => {
    switch (part.name) {
      case 'FormXml':
        return withChildren(part, forms(solution, folder));
      case 'SavedQueries':
        return withChildren(
          part,
          collected(solution, new RegExp(`^Entities/${folder}/SavedQueries/`), 'savedqueries', 'savedquery'),
        );
      case 'Visualizations':
        return withChildren(part, roots(solution, new RegExp(`^Entities/${folder}/Visualizations/`)));
      case 'RibbonDiffXml': {
        const ribbon = solution.documents.get(`Entities/${folder}/RibbonDiff.xml`);
        return ribbon === undefined ? part : withChildren(part, ribbon.children);
      }
      default:
        return part;
    }
  });
  return withoutNamespace(withChildren(root, parts));
}

function relationships(solution: Solution): readonly XmlElement[] {
  const found = documents(solution, /^Other\/Relationships\/[^/]+\.xml$/).flatMap(([, root]) => root.children);
  return [...found].sort((a, b) => ((a.attributes.get('Name') ?? '') < (b.attributes.get('Name') ?? '') ? -1 : 1));
}

/** Where the packer takes the components of a section from. */
const sections: Readonly<Record<string, (solution: Solution) => readonly XmlElement[]>> = {
  Entities: (solution) =>
    documents(solution, /^Entities\/[^/]+\/Entity\.xml$/).map(([path, root]) => entity(solution, path, root)),
  Roles: (solution) => roots(solution, /^Roles\/[^/]+\.xml$/),
  FieldSecurityProfiles: (solution) => solution.documents.get('Other/FieldSecurityProfiles.xml')?.children ?? [],
  EntityRelationships: relationships,
  optionsets: (solution) => roots(solution, /^OptionSets\/[^/]+\.xml$/),
  Dashboards: (solution) => roots(solution, /^Dashboards\/[^/]+\.xml$/),
  WebResources: (solution) => roots(solution, /^WebResources\/.*\.data\.xml$/),
  CustomControls: (solution) => roots(solution, /^Controls\/[^/]+\/ControlManifest\.xml\.data\.xml$/),
  AppModuleSiteMaps: (solution) => roots(solution, /^AppModuleSiteMaps\/[^/]+\/AppModuleSiteMap\.xml$/),
  AppModules: (solution) => roots(solution, /^AppModules\/[^/]+\/AppModule\.xml$/),
};

/** Sections that stand empty because the solution has no such component. */
const emptySections = new Set([
  'Workflows',
  'Templates',
  'EntityMaps',
  'OrganizationSettings',
  'SdkMessageProcessingSteps',
  'ServiceEndpoints',
  'EntityDataProviders',
]);

/**
 * The `customizations.xml` of the zip. The packer drops a component whose section is missing without a word; here a
 * section nobody fills is an error.
 * @throws Error naming the section
 */
export function customizations(solution: Solution): XmlElement {
  const skeleton = solution.documents.get('Other/Customizations.xml');
  if (skeleton === undefined) throw new Error('Other/Customizations.xml is missing.');
  const filled = skeleton.children.map((section) => {
    const content = sections[section.name];
    if (content !== undefined) return withChildren(section, content(solution));
    if (section.name === 'Languages' || emptySections.has(section.name)) return section;
    throw new Error(`Other/Customizations.xml: nothing is known about the section ${section.name}.`);
  });
  for (const [name, content] of Object.entries(sections)) {
    if (child(skeleton, name) === undefined && content(solution).length > 0) {
      throw new Error(`Other/Customizations.xml: add an empty <${name} />, otherwise its components are not packed.`);
    }
  }
  return withChildren(skeleton, filled);
}

/** The `solution.xml` of the zip: the manifest with `Managed` as 0 or 1. */
export function packedManifest(solution: Solution, managed: boolean): XmlElement {
  const root = solution.documents.get(manifestFile);
  if (root === undefined) throw new Error(`${manifestFile} is missing.`);
  const mark = (part: XmlElement): XmlElement =>
    part.name === 'Managed' ? { ...part, text: managed ? '1' : '0' } : part;
  return withChildren(
    root,
    root.children.map((manifest) => withChildren(manifest, manifest.children.map(mark))),
  );
}
