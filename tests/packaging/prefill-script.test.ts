import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const prefill = join(__dirname, '../../prefill');

it('prefill.js is small, and has nothing of what pages forbid', () => {
  const script = readFileSync(join(prefill, 'dist', 'prefill.js'));
  expect(gzipSync(script, { level: 9 }).length).toBeLessThan(8_200);
  expect(script.toString()).not.toMatch(/\beval\(|new Function|innerHTML|document\.write|\?\.[a-z[(]|\?\?/i);
});
