import { wideInterfaces } from './interfaces.js';
import { repeatedNames, turnedFileNames } from './names.js';
import { programOf } from './program.js';
import { crowdedFolders, longFiles } from './sizes.js';
import type { SourceFile } from './source-files.js';

/** What one rule found; nothing is good. */
interface RuleResult {
  readonly rule: string;
  readonly problems: readonly string[];
}

/** Holds the sources to the rules of size and naming of docs/architecture.md. */
export function checkStructure(files: readonly SourceFile[], stillWide: readonly string[] = []): readonly RuleResult[] {
  const program = programOf(files);
  return [
    { rule: 'no folder has more than 15 files', problems: crowdedFolders(files) },
    { rule: 'every file is shorter than 400 lines', problems: longFiles(files) },
    { rule: 'no interface has more than 12 methods', problems: wideInterfaces(program, stillWide) },
    { rule: 'an exported name means one thing', problems: repeatedNames(program) },
    { rule: 'no two files have names of the same words', problems: turnedFileNames(files.map(({ path }) => path)) },
  ];
}
