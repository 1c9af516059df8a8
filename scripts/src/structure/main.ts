/** `npm run check:structure`: prints what the rules of size and naming find, and fails when it is anything. */
import { join } from 'node:path';
import { checkStructure } from './check-structure.js';
import { sourceFiles } from './source-files.js';

const files = sourceFiles(join(import.meta.dirname, '../../..'));
const results = checkStructure(files);
process.stdout.write(`${String(files.length)} source files\n`);
for (const { rule, problems } of results) {
  process.stdout.write(`${problems.length === 0 ? 'holds' : 'BROKEN'}: ${rule}\n`);
  for (const problem of problems) process.stdout.write(`  ${problem}\n`);
}
process.exitCode = results.some(({ problems }) => problems.length > 0) ? 1 : 0;
