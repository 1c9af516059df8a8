// Writes contracts/src/generated from solution/; with --check only says whether it is up to date.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot, solutionRoot } from './zip/entry.js';
import { generatedSources } from './generate/generated-sources.js';
import { readSolution } from './read/read-solution.js';
import { readSolutionFiles } from './read/solution-files.js';

const folder = join(repositoryRoot, 'contracts', 'src', 'generated');
const sources = generatedSources(readSolution(await readSolutionFiles(solutionRoot)));
const differing: string[] = [];
for (const [name, source] of sources) {
  const current = await readFile(join(folder, name), 'utf8').catch(() => null);
  if (current !== source) differing.push(name);
}
if (!process.argv.includes('--check')) {
  await mkdir(folder, { recursive: true });
  for (const name of differing) await writeFile(join(folder, name), sources.get(name) ?? '');
  process.stdout.write(differing.length === 0 ? 'Nothing to generate.\n' : `Generated ${differing.join(', ')}.\n`);
} else if (differing.length > 0) {
  process.stderr.write(
    `Not what solution/ says: ${differing.join(', ')}. Run "npm run generate" and commit the result.\n`,
  );
  process.exitCode = 1;
}
