import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import * as zlib from 'node:zlib';
import { decoded, isPlain } from '@pmds/bridge/adapters/dataverse/http/content-coding';

const text = 'Ünïcode \u2028 '.repeat(1_000);
const plain = Buffer.from(text);
const terms = { status: 200, maxBytes: 1_000_000 };

describe('the content coding of an answer', () => {
  it.each<[string, Buffer]>([
    ['gzip', gzipSync(plain)],
    ['GZIP', gzipSync(plain)],
    ['x-gzip', gzipSync(plain)],
    ['br', brotliCompressSync(plain)],
    ['deflate', deflateSync(plain)],
    ['Deflate', deflateRawSync(plain)],
    ['gzip, BR', brotliCompressSync(gzipSync(plain))],
    ['identity, gzip', gzipSync(plain)],
    ['identity', plain],
    ['', plain],
  ])('is undone: %s', async (encoding, body) => {
    expect((await decoded(body, encoding, terms)).toString()).toBe(text);
  });

  it('zstd is undone where Node can, and refused by name where it cannot', async () => {
    const { zstdCompressSync } = zlib as { readonly zstdCompressSync?: (body: Buffer) => Buffer };
    if (zstdCompressSync === undefined) {
      await expect(decoded(plain, 'zstd', terms)).rejects.toThrow(/"zstd".*gzip/);
    } else expect((await decoded(zstdCompressSync(plain), 'zstd', terms)).toString()).toBe(text);
  });

  it('that nobody knows is refused by its name', async () => {
    await expect(decoded(plain, 'gzip, snappy', terms)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('"snappy"') as unknown,
    });
  });

  it('that does not fit its body can be asked again, and a body that grows too large is given up', async () => {
    await expect(decoded(plain, 'gzip', terms)).rejects.toMatchObject({ code: 'network', retry: { afterMs: 0 } });
    await expect(decoded(gzipSync(plain).subarray(0, 20), 'gzip', terms)).rejects.toMatchObject({ code: 'network' });
    await expect(decoded(gzipSync(plain), 'gzip', { ...terms, maxBytes: 100 })).rejects.toMatchObject({
      code: 'too-large',
    });
  });

  it('leaves an empty body alone', async () => {
    expect(await decoded(Buffer.alloc(0), 'gzip', terms)).toHaveLength(0);
    expect([undefined, '', 'identity', ' Identity ', 'gzip'].map(isPlain)).toEqual([true, true, true, true, false]);
  });
});
