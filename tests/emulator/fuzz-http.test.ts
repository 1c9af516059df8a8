import fc from 'fast-check';
import { aWorld, send, type World } from './server-world';

/** The same inputs in every run. */
const settings = { seed: 20260318, numRuns: 120 };

let world: World;
beforeAll(async () => (world = await aWorld()));
afterAll(() => world.close());

const printable = fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)) });

const signedPart = (authorization: string): string => authorization.slice(0, authorization.lastIndexOf('.'));

describe('any token', () => {
  it('that is not the one handed out is 401 with the documented challenge', async () => {
    const { token, url } = world.connection;
    const place = fc.record({ at: fc.nat(token.length - 1), cut: fc.nat(3), put: printable });
    const damaged = place.map(({ at, cut, put }) => token.slice(0, at) + put + token.slice(at + cut));
    const header = fc.oneof(
      damaged.filter((text) => text !== token).map((text) => `Bearer ${text}`),
      printable,
      printable.map((text) => `Bearer ${text}`),
      printable.map((text) => `Bearer ${text}.${text}.${text}`),
    );
    await fc.assert(
      fc.asyncProperty(header, async (authorization) => {
        const { status, headers } = await send('GET', `${url}WhoAmI`, undefined, { Authorization: authorization });
        // A signature can be written in several ways that mean the same bytes; what is signed cannot.
        if (status === 200) {
          expect(signedPart(authorization)).toBe(signedPart(`Bearer ${token}`));
          return;
        }
        expect(status).toBe(401);
        expect(headers.get('www-authenticate')).toMatch(/^Bearer authorization_uri=.+, resource_id=.+/);
      }),
      settings,
    );
  });

  it('is refused by the token endpoint in the shape of OAuth', async () => {
    const { authority, clientId, clientSecret, scope } = world.connection;
    const right: Readonly<Record<string, string>> = {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope,
    };
    const wrong = fc.tuple(fc.constantFrom(...Object.keys(right)), fc.string());
    await fc.assert(
      fc.asyncProperty(wrong, async ([name, value]) => {
        const form = new URLSearchParams({ ...right, [name]: value });
        const { status, body } = await send('POST', `${authority}/oauth2/v2.0/token`, form.toString(), {
          'Content-Type': 'application/x-www-form-urlencoded',
        });
        expect([400, 401]).toContain(status);
        expect(body).toMatchObject({
          error: expect.any(String) as unknown,
          error_description: expect.any(String) as unknown,
        });
      }),
      settings,
    );
  });
});

describe('any batch', () => {
  it('of known pieces in any order is answered in parts, or refused in the documented shape', async () => {
    const pieces = fc.array(
      fc.constantFrom(
        '--b',
        '--b--',
        '--c',
        '--c--',
        'Content-Type: application/http',
        'Content-Transfer-Encoding: binary',
        'Content-Type: multipart/mixed; boundary=c',
        'Content-ID: 1',
        'GET contacts?$top=1 HTTP/1.1',
        'POST contacts HTTP/1.1',
        'DELETE $1 HTTP/1.1',
        'Content-Type: application/json',
        '{"lastname":"Batch"}',
        '{',
        '',
      ),
      { maxLength: 16 },
    );
    await fc.assert(
      fc.asyncProperty(pieces, fc.constantFrom('\r\n', '\n'), async (lines, end) => {
        const { status, text, body } = await world.call('POST', '$batch', lines.join(end), {
          'Content-Type': 'multipart/mixed; boundary=b',
        });
        expect(text).not.toContain('    at ');
        if (status === 200) {
          expect(text).toMatch(/^--batchresponse_/);
          return;
        }
        expect(status).toBe(400);
        if (!text.startsWith('--batchresponse_')) expect(body.error?.message).toEqual(expect.any(String));
      }),
      settings,
    );
  });
});
