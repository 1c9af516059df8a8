import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';

const root = join(__dirname, '..', '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'pmds-old-node-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs an entry as if this Node had another version. */
function runOn(version: string, entry: string, args: readonly string[]) {
  const pretend = join(folder, `${version}.cjs`);
  const versions = `Object.assign({}, process.versions, { node: '${version}' })`;
  writeFileSync(pretend, `Object.defineProperty(process, 'versions', { value: ${versions} });\n`);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-r', pretend, join(root, entry), ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const entries = ['scripts/run.mjs', 'scripts/build.mjs', 'plugins-ts-bridge/bin/pmds.js'];

describe.each(entries)('%s', (entry) => {
  it.each(['12.22.12', '16.20.2', '18.20.8', '20.9.0', '20.18.3'])('says on Node %s that it is too old', (version) => {
    expect(runOn(version, entry, ['no-such-thing'])).toEqual({
      status: 1,
      stdout: '',
      stderr: `Profile Management Data Sync needs Node 20.19 or newer; this is Node ${version}. Install a current one, for example Node 24.\n`,
    });
  });

  it.each(['20.19.0', '22.0.0', '24.22.3', '100.1.0'])('goes on with Node %s', (version) => {
    const { status, stderr } = runOn(version, entry, ['no-such-thing']);
    expect(stderr).toContain('no-such-thing');
    expect(status).toBe(2);
  });

  it('imports the check first and nothing else before it, so that an old Node can read it', () => {
    const text = readFileSync(join(root, entry), 'utf8');
    expect(text.match(/^import .*$/gm)).toEqual([expect.stringMatching(/check-node\.cjs';$/)]);
    expect(text).not.toMatch(/await|\?\?|\?\.|node:/);
  });
});

it('asks for one version of Node everywhere', () => {
  const check = readFileSync(join(root, 'plugins-ts-bridge/bin/check-node.cjs'), 'utf8');
  const oldest = /oldest = '([\d.]+)'/.exec(check)?.[1];
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { engines: { node: string } };
  expect(engines.node).toBe(`>=${String(oldest)}`);
});
