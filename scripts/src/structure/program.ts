import { posix } from 'node:path';
import ts from 'typescript';
import { roomOf, type SourceFile } from './source-files.js';

/**
 * The sources as the compiler knows them, without libraries: what our types have of others is not counted. Reading nothing but
 * the sources, it needs no build.
 */
export function programOf(files: readonly SourceFile[]): ts.Program {
  const parsed = new Map(
    files.map(({ path, text }) => [path, ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true)]),
  );
  const resolved = (from: string, name: string): string | undefined => {
    const shared = name.startsWith('@pmds/contracts/');
    if (!shared && !name.startsWith('.')) return undefined;
    const path = shared
      ? name.replace('@pmds/contracts/', 'contracts/src/')
      : posix.join(roomOf(from), name.replace(/\.jsx?$/, ''));
    return [`${path}.ts`, `${path}.tsx`, `${path}/index.ts`].find((one) => parsed.has(one));
  };
  const host: ts.CompilerHost = {
    getSourceFile: (path) => parsed.get(path),
    fileExists: (path) => parsed.has(path),
    readFile: (path) => parsed.get(path)?.text,
    getDefaultLibFileName: () => 'lib.d.ts',
    writeFile: () => undefined,
    getCurrentDirectory: () => '',
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    resolveModuleNameLiterals: (names, from) =>
      names.map(({ text }) => {
        const path = resolved(from, text);
        return {
          resolvedModule:
            path === undefined
              ? undefined
              : { resolvedFileName: path, extension: path.endsWith('x') ? ts.Extension.Tsx : ts.Extension.Ts },
        };
      }),
  };
  const options = { noLib: true, noEmit: true, strict: true, jsx: ts.JsxEmit.React, target: ts.ScriptTarget.ESNext };
  return ts.createProgram([...parsed.keys()], options, host);
}
