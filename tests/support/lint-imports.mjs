// Lints texts as if they stood at their paths, by the import rules of the repository alone. Reads [{ path, text }] from its
// input and prints the messages of each. A process of its own, since Jest cannot load the configuration.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';

const root = join(import.meta.dirname, '../..');
const eslint = new ESLint({
  cwd: root,
  ruleFilter: ({ ruleId }) => ruleId === 'no-restricted-imports',
  // The files do not exist, so there are no types to be asked for.
  overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
});
const texts = JSON.parse(readFileSync(0, 'utf8'));
const found = [];
for (const { path, text } of texts) {
  const [result] = await eslint.lintText(text, { filePath: join(root, path) });
  found.push((result?.messages ?? []).map(({ message }) => message));
}
process.stdout.write(JSON.stringify(found));
