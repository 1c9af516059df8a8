import { checkStructure } from '@pmds/scripts/structure/check-structure';
import { packageOf, roomOf } from '@pmds/scripts/structure/source-files';

const methods = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => `m${String(from + at)}(): void;`).join(' ');
const room = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ path: `bridge/src/room/file-${String(at)}.ts`, text: '' }));
const lines = (count: number) => [{ path: 'bridge/src/long.ts', text: '// line\n'.repeat(count) }];
const files = (...all: readonly (readonly [string, string])[]) => all.map(([path, text]) => ({ path, text }));

const problems = (...[sources, except]: Parameters<typeof checkStructure>) =>
  checkStructure(sources, except).flatMap((result) => result.problems);

describe('the structure check', () => {
  it('lets a folder have fifteen files and not one more', () => {
    expect(problems(room(15))).toEqual([]);
    expect(problems(room(16))).toEqual([expect.stringMatching(/^bridge\/src\/room has 16 files; 15 are the most/)]);
  });

  it('counts the files of a folder without those of the folders in it', () => {
    expect(problems([...room(15), { path: 'bridge/src/room/inner/other.ts', text: '' }])).toEqual([]);
  });

  it('lets a file have 399 lines and not one more, however it ends', () => {
    expect(problems(lines(399))).toEqual([]);
    expect(problems(lines(400))).toEqual([expect.stringMatching(/^bridge\/src\/long\.ts has 400 lines/)]);
    expect(problems([{ path: 'bridge/src/long.ts', text: `${'\n'.repeat(399)}x` }])).toHaveLength(1);
  });

  it('lets an interface have twelve methods and not one more', () => {
    expect(problems(files(['a/src/p.ts', `export interface Port { readonly name: string; ${methods(12)} }`]))).toEqual(
      [],
    );
    expect(problems(files(['a/src/p.ts', `export interface Port { ${methods(13)} }`]))).toEqual([
      expect.stringMatching(/^a\/src\/p\.ts: the interface Port has 13 methods/),
    ]);
  });

  it('counts what an interface inherits, from other files and packages, too', () => {
    const found = problems(
      files(
        ['contracts/src/base.ts', `export interface Base { ${methods(6)} }`],
        [
          'a/src/read/reader.ts',
          `import type { Base } from '@pmds/contracts/base';\nexport interface Reader extends Base { ${methods(6, 6)} }`,
        ],
        [
          'a/src/write/writer.ts',
          "import type { Reader } from '../read/reader.js';\nexport interface Writer extends Reader { last(): void }",
        ],
      ),
    );
    expect(found).toEqual([expect.stringMatching(/^a\/src\/write\/writer\.ts: the interface Writer has 13 methods/)]);
  });

  it('counts functions that are written as properties, and those that may be left out', () => {
    const text = `type Call = () => void; interface Hidden { ${methods(11)} readonly a: Call; b?: () => void }`;
    expect(problems(files(['a/src/p.ts', text]))).toEqual([expect.stringMatching(/Hidden has 13 methods/)]);
    expect(problems(files(['a/src/p.ts', text.replace('b?: () => void', 'b: string')]))).toEqual([]);
  });

  it('counts what is declared in two places as one', () => {
    const text = `interface Twice { ${methods(7)} }\ninterface Twice { ${methods(6, 7)} }`;
    expect(problems(files(['a/src/p.ts', text]))[0]).toMatch(/Twice has 13 methods/);
  });

  it('leaves out the exceptions that it is given, and no other', () => {
    const text = `interface One { ${methods(13)} }\ninterface Other { ${methods(13)} }`;
    expect(problems(files(['a/src/p.ts', text]), ['One'])).toEqual([expect.stringMatching(/Other has 13/)]);
  });

  it.each([
    ['export interface Member {}', 'export type Member = string;'],
    ['export const find = 1;', 'export function find() {}'],
    ['export class Page {}', 'export abstract class Page {}'],
    ['export async function load() {}', 'export const a = 1, load = 2;'],
  ])('refuses a name that two rooms of a package export: %s', (one, other) => {
    expect(problems(files(['a/src/x/f.ts', one], ['a/src/y/g.ts', other]))).toEqual([
      expect.stringMatching(/^\w+ means several things: a\/src\/x\/f\.ts, a\/src\/y\/g\.ts\. Rename all but one\.$/),
    ]);
  });

  it('refuses a name of the contracts in a package that reads them', () => {
    const name = 'export interface Member {}';
    expect(problems(files(['contracts/src/m.ts', name], ['plugins-ts-bridge/src/m.ts', name]))).toHaveLength(1);
    expect(problems(files(['contracts/src/m.ts', name], ['controls/A/A/m.ts', name]))).toHaveLength(1);
  });

  it.each([
    ['packages that share no code', 'contracts/src/m.ts', 'emulator/src/n.ts'],
    ['the emulator and its shell', 'emulator/src/m.ts', 'emulator/shell/src/n.ts'],
    ['two controls', 'controls/A/A/m.ts', 'controls/B/B/n.ts'],
    ['one room', 'a/src/m.ts', 'a/src/n.ts'],
  ])('lets %s use the same word', (_, one, other) => {
    expect(problems(files([one, 'export interface Member {}'], [other, 'export interface Member {}']))).toEqual([]);
  });

  it('does not mind a name that one of them keeps to itself', () => {
    expect(problems(files(['a/src/x/f.ts', 'export const find = 1;'], ['a/src/y/g.ts', 'const find = 2;']))).toEqual(
      [],
    );
  });

  it('refuses two files of the same words in another order, and lets the same name stand in two rooms', () => {
    expect(problems(files(['a/src/x/run-verify.ts', ''], ['a/src/y/verify-run.ts', '']))).toEqual([
      'a/src/x/run-verify.ts and a/src/y/verify-run.ts have names of the same words. Rename one.',
    ]);
    expect(problems(files(['a/src/x/texts.ts', ''], ['a/src/y/texts.ts', '']))).toEqual([]);
    expect(problems(files(['a/src/x/run-verify.ts', ''], ['b/src/y/verify-run.ts', '']))).toEqual([]);
  });

  it('knows rooms and packages by their folders', () => {
    expect(roomOf('a/src/x/f.ts')).toBe('a/src/x');
    expect(
      ['controls/A/A/f.ts', 'emulator/shell/src/f.ts', 'emulator/src/f.ts', 'bench/src/f.ts'].map(packageOf),
    ).toEqual(['controls/A', 'emulator/shell', 'emulator', 'bench']);
  });
});
