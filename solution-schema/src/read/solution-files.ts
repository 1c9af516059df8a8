import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The files of a solution folder or of a zip, by path with forward slashes. */
export type SolutionFiles = ReadonlyMap<string, Uint8Array>;

/** Reads a folder in one order on every machine. */
export async function readSolutionFiles(root: string): Promise<SolutionFiles> {
  const files = new Map<string, Uint8Array>();
  const visit = async (folder: string): Promise<void> => {
    const entries = await readdir(join(root, folder), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) await visit(path);
      else files.set(path, await readFile(join(root, path)));
    }
  };
  await visit('');
  return files;
}

/** Paths that match, sorted. */
export function pathsMatching(files: SolutionFiles, pattern: RegExp): readonly string[] {
  return [...files.keys()].filter((path) => pattern.test(path)).sort();
}
