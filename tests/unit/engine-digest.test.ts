import { createPublicKey, verify } from 'node:crypto';
import fc from 'fast-check';
import { createManifestSigning, publicKeyOf } from '@pmds/bridge/adapters/crypto/manifest-signing';
import { DigestSum, emptyDigest } from '@pmds/bridge/domain/run/digest';
import { canonicalText, parseSignedManifest } from '@pmds/bridge/domain/run/manifest';

// The same cases in every run; a longer search is made by taking the seed out.
fc.configureGlobal({ seed: 20_261_121 });

const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });
const idDigest = (...ids: readonly Uint8Array[]): string => {
  const sum = new DigestSum();
  for (const id of ids) sum.addId(id);
  return sum.text;
};
const digestOf = (elements: readonly Uint8Array[]): string =>
  elements.reduce((sum, element) => sum.add(element), new DigestSum()).text;

describe('the digest of a set', () => {
  it('depends neither on the order of its elements nor on how they are cut into pages', () => {
    fc.assert(
      fc.property(fc.array(bytes), fc.nat(), (elements, at) => {
        const cut = at % (elements.length + 1);
        const pages = new DigestSum().addText(digestOf(elements.slice(cut))).addText(digestOf(elements.slice(0, cut)));
        expect(pages.text).toBe(digestOf(elements));
      }),
    );
    expect(digestOf([])).toBe(emptyDigest);
  });

  it('is what earlier versions signed for the same members', () => {
    const id = (last: number): Uint8Array => Uint8Array.from({ length: 16 }, (_, at) => at * 16 + last);
    expect(idDigest(id(1))).toBe('c2e27ec5ff95c63d77e7f95490e09266');
    expect(idDigest(id(1), id(2))).toBe('bafd9f16dbf350c9ab8d2fe54a3a2e25');
    expect(digestOf([id(1), id(2)])).toBe('0323436383a3c3e30424446384a4c4e3');
  });

  it('tells sets apart whose ids were made in a row, and whose plain sums are equal', () => {
    const id = (last: number): Uint8Array => Uint8Array.from({ length: 16 }, (_, at) => (at === 15 ? last : 7));
    const sets = [
      [1, 4],
      [2, 3],
      [0, 5],
    ].map((set) => idDigest(...set.map(id)));
    expect(new Set(sets).size).toBe(3);
  });

  it('mixes every byte of an id into every lane', () => {
    fc.assert(
      fc.property(bytes, fc.nat(15), (id, at) => {
        const other = Uint8Array.from(id);
        other[at] = (other[at] ?? 0) ^ 1;
        const [a, b] = [Buffer.from(idDigest(id), 'hex'), Buffer.from(idDigest(other), 'hex')];
        for (const lane of [0, 4, 8, 12]) expect(a.readUInt32BE(lane)).not.toBe(b.readUInt32BE(lane));
      }),
      { numRuns: 200 },
    );
  });
});

describe('the signature of a manifest', () => {
  const secret = 'a secret of at least thirty-two characters';
  const signing = createManifestSigning([
    { kid: 'new', secret },
    { kid: 'old', secret: `${secret} of last year` },
  ]);

  it('can be checked with the public key alone', () => {
    const signature = signing.sign('text');
    const key = createPublicKey(publicKeyOf(secret));
    expect(signature?.kid).toBe('new');
    expect(verify(null, Buffer.from('text'), key, Buffer.from(signature?.value ?? '', 'base64url'))).toBe(true);
  });

  it('is checked with the key it names, be it the first or an older one', () => {
    const old = createManifestSigning([{ kid: 'old', secret: `${secret} of last year` }]).sign('text');
    if (old === null) throw new Error('It was not signed.');
    expect(signing.verify('text', old)).toBe('valid');
    expect(signing.verify('other text', old)).toBe('invalid');
    expect(signing.verify('text', { ...old, value: 'AAAA' })).toBe('invalid');
    expect(signing.verify('text', { ...old, kid: 'none' })).toBe('unknown-key');
    expect(createManifestSigning([]).sign('text')).toBeNull();
  });

  it('is over a text in which the order of keys does not matter', () => {
    expect(canonicalText({ b: [1, { d: null, c: 'ü"' }], a: true })).toBe('{"a":true,"b":[1,{"c":"ü\\"","d":null}]}');
  });
});

describe('the text of a manifest', () => {
  it('leaves out what has no value, at any depth, and sorts the rest', () => {
    expect(canonicalText({ b: 1, a: undefined, c: [{ z: null, y: undefined, x: 'é' }] })).toBe(
      '{"b":1,"c":[{"x":"é","z":null}]}',
    );
    expect(canonicalText({ a: undefined })).toBe('{}');
  });

  const stored = { profiles: 1, digest: 'd' };
  const manifest = {
    format: 1,
    run: { id: 'r', dataSyncId: 's', of: 'a later version' },
    lists: [{ id: 'l', name: 'L', table: 'contact', kind: 'static', members: 1, digest: 'd' }],
    columns: { contact: ['a'], lead: [] },
    members: { contact: 1, lead: 0 },
    counts: { contact: { synced: 1 }, lead: {} },
    errors: 0,
    stored: { contact: stored, lead: stored },
    more: { of: ['a later version'] },
  };

  it('is read with and without a signature, and with all that it says', () => {
    expect(parseSignedManifest(JSON.stringify({ manifest }))).toEqual({ manifest, signature: null });
    const signature = { algorithm: 'Ed25519', kid: 'k', value: 'v' };
    expect(parseSignedManifest(JSON.stringify({ manifest, signature }))).toEqual({ manifest, signature });
  });

  it.each([
    'no JSON',
    'null',
    '[]',
    '{}',
    '{"manifest":null}',
    '{"manifest":{"format":1}}',
    '{"manifest":{"format":1,"run":"r"}}',
    '{"manifest":{"format":2,"run":{}}}',
    '{"manifest":{"run":{}}}',
    JSON.stringify({ manifest, signature: 'none' }),
    JSON.stringify({ manifest: { ...manifest, members: undefined } }),
    JSON.stringify({ manifest: { ...manifest, counts: { contact: { synced: '1' }, lead: {} } } }),
    JSON.stringify({ manifest: { ...manifest, stored: { contact: stored } } }),
    JSON.stringify({ manifest: { ...manifest, lists: [{ ...manifest.lists[0], table: 'account' }] } }),
  ])('is not taken for one: %s', (text) => {
    expect(parseSignedManifest(text)).toBeNull();
  });
});
