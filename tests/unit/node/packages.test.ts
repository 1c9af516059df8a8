import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = join(__dirname, '..', '..', '..');
const integrity = `sha512-${'A'.repeat(86)}==`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pmds-packages-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Checked {
  readonly code: number;
  readonly text: string;
}

function check(...args: readonly string[]): Promise<Checked> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, 'scripts', 'check-packages.mjs'), ...args], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, text: stdout + stderr });
    });
  });
}

/** A lock with one package, changed. */
function checkWith(entry: Readonly<Record<string, unknown>>, needs: readonly string[] = ['one']): Promise<Checked> {
  const file = join(folder, 'package-lock.json');
  const dependencies = Object.fromEntries(needs.map((name) => [name, '1.0.0']));
  const one = { version: '1.0.0', license: 'MIT', integrity, ...entry };
  writeFileSync(
    file,
    JSON.stringify({ name: 'x', version: '1.0.0', packages: { '': { dependencies }, 'node_modules/one': one } }),
  );
  return check('--lock', file);
}

describe('the packages that an install brings', () => {
  it('are pinned, whole, licensed and run nothing, and the bill of materials has each of them', async () => {
    const sbom = join(folder, 'sbom.json');
    const { code, text } = await check('--sbom', sbom);
    expect(text).toMatch(/^\d{3,} packages, 0 problems$/m);
    expect(code).toBe(0);
    const { components } = JSON.parse(readFileSync(sbom, 'utf8')) as { components: readonly { purl: string }[] };
    expect(text).toContain(`${String(components.length)} packages`);
    expect(components).toContainEqual(
      expect.objectContaining({
        name: 'libsql',
        hashes: [{ alg: 'SHA-512', content: expect.stringMatching(/^[\da-f]{128}$/) }],
      }),
    );
  });

  it('pass where nothing is wrong, also with a choice of licences', async () => {
    expect(await checkWith({})).toMatchObject({ code: 0 });
    expect(await checkWith({ license: '(GPL-3.0 OR MIT)' })).toMatchObject({ code: 0 });
  });

  it.each([
    ['no integrity', { integrity: undefined }, 'one 1.0.0 (node_modules/one) has no sha512 integrity'],
    ['a weak integrity', { integrity: 'sha1-AAAA' }, 'has no sha512 integrity'],
    ['no pinned version', { version: '^1' }, 'is not pinned'],
    ['another licence', { license: 'GPL-3.0' }, 'has the licence GPL-3.0'],
    ['one licence of two', { license: 'MIT AND GPL-3.0' }, 'has the licence MIT AND GPL-3.0'],
    ['no licence', { license: undefined }, 'has the licence undefined'],
    ['an install script', { hasInstallScript: true }, 'has an install script'],
    ['another source', { resolved: 'https://example.org/one.tgz' }, 'comes from outside the registry'],
    [
      'a need that is not in the lock',
      { dependencies: { two: '1.0.0' } },
      'two, which node_modules/one needs, is not in the lock',
    ],
  ])('are refused for %s', async (_what, entry, sentence) => {
    const { code, text } = await checkWith(entry);
    expect(text).toContain(sentence);
    expect(code).toBe(1);
  });

  it('are refused where package.json needs more than the lock has', async () => {
    expect(await checkWith({}, ['one', 'three'])).toMatchObject({ code: 1 });
  });

  it('are named when their authors gave them up, which refuses nothing', async () => {
    const { code, text } = await checkWith({ deprecated: 'use two' });
    expect({ code, named: text.includes('deprecated: one 1.0.0') }).toEqual({ code: 0, named: true });
  });
});
