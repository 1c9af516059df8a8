// Puts the built bundles into solution/ and writes both importable zips to dist/.
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyBuiltParts } from './zip/built-parts.js';
import { repositoryRoot, solutionRoot } from './zip/entry.js';
import { MissingFile, packageName, packageZip } from './zip/package-zip.js';
import { readSolution } from './read/read-solution.js';
import { readSolutionFiles } from './read/solution-files.js';

const target = join(repositoryRoot, 'dist');
try {
  await copyBuiltParts(repositoryRoot);
  const solution = readSolution(await readSolutionFiles(solutionRoot));
  const zips = [false, true].map((managed) => ({
    name: packageName(solution, managed),
    bytes: packageZip(solution, managed),
  }));
  await mkdir(target, { recursive: true });
  for (const { name, bytes } of zips) {
    // Whoever reads the zip at this moment sees the old one or the new one, never half of one.
    await writeFile(join(target, `${name}.new`), bytes);
    await rename(join(target, `${name}.new`), join(target, name));
    process.stdout.write(`dist/${name} ${String(bytes.length)} bytes\n`);
  }
  // A zip of another version must not stay beside the new one: whoever takes the newest would have two to choose from.
  const current = new Set(zips.map(({ name }) => name));
  for (const old of await readdir(target)) {
    const ours = old.startsWith(`${solution.uniqueName}_`) && old.endsWith('.zip');
    if (ours && !current.has(old)) await rm(join(target, old));
  }
} catch (error) {
  if (!(error instanceof MissingFile)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
