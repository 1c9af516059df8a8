import type { Solution } from '../../read/read-solution.js';
import { manifestFile } from '../../read/read-solution.js';
import { allNamed, attribute, child, textOf, type XmlElement } from '../../read/xml.js';
import { documentsMatching, tableNamed } from '../parts.js';
import type { Problem, Rule } from '../rule.js';

const uniqueName = /^[A-Za-z_]\w{0,63}$/;
const levels = ['none', 'recommended', 'required', 'systemrequired'];
const cascades = ['NoCascade', 'Cascade', 'Active', 'UserOwned', 'RemoveLink', 'Restrict'];
const cascadeOf = ['Assign', 'Delete', 'Merge', 'Reparent', 'Share', 'Unshare'];
/** Formats of a whole number. https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/integerformat */
const integerFormats = ['none', 'duration', 'timezone', 'language', 'locale'];
/** Kilobytes that a file column may hold: 10 GB. */
const largestFileKilobytes = 10_485_760;
/** Dataverse stores whole numbers in 32 bits. */
const [smallest, largest] = [-2_147_483_648, 2_147_483_647];

/** Values that the packer copies and an import refuses: unique names, ranges, levels, cascades. */
export const valuesAreAllowed: Rule = {
  name: 'values-are-allowed',
  *check(solution) {
    yield* manifest(solution);
    for (const [file, xml] of documentsMatching(solution, /^Entities\/[^/]+\/Entity\.xml$/)) {
      for (const column of allNamed(xml, 'attribute')) yield* columnValues(file, column);
    }
    yield* relationships(solution);
  },
};

function* manifest({ documents }: Solution): Generator<Problem> {
  const xml = child(documents.get(manifestFile), 'SolutionManifest');
  for (const owner of [xml, child(xml, 'Publisher')]) {
    const name = textOf(owner, 'UniqueName');
    if (uniqueName.test(name)) continue;
    yield {
      file: manifestFile,
      element: `${owner?.name ?? ''}/UniqueName`,
      problem: `"${name}" is no unique name.`,
      remedy: 'Use letters, digits and underscores, a letter first.',
    };
  }
}

function* columnValues(file: string, column: XmlElement): Generator<Problem> {
  const element = attribute(column, 'PhysicalName');
  const level = textOf(column, 'RequiredLevel');
  if (level !== '' && !levels.includes(level)) {
    yield { file, element, problem: `There is no required level "${level}".`, remedy: `Use ${levels.join(', ')}.` };
  }
  const type = textOf(column, 'Type');
  if (type === 'file') yield* fileValues(file, element, column);
  if (type !== 'int') return;
  const format = textOf(column, 'Format');
  if (!integerFormats.includes(format)) {
    const problem = `There is no format "${format}" of a whole number.`;
    yield { file, element, problem, remedy: `Use ${integerFormats.join(', ')}.` };
  }
  const [low, high] = [Number(textOf(column, 'MinValue')), Number(textOf(column, 'MaxValue'))];
  if (low >= smallest && high <= largest && low <= high) return;
  yield {
    file,
    element,
    problem: `Its range from ${String(low)} to ${String(high)} holds no whole numbers of Dataverse.`,
    remedy: `Keep MinValue below MaxValue, both within ${String(smallest)} and ${String(largest)}.`,
  };
}

/** A file column names its size in kilobytes as MaxValue, and no row carries its content. */
function* fileValues(file: string, element: string, column: XmlElement): Generator<Problem> {
  const size = textOf(column, 'MaxValue');
  if (!/^\d+$/.test(size) || Number(size) < 1 || Number(size) > largestFileKilobytes) {
    const problem = `MaxValue "${size}" is no size of a file.`;
    yield { file, element, problem, remedy: `Name kilobytes from 1 to ${String(largestFileKilobytes)}.` };
  }
  for (const name of ['ValidForCreateApi', 'ValidForUpdateApi']) {
    if (textOf(column, name) === '0') continue;
    const problem = `${name} is "${textOf(column, name)}", but a file is uploaded by requests of its own.`;
    yield { file, element, problem, remedy: 'Set it to 0.' };
  }
}

function* relationships(solution: Solution): Generator<Problem> {
  const parents = new Map<string, string>();
  for (const [file, xml] of documentsMatching(solution, /^Other\/Relationships\/[^/]+\.xml$/)) {
    for (const relationship of allNamed(xml, 'EntityRelationship')) {
      if (textOf(relationship, 'EntityRelationshipType') !== 'OneToMany') continue;
      const element = attribute(relationship, 'Name');
      const referenced = textOf(relationship, 'ReferencedEntityName');
      if (referenced.startsWith(`${solution.prefix}_`) && tableNamed(solution, referenced) === undefined) {
        const problem = `The table ${referenced} is not in the package.`;
        yield { file, element, problem, remedy: 'Name a table that is, or ship it.' };
      }
      for (const kind of cascadeOf) {
        const value = textOf(relationship, `Cascade${kind}`);
        if (value === '' || cascades.includes(value)) continue;
        const remedy = `Use one of ${cascades.join(', ')}.`;
        yield { file, element, problem: `Cascade${kind} cannot be "${value}".`, remedy };
      }
      // Who is assigned, shared or moved with its parent can have one parent alone.
      if (
        !['Assign', 'Share', 'Unshare', 'Reparent'].some((kind) => textOf(relationship, `Cascade${kind}`) === 'Cascade')
      ) {
        continue;
      }
      const referencing = textOf(relationship, 'ReferencingEntityName').toLowerCase();
      const other = parents.get(referencing);
      if (other !== undefined) {
        const problem = `${referencing} has a parent already, by ${other}.`;
        yield {
          file,
          element,
          problem,
          remedy: 'Cascade assign, share, unshare and reparent in one relationship only.',
        };
      }
      parents.set(referencing, element);
    }
  }
}
