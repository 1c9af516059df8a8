import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';

const silent = { debug() {}, info() {}, warn() {}, error() {}, isDebugEnabled: () => false };

/** Names a mutant alike in every run over the same sources: where it is, and what it puts there. */
export function keyOf(mutant, root) {
  const { start, end } = mutant.location;
  const at = [start.line, start.column, end.line, end.column].join(':');
  return `${relative(root, mutant.fileName)}:${at}:${mutant.mutatorName}:${mutant.replacement}`;
}

/** @returns the key of every mutant of these files, in no particular order. */
export async function keysOf(files, root) {
  const read = async (file) => {
    const name = join(root, file);
    return { name, mutate: true, content: await readFile(name, 'utf8') };
  };
  const options = { excludedMutations: [], ignorers: [], plugins: null, noHeader: true };
  const { mutants } = await new Instrumenter(silent).instrument(await Promise.all(files.map(read)), options);
  // Lines count from 0 here, as in what a checker is given.
  return mutants.map((mutant) => keyOf(mutant, root));
}

/** So many of the keys, the same for the same seed; a change of one source leaves the draw among the others as it was. */
export function draw(keys, count, seed) {
  const rank = (key) => createHash('sha256').update(`${seed}\n${key}`).digest('hex');
  const ranked = [...new Set(keys)].map((key) => ({ key, rank: rank(key) }));
  ranked.sort((left, right) => (left.rank < right.rank ? -1 : 1));
  return ranked.slice(0, count).map(({ key }) => key);
}
