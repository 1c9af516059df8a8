import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '../..');
const table = join(root, 'contracts/src/run/outcomes.ts');
const line = "  'skipped-rehearsed': { group: 'skipped', runColumn: null, lasts: 'always', closes: null },\n";
const before = "  'failed-value':";

/** The product as the compiler sees it when the table of outcomes has one line more. */
function filesToTouch(part: string): readonly string[] {
  const config = join(root, part, 'tsconfig.json');
  const { fileNames, options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(config, (path) => ts.sys.readFile(path)).config,
    ts.sys,
    join(root, part),
  );
  const paths = { '@pmds/contracts/*': [join(root, 'contracts/src/*.ts')] };
  const host = ts.createCompilerHost({ ...options, paths });
  const read = host.readFile.bind(host);
  host.readFile = (file) => (file === table ? added(read(file) ?? '') : read(file));
  host.getSourceFile = (file, language) => {
    const text = host.readFile(file);
    return text === undefined ? undefined : ts.createSourceFile(file, text, language);
  };
  const program = ts.createProgram(
    fileNames,
    { ...options, paths, noEmit: true, composite: false, incremental: false, rootDir: root },
    host,
  );
  const found = program.getSourceFiles().filter((file) => {
    const own = !file.isDeclarationFile && !file.fileName.includes('node_modules');
    return own && program.getSemanticDiagnostics(file).length > 0;
  });
  return found.map(({ fileName }) => relative(root, fileName)).sort();
}

function added(text: string): string {
  expect(text).toContain(before);
  return text.replace(before, `${line}${before}`);
}

describe('a new outcome', () => {
  it('is a line in the table, and what does not compile then are its words in each language alone', () => {
    expect(existsSync(table)).toBe(true);
    expect(readFileSync(table, 'utf8')).not.toContain('skipped-rehearsed');
    const touched = new Set(['plugins-ts-bridge', 'webresources'].flatMap(filesToTouch));
    expect([...touched].sort()).toEqual([
      'contracts/src/run/run-tally-texts.ts',
      'plugins-ts-bridge/src/adapters/dataverse/mail/texts/de.ts',
      'plugins-ts-bridge/src/adapters/dataverse/mail/texts/en.ts',
      'plugins-ts-bridge/src/adapters/dataverse/mail/texts/fr.ts',
      'plugins-ts-bridge/src/adapters/dataverse/mail/texts/he.ts',
    ]);
  });
});
