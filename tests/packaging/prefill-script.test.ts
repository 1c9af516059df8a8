import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'acorn';

const released = join(__dirname, '../../prefill/released');
const dist = join(__dirname, '../../prefill/dist');
const read = (file: string) => readFileSync(join(dist, file));
const manifest = JSON.parse(read('manifest.json').toString()) as {
  readonly version: string;
  readonly integrity: string;
  readonly files: readonly string[];
};
const hashOf = (content: Buffer) => `sha384-${createHash('sha384').update(content).digest('base64')}`;
const integrity = (file: string) => hashOf(read(file));

describe.each(manifest.files)('%s', (file) => {
  const script = read(file).toString();

  it('is under 5 KB as it is sent', () => {
    expect(gzipSync(script, { level: 9 }).length).toBeLessThan(5_000);
  });

  it('is read by every browser that knows ES2018', () => {
    expect(() => parse(script, { ecmaVersion: 2018, sourceType: 'script' })).not.toThrow();
    expect(() => parse('a?.b', { ecmaVersion: 2018 })).toThrow();
  });

  it('has nothing of what pages forbid', () => {
    expect(script).not.toMatch(/\beval\(|new Function|innerHTML|document\.write/i);
  });
});

it('prefill.js runs its parts only as they were built with it, and the manifest tells what a page has to paste', () => {
  const script = read('prefill.js').toString();
  for (const file of manifest.files) {
    if (file !== 'prefill.js') expect(script).toContain(integrity(file));
  }
  expect(script).toContain(manifest.version);
  expect(manifest.integrity).toBe(integrity('prefill.js'));
});

it.each(readdirSync(released))('the released version %s is whole, and stays as pages know it', (version) => {
  const content = (file: string) => readFileSync(join(released, version, file));
  const script = content('prefill.js').toString();
  expect(script).toContain(version);
  const parts = readdirSync(join(released, version)).filter((file) => file !== 'prefill.js');
  expect(parts).toContain('fill.js');
  for (const file of parts) expect(script).toContain(hashOf(content(file)));
});
