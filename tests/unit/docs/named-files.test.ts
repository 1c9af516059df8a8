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

it('finds a name that leads nowhere', () => {
  expect(exists('application/run/run-sync.ts')).toBe(true);
  expect(exists('application/run-sync.ts')).toBe(false);
});
