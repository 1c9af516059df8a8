import type { SolutionFiles } from '../read/solution-files.js';
import { writeXml } from '../zip/write-xml.js';
import { allNamed, parseXml, type XmlElement } from '../read/xml.js';

/** Documents to validate by name, per schema file. */
type XsdFragments = ReadonlyMap<string, ReadonlyMap<string, string>>;

const namespace = 'http://www.w3.org/2001/XMLSchema-instance';

/** A fragment as a document of its own: the namespace that the package declares at its root moves along. */
function standalone(element: XmlElement): string {
  return writeXml({ ...element, attributes: new Map([['xmlns:xsi', namespace], ...element.attributes]) });
}

/** Named by kind and place, for the messages. */
function named(elements: readonly XmlElement[], kind: string): ReadonlyMap<string, string> {
  return new Map(elements.map((element, index) => [`${kind}-${String(index + 1)}.xml`, standalone(element)]));
}

/**
 * Everything in a package for which there is a schema: the two root files, and within them each form, query, command bar,
 * site map and chart, whose own schemas are stricter than their places in `customizations.xml`.
 */
export function fragmentsOf(zip: SolutionFiles): XsdFragments {
  const text = (path: string) => new TextDecoder().decode(zip.get(path));
  const customizations = parseXml(text('customizations.xml'), 'customizations.xml');
  return new Map([
    ['CustomizationsSolution.xsd', new Map([['customizations.xml', text('customizations.xml')]])],
    ['SolutionManifest.xsd', new Map([['solution.xml', text('solution.xml')]])],
    [
      'FormXml.xsd',
      new Map([
        ...named(
          allNamed(customizations, 'systemform').flatMap((form) => allNamed(form, 'form')),
          'form',
        ),
        ...named(
          allNamed(customizations, 'Dashboard').flatMap((form) => allNamed(form, 'form')),
          'dashboard',
        ),
      ]),
    ],
    ['Fetch.xsd', named(allNamed(customizations, 'fetch'), 'fetch')],
    ['RibbonCore.xsd', named(allNamed(customizations, 'RibbonDiffXml'), 'ribbon')],
    [
      'SiteMap.xsd',
      named(
        allNamed(customizations, 'AppModuleSiteMap').flatMap((map) =>
          map.children.filter(({ name }) => name === 'SiteMap'),
        ),
        'sitemap',
      ),
    ],
    ['VisualizationDataDescription.xsd', named(allNamed(customizations, 'datadefinition'), 'chart')],
  ]);
}
