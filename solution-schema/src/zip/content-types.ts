import type { XmlElement } from '../read/xml.js';

const binary = 'application/octet-stream';

/** What follows the last dot of the file name, '' without one. A packed web resource's extension includes its GUID. */
function extension(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1);
}

function leaf(name: string, attributes: readonly (readonly [string, string])[]): XmlElement {
  return { name, attributes: new Map(attributes), children: [], text: '' };
}

/**
 * `[Content_Types].xml` of a zip: a Default per extension, an Override for each XML part below the root and for each
 * part without extension, as the packer writes it.
 * @param parts paths in the zip, without this file.
 */
export function contentTypes(parts: readonly string[]): XmlElement {
  const extensions = new Set(parts.map(extension).filter((name) => name !== '' && name !== 'xml'));
  const overridden = parts.filter(
    (path) => extension(path) === '' || (extension(path) === 'xml' && path.includes('/')),
  );
  return {
    name: 'Types',
    attributes: new Map([['xmlns', 'http://schemas.openxmlformats.org/package/2006/content-types']]),
    children: [
      leaf('Default', [
        ['Extension', 'xml'],
        ['ContentType', 'text/xml'],
      ]),
      ...[...extensions].sort().map((name) =>
        leaf('Default', [
          ['Extension', name],
          ['ContentType', binary],
        ]),
      ),
      ...overridden.map((path) =>
        leaf('Override', [
          ['PartName', `/${path}`],
          ['ContentType', binary],
        ]),
      ),
    ],
    text: '',
  };
}
