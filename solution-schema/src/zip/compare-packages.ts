import type { SolutionFiles } from '../read/solution-files.js';
import { canonicalXml } from './write-xml.js';
import { parseXml, type XmlElement } from '../read/xml.js';

interface Difference {
  readonly path: string;
  readonly what: string;
}

/** Elements that are collections of parts: the official packer writes them in the order of its file system. */
const orderFree = new Set([
  'Types',
  'Entities',
  'FormXml',
  'forms',
  'savedqueries',
  'Visualizations',
  'Dashboards',
  'Roles',
  'FieldSecurityProfiles',
  'EntityRelationships',
  'optionsets',
  'WebResources',
  'CustomControls',
  'AppModuleSiteMaps',
  'AppModules',
]);

function sorted(element: XmlElement): XmlElement {
  const children = element.children.map(sorted);
  if (!orderFree.has(element.name)) return { ...element, children };
  const keyed = children.map((one) => [canonicalXml(one), one] as const);
  return { ...element, children: keyed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one) };
}

/** One text for all documents that a solution import cannot tell apart. */
function comparableXml(bytes: Uint8Array, path: string): string {
  return canonicalXml(sorted(parseXml(bytes, path)));
}

/** Around the first place where the texts part, for the message. */
function firstDifference(a: string, b: string): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const from = Math.max(0, at - 60);
  return `"…${a.slice(from, at + 60)}…" against "…${b.slice(from, at + 60)}…"`;
}

function isXml(path: string): boolean {
  return /\.(xml|resx)$/.test(path);
}

/**
 * Compares two sets of files: XML canonically, everything else byte by byte.
 * @param names how the two sides are called in the differences.
 */
export function compareFiles(
  ours: SolutionFiles,
  theirs: SolutionFiles,
  names: { readonly ours: string; readonly theirs: string },
): readonly Difference[] {
  const differences: Difference[] = [];
  for (const path of new Set([...ours.keys(), ...theirs.keys()])) {
    const mine = ours.get(path);
    const other = theirs.get(path);
    if (mine === undefined || other === undefined) {
      differences.push({ path, what: `only in ${mine === undefined ? names.theirs : names.ours}` });
    } else if (isXml(path)) {
      const [a, b] = [comparableXml(mine, path), comparableXml(other, path)];
      if (a !== b) differences.push({ path, what: `${names.ours} against ${names.theirs}: ${firstDifference(a, b)}` });
    } else if (!Buffer.from(mine).equals(Buffer.from(other))) {
      differences.push({ path, what: `bytes differ between ${names.ours} and ${names.theirs}` });
    }
  }
  return differences.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * Drops the `_managed.xml` twins that unpacking both kinds writes, after making sure that each says what its twin says.
 */
export function withoutTwins(files: SolutionFiles): {
  readonly files: SolutionFiles;
  readonly differing: readonly string[];
} {
  const kept = new Map(files);
  const differing: string[] = [];
  for (const [path, bytes] of files) {
    const twin = files.get(path.replace(/_managed\.xml$/, '.xml'));
    if (!path.endsWith('_managed.xml') || twin === undefined) continue;
    if (comparableXml(bytes, path) !== comparableXml(twin, path)) differing.push(path);
    kept.delete(path);
  }
  return { files: kept, differing };
}
