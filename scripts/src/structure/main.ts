/** `npm run check:structure`: prints what the rules of size and naming find, and fails when it is anything. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkStructure } from './check-structure.js';
import { unusedExports } from './exports.js';
import { otherFiles, sourceFiles } from './source-files.js';

/** What may be exported for nobody: parts that tests alone use, and types that the compiler has to name in others. Each by its beginning. */
const exportedFor: readonly string[] = [
  'emulator/shell/src/server/types.ts: OptionDefinition',
  'emulator/shell/src/xrm/collection.ts: Collection',
  'emulator/src/odata/filter/query-functions.ts: queryFunctions',
  'emulator/src/query/caller.ts: everythingReader',
  'plugins-ts-bridge/src/adapters/crypto/manifest-signing.ts: publicKeyOf',
  // The compiler names the payloads in the table of kinds; subjects of other kinds have their schemas beside that of runs.
  'plugins-ts-bridge/src/domain/outbox/kinds/',
  'plugins-ts-bridge/src/domain/outbox/subject.ts',
  'plugins-ts-bridge/src/domain/run/list-changes.ts: listChange',
  'scripts/src/sync/run-result.ts: runsOf',
];

const root = join(import.meta.dirname, '../../..');
const files = sourceFiles(root);
/** Form and ribbon call what these export, the host makes the controls, and a web page reads what prefill.js leaves. */
const bundles = readFileSync(join(root, 'webresources/webpack.config.mjs'), 'utf8');
const isEntry = (path: string): boolean =>
  /^controls\/(\w+)\/\1\/index\.ts$/.test(path) ||
  path === 'prefill/src/prefill.ts' ||
  path === 'prefill/src/form/part.ts' ||
  /^prefill\/src\/parts\/(submit|verify)\.ts$/.test(path) ||
  (path.startsWith('webresources/') && bundles.includes(`'${path.slice('webresources/'.length)}'`));
const results = [
  ...checkStructure(files),
  {
    rule: 'whatever is exported is imported',
    problems: unusedExports(files, { ...otherFiles(root), isEntry }).filter(
      (problem) => !exportedFor.some((start) => problem.startsWith(start)),
    ),
  },
];
process.stdout.write(`${String(files.length)} source files\n`);
for (const { rule, problems } of results) {
  process.stdout.write(`${problems.length === 0 ? 'holds' : 'BROKEN'}: ${rule}\n`);
  for (const problem of problems) process.stdout.write(`  ${problem}\n`);
}
process.exitCode = results.some(({ problems }) => problems.length > 0) ? 1 : 0;
