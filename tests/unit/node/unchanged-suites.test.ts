import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fingerprint, passedBefore, remember } from '../../../scripts/unchanged/fingerprint.mjs';

describe('suites of the local Dataverse', () => {
  let root: string;
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  const pass = (): void => remember(root, fingerprint(root)!);
  const isSkipped = (environment: Readonly<Record<string, string>> = {}): boolean => passedBefore(root, environment);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'pmds-unchanged-'));
    execFileSync('git', ['init', '-q'], { cwd: root });
    write('.gitignore', '.cache/\n');
    write('emulator/src/rows.ts', 'rows');
    write('tests/emulator/rows.test.ts', 'test');
    write('package-lock.json', '{}');
    write('plugins-ts-bridge/src/main.ts', 'bridge');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('run in a fresh clone', () => {
    expect(isSkipped()).toBe(false);
  });

  it('rest once they have passed, whatever the bridge does and whenever a file was written', () => {
    pass();
    write('plugins-ts-bridge/src/main.ts', 'another bridge');
    utimesSync(join(root, 'emulator/src/rows.ts'), 1, 1);
    expect(isSkipped()).toBe(true);
  });

  it('run when somebody wants all of them', () => {
    pass();
    expect(isSkipped({ PMDS_TEST_ALL: '1' })).toBe(false);
  });

  it.each([
    ['a source', () => write('emulator/src/rows.ts', 'other rows')],
    ['a test', () => write('tests/emulator/rows.test.ts', 'other test')],
    ['a test of the clients', () => write('tests/clients/new.test.ts', 'new')],
    ['what tests share', () => write('tests/support/waiting.ts', 'wait')],
    ['the lock file', () => write('package-lock.json', '{"packages":{}}')],
    ['the solution', () => write('solution/Other/Solution.xml', '<xml/>')],
    ['the name of a file', () => renameSync(join(root, 'emulator/src/rows.ts'), join(root, 'emulator/src/row.ts'))],
    ['the number of files', () => rmSync(join(root, 'emulator/src/rows.ts'))],
  ])('run when it is %s that changed', (_, change) => {
    pass();
    change();
    expect(isSkipped()).toBe(false);
  });

  it('run where git cannot say which files there are', () => {
    pass();
    rmSync(join(root, '.git'), { recursive: true });
    expect(fingerprint(root)).toBeNull();
    expect(isSkipped()).toBe(false);
  });
});
