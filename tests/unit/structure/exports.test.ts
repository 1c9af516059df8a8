import { unusedExports } from '@pmds/scripts/structure/exports';

type Sources = Readonly<Record<string, string>>;
const filesOf = (sources: Sources) => Object.entries(sources).map(([path, text]) => ({ path, text }));

function unused(sources: Sources, tests: Sources = {}, entry = ''): readonly string[] {
  const users = { others: [], tests: filesOf(tests), isEntry: (path: string) => path === entry };
  return unusedExports(filesOf(sources), users);
}

describe('an export', () => {
  it.each([
    ['a function', 'export function one() {}'],
    ['a constant', 'export const one = 1;'],
    ['a type', 'export type one = 1;'],
    ['an interface', 'export interface one {}'],
    ['a class', 'export class one {}'],
    ['of a list', 'const one = 1;\nexport { one };'],
    ['handed on', "export { one } from './c.js';"],
  ])('that nobody imports is named: %s', (_what, text) => {
    expect(unused({ 'x/a.ts': text, 'x/b.ts': "import { two } from './a.js';" })).toEqual(['x/a.ts: one']);
  });

  it.each([
    ['by name', "import { one } from './a.js';"],
    ['under another name', "import { one as two } from './a.js';"],
    ['as a type', "import type { one } from './a.js';"],
    ['from another package', "import { one } from '@pmds/contracts/a';"],
    ['of a namespace', "import * as a from './a.js'; a.one();"],
    ['where it is needed', "await import('./a.js');"],
    ['in a type', "type T = import('./a.js').one;"],
  ])('is used where it is imported %s', (_how, text) => {
    const sources = { 'contracts/src/a.ts': 'export const one = 1, two = 2;', 'contracts/src/b.ts': text };
    expect(unused(sources)).not.toContain('contracts/src/a.ts: one');
  });

  it('of a namespace is unused where its name is not said', () => {
    const user = "import * as a from './a.js'; a.one();";
    expect(unused({ 'x/a.ts': 'export const one = 1, two = 2;', 'x/b.ts': user })).toEqual(['x/a.ts: two']);
  });

  it('may be looked at by a test, unless nothing else uses it', () => {
    const tests = { 'tests/a.test.ts': "import { part, dead } from '../x/a.js';" };
    const sources = { 'x/a.ts': 'export const part = 1;\nexport const dead = 2;\nvoid part;' };
    expect(unused(sources, tests)).toEqual(['x/a.ts: dead']);
    expect(unused(sources)).toEqual(['x/a.ts: part', 'x/a.ts: dead']);
  });

  it('of an entry is for the host', () => {
    expect(unused({ 'x/a.ts': 'export const one = 1;' }, {}, 'x/a.ts')).toEqual([]);
  });
});
