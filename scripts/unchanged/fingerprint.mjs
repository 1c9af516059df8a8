// Suites that test nothing but the local Dataverse need not run again while nothing that they read has changed.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Projects of Jest that test the local Dataverse alone. */
export const skippable = ['emulator', 'clients'];

/** Whatever their suites read; folders and files. */
const inputs = [
  'emulator',
  'tests/emulator',
  'tests/clients',
  'tests/support',
  'solution',
  'docs/local-dataverse.md',
  'jest.config.mjs',
  'package-lock.json',
  'scripts/unchanged',
  'tsconfig.base.json',
];

/** Git-ignored, so a fresh clone has none and runs everything. */
const stampOf = (root) => join(root, '.cache', 'tests', 'local-dataverse');

/**
 * A digest of the contents of all inputs and of the major version of Node. Time stamps do not count.
 * @returns `null` where git cannot list the files: then nothing is skipped.
 */
export function fingerprint(root) {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0]);
  let listed;
  try {
    listed = execFileSync('git', ['ls-files', '-z', '-c', '-o', '--exclude-standard', '--', ...inputs], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return null;
  }
  for (const file of [...new Set(listed.split('\0'))].filter((name) => name !== '').sort()) {
    const path = join(root, file);
    hash.update(file).update('\0');
    if (existsSync(path)) hash.update(readFileSync(path));
    hash.update('\0');
  }
  return hash.digest('hex');
}

/** Whether all of these suites passed on what is there now. `PMDS_TEST_ALL=1` says no. */
export function passedBefore(root, environment = process.env) {
  if ((environment.PMDS_TEST_ALL ?? '') !== '') return false;
  const stamp = stampOf(root);
  const now = fingerprint(root);
  return now !== null && existsSync(stamp) && readFileSync(stamp, 'utf8') === now;
}

/** Keeps what they passed on. @param digest As it was before the first of them began. */
export function remember(root, digest) {
  mkdirSync(dirname(stampOf(root)), { recursive: true });
  writeFileSync(stampOf(root), digest);
}
