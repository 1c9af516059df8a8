import type { Linter } from 'eslint';

export const powerApps: Linter.Config[];
export function builtBundles(files: readonly string[]): Linter.Config[];
