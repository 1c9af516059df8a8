import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** A file of TypeScript or TSX that somebody writes: nothing that is generated, built or declares types alone. */
export interface SourceFile {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
}

const left = new Set(['node_modules', 'dist', 'out', 'generated', 'tests', '.git', '.cache', '.local']);

/** @param root Folder of the repository. @returns the files of all its packages, by path. */
export function sourceFiles(root: string): readonly SourceFile[] {
  return filesBelow(root, root, left);
}

/** What imports the sources beside themselves: tests, and what is generated. */
export function otherFiles(root: string): {
  readonly tests: readonly SourceFile[];
  readonly others: readonly SourceFile[];
} {
  const below = (path: string) => filesBelow(root, join(root, path), new Set(['node_modules']));
  return { tests: below('tests'), others: below('contracts/src/generated') };
}

function filesBelow(root: string, from: string, left: ReadonlySet<string>): readonly SourceFile[] {
  const found: SourceFile[] = [];
  const look = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!left.has(entry.name)) look(path);
      } else if (/\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts')) {
        found.push({ path: relative(root, path).split(sep).join('/'), text: readFileSync(path, 'utf8') });
      }
    }
  };
  look(from);
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The folder of a file: a room. */
export function roomOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

/** What is built as one: `contracts`, `plugins-ts-bridge`, `emulator/shell`, `controls/FieldsToSync`. */
export function packageOf(path: string): string {
  return /^(?:controls\/[^/]+|emulator\/shell|[^/]+)/.exec(path)?.[0] ?? path;
}
