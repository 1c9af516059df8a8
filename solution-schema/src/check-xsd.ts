// Validates the packed zips with Microsoft's schemas for customizations (all kinds their README names).
// Exit 0: valid; 1: not valid; 3: there is no folder of schemas here.
import { unzipSync } from 'fflate';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { repositoryRoot, solutionRoot } from './zip/entry.js';
import { packageName } from './zip/package-zip.js';
import { readSolution } from './read/read-solution.js';
import { readSolutionFiles } from './read/solution-files.js';
import { fragmentsOf } from './xsd/xsd-fragments.js';
import { loadSchemas, validate } from './xsd/xsd-validation.js';

const folder = resolve(
  repositoryRoot,
  process.env['DATAVERSE_XSD'] ?? '../shared/dataverse/schemas/9.0.0.2090-patched',
);
const present = await readdir(folder).catch(() => null);
if (present === null) {
  process.stdout.write(
    `check:xsd did not run: there is no folder ${folder}. Set DATAVERSE_XSD to the folder of the schemas.\n`,
  );
  process.exitCode = 3;
} else {
  const schemas = await loadSchemas(folder);
  const solution = readSolution(await readSolutionFiles(solutionRoot));
  for (const managed of [false, true]) {
    const name = packageName(solution, managed);
    const zip = new Map(Object.entries(unzipSync(await readFile(join(repositoryRoot, 'dist', name)))));
    for (const [schema, documents] of fragmentsOf(zip)) {
      const errors = await validate(schemas, schema, documents);
      process.stdout.write(
        `${name}: ${schema}: ${String(documents.size)} documents, ${String(errors.length)} errors\n`,
      );
      for (const error of errors) process.stderr.write(`  ${error}\n`);
      if (errors.length > 0) process.exitCode = 1;
    }
  }
}
