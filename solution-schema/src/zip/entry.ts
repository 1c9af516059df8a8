import { join } from 'node:path';

/** The repository this package was built in. */
export const repositoryRoot = join(import.meta.dirname, '..', '..', '..');
export const solutionRoot = join(repositoryRoot, 'solution');
