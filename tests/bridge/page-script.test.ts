import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { prefillFolder, readPageScripts } from '@pmds/bridge/adapters/page-scripts/files';
import { serving, type Served } from './http-world.js';

/** As it is when the next version has been built: the one of before is released, and kept beside it. */
const folder = mkdtempSync(join(tmpdir(), 'pmds-scripts-'));
cpSync(join(prefillFolder, 'dist'), join(folder, 'dist'), { recursive: true });
cpSync(join(prefillFolder, 'dist'), join(folder, 'released', 'before'), { recursive: true });
const scripts = readPageScripts(folder);
const { version, integrity } = scripts.current!;
const built = readFileSync(join(folder, 'dist', 'prefill.js'));

let served: Served;
beforeAll(async () => {
  served = await serving({ scripts });
});
afterAll(() => served.close());

/** By `node:http`, which decodes nothing. */
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: Buffer }>((resolve, reject) => {
    const asked = request(`${served.url}${path}`, { method, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) }),
      );
    });
    asked.on('error', reject).end();
  });

it('gives any page the script under an address that never changes, with the bytes of the hash that is pasted', async () => {
  const answer = await get(`/prefill/${version}/prefill.js`, { origin: 'https://anywhere.example' });
  expect(answer.status).toBe(200);
  expect(answer.body.equals(built)).toBe(true);
  expect(`sha384-${createHash('sha384').update(answer.body).digest('base64')}`).toBe(integrity);
  expect(answer.headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'access-control-allow-origin': '*',
    'content-type': 'text/javascript; charset=utf-8',
    'x-content-type-options': 'nosniff',
    vary: 'accept-encoding',
  });
  expect(answer.headers['content-encoding']).toBeUndefined();
});

it.each([
  ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
  ['gzip', 'gzip', gunzipSync],
  ['br;q=0, gzip;q=0.5', 'gzip', gunzipSync],
] as const)('is sent ready-made to who takes %s', async (wish, encoding, decode) => {
  const answer = await get(`/prefill/${version}/prefill.js`, { 'accept-encoding': wish });
  expect(answer.headers['content-encoding']).toBe(encoding);
  expect(answer.headers['content-length']).toBe(String(answer.body.length));
  expect(answer.body.length).toBeLessThan(5_000);
  expect(decode(answer.body).equals(built)).toBe(true);
});

it('answers HEAD as GET without the bytes', async () => {
  const answer = await get(`/prefill/${version}/prefill.js`, {}, 'HEAD');
  expect([answer.status, answer.headers['content-length'], answer.body.length]).toEqual([200, String(built.length), 0]);
});

it('goes on serving a released version, with its parts, beside the one of now', async () => {
  for (const path of ['before/prefill.js', 'before/fill.js', `${version}/fill.js`]) {
    expect([path, (await get(`/prefill/${path}`)).status]).toEqual([path, 200]);
  }
});

it.each([
  'none/prefill.js',
  `${version}/manifest.json`,
  `${version}/..%2fmanifest.json`,
  `${version}/`,
  '__proto__/x.js',
])('has nothing at /prefill/%s, and nobody keeps that for a year', async (path) => {
  const answer = await get(`/prefill/${path}`);
  expect(answer.status).toBe(404);
  expect(String(answer.headers['cache-control'])).toBe('no-store');
});
