import { readCustomApi, readCustomApiParameter, type CustomApi } from './read-custom-api.js';
import * as parts from './read-parts.js';
import { readRelationships, type Relationship } from './read-relationship.js';
import { readTable, type Table } from './read-table.js';
import { pathsMatching, type SolutionFiles } from './solution-files.js';
import { child, parseXml, textOf, type XmlElement } from './xml.js';

/** What a solution folder holds. Nothing is checked here beyond what reading needs; `check/` does that. */
export interface Solution {
  readonly files: SolutionFiles;
  /** Every XML file of the packer by path, parsed once. The content of web resources and of controls is not among them. */
  readonly documents: ReadonlyMap<string, XmlElement>;
  readonly uniqueName: string;
  readonly version: string;
  readonly prefix: string;
  readonly choicePrefix: string;
  readonly tables: readonly Table[];
  readonly relationships: readonly Relationship[];
  readonly choices: readonly parts.Choice[];
  readonly forms: readonly parts.Form[];
  readonly views: readonly parts.View[];
  readonly webResources: readonly parts.WebResource[];
  readonly roles: readonly parts.Role[];
  readonly columnSecurityProfiles: readonly parts.ColumnSecurityProfile[];
  readonly customApis: readonly CustomApi[];
}

export const manifestFile = 'Other/Solution.xml';

function parseAll(files: SolutionFiles): ReadonlyMap<string, XmlElement> {
  const own = (path: string) =>
    path.endsWith('.xml') &&
    (path.endsWith('.data.xml') || !/^(WebResources|Controls)\//.test(path)) &&
    path !== '[Content_Types].xml';
  return new Map([...files].filter(([path]) => own(path)).map(([path, bytes]) => [path, parseXml(bytes, path)]));
}

function readCustomApis(documents: ReadonlyMap<string, XmlElement>): readonly CustomApi[] {
  const all = [...documents];
  return all
    .filter(([path]) => /^customapis\/[^/]+\/customapi\.xml$/.test(path))
    .map(([path, xml]) => {
      const folder = path.replace(/customapi\.xml$/, 'customapirequestparameters/');
      const parameters = all.filter(([other]) => other.startsWith(folder));
      return readCustomApi(
        xml,
        path,
        parameters.map(([file, parameter]) => readCustomApiParameter(parameter, file)),
      );
    });
}

/**
 * Reads a solution in the packer's XML layout.
 * @throws XmlError for a file that is not well-formed; Error naming the file where the manifest is missing.
 */
export function readSolution(files: SolutionFiles): Solution {
  const documents = parseAll(files);
  const manifest = child(documents.get(manifestFile), 'SolutionManifest');
  if (manifest === undefined) throw new Error(`${manifestFile} is missing or has no SolutionManifest.`);
  const publisher = child(manifest, 'Publisher');
  const read = <Part>(pattern: RegExp, reader: (xml: XmlElement, file: string) => Part): readonly Part[] =>
    pathsMatching(files, pattern).flatMap((path) => {
      const xml = documents.get(path);
      return xml === undefined ? [] : [reader(xml, path)];
    });
  return {
    files,
    documents,
    uniqueName: textOf(manifest, 'UniqueName'),
    version: textOf(manifest, 'Version'),
    prefix: textOf(publisher, 'CustomizationPrefix'),
    choicePrefix: textOf(publisher, 'CustomizationOptionValuePrefix'),
    tables: read(/^Entities\/[^/]+\/Entity\.xml$/, readTable),
    relationships: read(/^Other\/Relationships\/[^/]+\.xml$/, readRelationships).flat(),
    choices: read(/^OptionSets\/[^/]+\.xml$/, parts.readChoice),
    forms: read(/^Entities\/[^/]+\/FormXml\/[^/]+\/[^/]+\.xml$/, parts.readForm),
    views: read(/^Entities\/[^/]+\/SavedQueries\/[^/]+\.xml$/, parts.readView),
    webResources: read(/^WebResources\/.*\.data\.xml$/, parts.readWebResource),
    roles: read(/^Roles\/[^/]+\.xml$/, parts.readRole),
    columnSecurityProfiles: read(/^Other\/FieldSecurityProfiles\.xml$/, parts.readColumnSecurityProfiles).flat(),
    customApis: readCustomApis(documents),
  };
}
