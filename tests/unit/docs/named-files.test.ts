import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = join(__dirname, '../../..');
/** Paths in these pages begin at the repository or, for short, at the sources of the bridge. */
const starts = ['', 'plugins-ts-bridge/src'];

const namedIn = (page: string): readonly string[] => {
  const text = readFileSync(join(root, 'docs', page), 'utf8');
  const names = [...text.matchAll(/`([\w./-]+(?:\.\w+|\/))`/g)].map(([, name = '']) => name);
  return [...new Set(names)].filter((name) => name.includes('/'));
};
const exists = (name: string): boolean => starts.some((start) => existsSync(join(root, start, name)));

describe.each(['architecture.md', 'extending.md'])('%s', (page) => {
  it('names files and folders that exist', () => {
    expect(namedIn(page).length).toBeGreaterThan(10);
    const inRooms = page === 'architecture.md' ? /^\w+\/$/ : /^$/;
    expect(namedIn(page).filter((name) => !exists(name) && !inRooms.test(name))).toEqual([]);
  });
});

describe('the walk of a member', () => {
  const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
  const walk = [...(text.split('## The walk of a member')[1] ?? '').split('\n## ')[0]!.matchAll(/^\d+\. `([^`]+)`/gm)]
    .map(([, file = '']) => file)
    .map((file) => ({ file, source: readFileSync(join(root, 'plugins-ts-bridge/src', file), 'utf8') }));
  const knows = (source: string, file: string) => source.includes(`/${file.split('/').at(-1)?.replace(/ts$/, 'js')}'`);

  it('has fifteen files at most', () => {
    expect(walk.length).toBeGreaterThan(9);
    expect(walk.length).toBeLessThanOrEqual(15);
  });

  it('leads from file to file: each is imported by another one, but for the first and those behind a port', () => {
    const behindPorts = ['run-read.ts', 'member-reads.ts', 'staging-writer.ts'];
    const lost = walk.filter(
      ({ file }) =>
        !behindPorts.some((name) => file.endsWith(`/${name}`)) && !walk.some(({ source }) => knows(source, file)),
    );
    expect(lost.map(({ file }) => file)).toEqual([]);
  });
});

it('finds a name that leads nowhere', () => {
  expect(exists('application/run/run-sync.ts')).toBe(true);
  expect(exists('application/run-sync.ts')).toBe(false);
});
