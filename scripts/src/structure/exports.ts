import { posix } from 'node:path';
import ts from 'typescript';
import { roomOf, type SourceFile } from './source-files.js';

const packages: Readonly<Record<string, string>> = {
  '@pmds/contracts': 'contracts/src',
  '@pmds/bridge': 'plugins-ts-bridge/src',
  '@pmds/emulator': 'emulator/src',
  '@pmds/scripts': 'scripts/src',
  '@pmds/solution-schema': 'solution-schema/src',
};

/** Who imports beside the sources. */
interface Users {
  /** Files that import beside the sources, such as generated ones. */
  readonly others: readonly SourceFile[];
  readonly tests: readonly SourceFile[];
  /** Whether the host, a web page or a process takes what a file exports. */
  readonly isEntry: (path: string) => boolean;
}

/**
 * Exports that no other file imports, `path: name`. A test may look at a part that its own file uses; what tests alone use is
 * used by nobody.
 */
export function unusedExports(files: readonly SourceFile[], { others, tests, isEntry }: Users): readonly string[] {
  const known = new Set([...files, ...others].map(({ path }) => path));
  const used = usedBy([...files, ...others], known);
  const tested = usedBy(tests, known);
  return files.flatMap((file) => {
    if (isEntry(file.path)) return [];
    const isUsed = (by: ReadonlySet<string>, name: string): boolean =>
      by.has(`${file.path}: ${name}`) || by.has(`${file.path}: *`);
    return exportsOf(file)
      .filter((name) => !isUsed(used, name) && !(isUsed(tested, name) && timesNamed(file, name) > 1))
      .map((name) => `${file.path}: ${name}`);
  });
}

function usedBy(files: readonly SourceFile[], known: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(
    files.flatMap((file) =>
      importsOf(file).flatMap(({ from, name }) => {
        const path = pathOf(file.path, from, known);
        return path === null ? [] : [`${path}: ${name}`];
      }),
    ),
  );
}

function timesNamed(file: SourceFile, name: string): number {
  let times = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === name) times += 1;
    ts.forEachChild(node, visit);
  };
  visit(parsed(file));
  return times;
}

function pathOf(user: string, from: string, known: ReadonlySet<string>): string | null {
  const [name = '', root] = Object.entries(packages).find(([name]) => from.startsWith(`${name}/`)) ?? [];
  if (root === undefined && !from.startsWith('.')) return null;
  const bare = from.replace(/\.jsx?$/, '');
  const path = root === undefined ? posix.join(roomOf(user), bare) : bare.replace(name, root);
  return [`${path}.ts`, `${path}.tsx`, `${path}/index.ts`].find((one) => known.has(one)) ?? null;
}

const parsedOf = new WeakMap<SourceFile, ts.SourceFile>();

function parsed(file: SourceFile): ts.SourceFile {
  const known = parsedOf.get(file) ?? ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ESNext, true);
  parsedOf.set(file, known);
  return known;
}

interface Import {
  readonly from: string;
  /** `*` for all of them. */
  readonly name: string;
}

function importsOf(file: SourceFile): readonly Import[] {
  const imports: Import[] = [];
  const add = (from: ts.Node | undefined, ...names: readonly string[]): void => {
    if (from === undefined || !ts.isStringLiteralLike(from)) return;
    imports.push(...names.map((name) => ({ from: from.text, name })));
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, ...importedNames(node, file));
    else if (ts.isExportDeclaration(node)) {
      const names = node.exportClause !== undefined && ts.isNamedExports(node.exportClause) ? node.exportClause : null;
      add(node.moduleSpecifier, ...(names?.elements.map((one) => (one.propertyName ?? one.name).text) ?? ['*']));
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, node.qualifier?.getText().split('.')[0] ?? '*');
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], '*');
    }
    ts.forEachChild(node, visit);
  };
  visit(parsed(file));
  return imports;
}

function importedNames({ importClause }: ts.ImportDeclaration, { text }: SourceFile): readonly string[] {
  const bindings = importClause?.namedBindings;
  const named =
    bindings === undefined
      ? []
      : ts.isNamedImports(bindings)
        ? bindings.elements.map((one) => (one.propertyName ?? one.name).text)
        : // Of a namespace, what stands behind its name.
          [...text.matchAll(new RegExp(`\\b${bindings.name.text}\\.(\\w+)`, 'g'))].map(([, name = '']) => name);
  return importClause?.name === undefined ? named : ['default', ...named];
}

function exportsOf(file: SourceFile): readonly string[] {
  return parsed(file).statements.flatMap((statement) => {
    if (ts.isExportAssignment(statement)) return ['default'];
    if (ts.isExportDeclaration(statement)) {
      const { exportClause } = statement;
      return exportClause !== undefined && ts.isNamedExports(exportClause)
        ? exportClause.elements.map(({ name }) => name.text)
        : [];
    }
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    const has = (kind: ts.SyntaxKind): boolean => modifiers.some((modifier) => modifier.kind === kind);
    if (!has(ts.SyntaxKind.ExportKeyword)) return [];
    if (has(ts.SyntaxKind.DefaultKeyword)) return ['default'];
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
    }
    return 'name' in statement && ts.isIdentifier(statement.name as ts.Node)
      ? [(statement.name as ts.Identifier).text]
      : [];
  });
}
