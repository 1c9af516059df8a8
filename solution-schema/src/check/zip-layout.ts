import { contentTypes } from '../zip/content-types.js';
import { MissingFile, packageParts } from '../zip/package-zip.js';
import { attribute, textOf } from '../read/xml.js';
import { manifestFile, type Solution } from '../read/read-solution.js';
import { child } from '../read/xml.js';
import type { Problem, Rule } from './rule.js';

function* parts(solution: Solution, managed: boolean): Generator<Problem> {
  const packed = packageParts(solution, managed);
  const types = contentTypes([...packed.keys()]).children;
  const covered = new Set(types.map((type) => attribute(type, 'Extension') || attribute(type, 'PartName')));
  for (const path of packed.keys()) {
    const extension = /\.([^./]+)$/.exec(path)?.[1] ?? '';
    if (!covered.has(extension) && !covered.has(`/${path}`)) {
      yield {
        file: path,
        element: '[Content_Types].xml',
        problem: 'No entry covers this part.',
        remedy: 'Correct content-types.ts.',
      };
    }
    if (path.startsWith('/') || path.endsWith('/') || path.includes('\\') || path.includes('..')) {
      yield {
        file: path,
        element: path,
        problem: 'It is no path of a part in a zip.',
        remedy: 'Use forward slashes and no leading or closing one.',
      };
    }
  }
  for (const { file, xml } of solution.webResources) {
    if (!packed.has(textOf(xml, 'FileName').replace(/^\//, ''))) {
      yield {
        file,
        element: 'FileName',
        problem: 'The zip has no such part.',
        remedy: 'FileName is /WebResources/, the name without slashes and the id.',
      };
    }
  }
}

/** The zip that an import reads: both kinds can be assembled, and each part has its type. */
export const zipLayout: Rule = {
  name: 'zip-layout',
  *check(solution) {
    const managed = textOf(child(solution.documents.get(manifestFile), 'SolutionManifest'), 'Managed');
    if (managed !== '2')
      yield {
        file: manifestFile,
        element: 'Managed',
        problem: `It is "${managed}", so only one kind can be packed.`,
        remedy: 'Write 2: both kinds.',
      };
    try {
      yield* parts(solution, false);
      yield* parts(solution, true);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const remedy = error instanceof MissingFile ? 'Run "npm run pack".' : 'Correct Other/Customizations.xml.';
      yield { file: manifestFile, element: 'package', problem: error.message, remedy };
    }
  },
};
