import ts from 'typescript';
import { packageOf, roomOf } from './source-files.js';

/** What the solution calls by this name of each of its scripts. */
const entryPoints = new Set(['onLoad']);

/**
 * Names that two rooms of one package export, or a package and the contracts that it imports: whoever reads one of them has to
 * ask which is meant. Packages that share no code may use the same word.
 */
export function repeatedNames(program: ts.Program): readonly string[] {
  const places = new Map<string, Set<string>>();
  for (const file of program.getSourceFiles()) {
    for (const name of exportedNames(file)) {
      const known = places.get(name) ?? new Set();
      places.set(name, known.add(file.fileName));
    }
  }
  return [...places].flatMap(([name, files]) => {
    if (entryPoints.has(name)) return [];
    const clash = [...files].filter((one) =>
      [...files].some((other) => roomOf(one) !== roomOf(other) && meet(one, other)),
    );
    return clash.length === 0 ? [] : [`${name} means several things: ${clash.sort().join(', ')}. Rename all but one.`];
  });
}

/** Files whose names are the same words in another order, such as run-verify and verify-run. */
export function turnedFileNames(paths: readonly string[]): readonly string[] {
  const known = new Map<string, string[]>();
  for (const path of paths) {
    const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.tsx?$/, '');
    const words = name.split('-').sort().join('-');
    const key = `${packageOf(path)} ${words}`;
    known.set(key, [...(known.get(key) ?? []), path]);
  }
  const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
  return [...known.values()].flatMap((some) =>
    new Set(some.map(nameOf)).size > 1 ? [`${some.join(' and ')} have names of the same words. Rename one.`] : [],
  );
}

/** Whether somebody may have both in hand. The emulator imports none of ours. */
function meet(one: string, other: string): boolean {
  const [a, b] = [packageOf(one), packageOf(other)];
  return a === b || (a === 'contracts' && readsContracts(b)) || (b === 'contracts' && readsContracts(a));
}

function readsContracts(name: string): boolean {
  return ['plugins-ts-bridge', 'webresources', 'scripts'].includes(name) || name.startsWith('controls/');
}

function exportedNames(file: ts.SourceFile): readonly string[] {
  return file.statements.flatMap((statement) => {
    const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
    if (modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) !== true) return [];
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
    }
    const { name } = statement as ts.DeclarationStatement;
    return name !== undefined && ts.isIdentifier(name) ? [name.text] : [];
  });
}
