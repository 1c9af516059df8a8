import fc from 'fast-check';
import { anOrganisation, mark, type Organisation } from './support/organisation';
import type { Answer } from './support/http';
import {
  batchPieces,
  filterPieces,
  keyOfNobody,
  optionsPieces,
  pathsPieces,
  xmlPieces,
} from './support/request-pieces';

/**
 * Whatever is sent, the answer has the documented shape and a status of the client's mistake, or 501 naming what is missing.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors#parse-errors-from-the-response
 */
let organisation: Organisation;
let contact: string;
let set: string;
beforeAll(async () => {
  organisation = await anOrganisation();
  contact = await organisation.create('contacts', { lastname: mark });
  set = `contacts(${contact})`;
});
afterAll(() => organisation.close());

const expected = new Set([200, 204, 304, 400, 403, 404, 405, 412, 413, 414, 501]);

function isDocumented(answer: Answer): void {
  expect(expected).toContain(answer.status);
  expect(answer.text).not.toMatch(/\bat .+:\d+:\d+\)?|node:internal|TypeError|RangeError|SyntaxError|\bundefined\b/);
  if (answer.status < 400) return;
  expect(answer.headers['content-type']).toMatch(/^(application\/json; odata\.metadata=minimal|multipart\/mixed)/);
  if (answer.headers['content-type']?.startsWith('multipart')) return;
  expect(answer.json.error).toMatchObject({
    code: expect.stringMatching(/^(0x[0-9a-f]{8})?$/i) as string,
    message: expect.stringMatching(/\S/) as string,
  });
}

/** Some of what is glued together is a good request after all; its rows go with the others. */
function forgetNothing({ headers, text }: Answer): void {
  const addresses = `OData-EntityId: ${headers['odata-entityid'] ?? ''}\n${text}`;
  for (const [, made, id] of addresses.matchAll(/OData-EntityId: \S+\/(\w+)\(([0-9a-f-]{36})\)/g)) {
    if (made !== undefined && id !== undefined) organisation.remember(made, id);
  }
}

/** Bits of a language, glued at random: far more often nearly right than random text is. */
const glued = (pieces: readonly string[], longest = 9) =>
  fc.array(fc.constantFrom(...pieces), { maxLength: longest }).map((parts) => parts.join(''));

async function holds(sent: fc.Arbitrary<string>, send: (text: string) => Promise<Answer>, runs = 120): Promise<void> {
  await fc.assert(
    fc.asyncProperty(sent, async (text) => {
      const answer = await send(text);
      forgetNothing(answer);
      isDocumented(answer);
    }),
    { numRuns: runs, seed: 20_261_121 },
  );
}

const encoded = (text: string): string => encodeURIComponent(Buffer.from(text).toString());
const get = (path: string) => organisation.call('GET', path);

describe('malformed requests', () => {
  it('$filter', () =>
    holds(glued(filterPieces), (text) => get(`contacts?$select=lastname&$top=5&$filter=${encoded(text)}`)));

  it('query options', () =>
    holds(glued(optionsPieces), (text) => get(`contacts?${text.replace(/[ <>"]/g, encodeURIComponent)}`)));

  it('FetchXML', () => holds(glued(xmlPieces, 12), (text) => get(`contacts?fetchXml=${encoded(text)}`)));

  it('paths, read and written', () =>
    holds(
      fc
        .tuple(fc.constantFrom('GET', 'POST', 'PATCH', 'PUT', 'DELETE'), glued(pathsPieces, 6))
        .map((both) => both.join(' ')),
      (text) => {
        const [method = 'GET', path = ''] = text.split(/ (.*)/s);
        return organisation.call(method, path, method === 'GET' || method === 'DELETE' ? {} : { body: {} });
      },
      250,
    ));

  it('JSON bodies of any shape', () =>
    holds(fc.json({ maxDepth: 4 }), (body) => organisation.call('PATCH', set, { body }), 150));

  const members = fc.dictionary(
    fc.constantFrom(
      'lastname',
      'statecode',
      'statuscode',
      'birthdate',
      'annualincome',
      'donotemail',
      'ownerid@odata.bind',
      'parentcustomerid_account@odata.bind',
      'parentcustomerid_account',
      'contact_customer_contacts',
      'contactid',
      '@odata.type',
      '__proto__',
      'createdon',
      'constructor',
      'numberofchildren',
      'Contact_Tasks',
    ),
    fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom('/accounts(1)', '$1', keyOfNobody, '2026-13-40', 1e308, -0),
    ),
  );
  it('bodies with wrong values in known members', () =>
    holds(
      members.map((body) => JSON.stringify(body)),
      (body) => organisation.call('PATCH', set, { body }),
      200,
    ));

  it('bodies of actions', () =>
    holds(
      fc
        .dictionary(
          fc.constantFrom('EntityId', 'List', 'Members', 'Targets', 'RunId', 'EntityNames', 'IssueSend'),
          fc.jsonValue({ maxDepth: 3 }),
        )
        .map((body) => JSON.stringify(body)),
      (body) => organisation.call('POST', 'AddListMembersList', { body }),
      80,
    ));
  it('bodies of bulk messages', () =>
    holds(
      fc.jsonValue({ maxDepth: 4 }).map((targets) => JSON.stringify({ Targets: targets })),
      (body) => organisation.call('POST', 'contacts/Microsoft.Dynamics.CRM.UpsertMultiple', { body }),
      80,
    ));

  it('multipart bodies', () =>
    holds(
      glued(batchPieces, 25),
      (body) =>
        organisation.call('POST', '$batch', { body, headers: { 'Content-Type': 'multipart/mixed; boundary=b' } }),
      200,
    ));

  const headers = fc.record({
    Prefer: glued([
      'odata.maxpagesize=',
      '0',
      '-1',
      '99999999999999999999',
      'odata.include-annotations=',
      '"',
      '*',
      ',',
      ';',
      'return=',
      'representation',
      'odata.track-changes',
    ]),
    'If-Match': glued(['W/', '"', '1', '*', 'null', ',']),
    'If-None-Match': glued(['W/', '"', '1', '*', 'null', ',']),
    MSCRMCallerID: glued(['00000000-0000-0000-0000-000000000000', 'x', '{', '']),
  });
  it('headers', () =>
    holds(
      headers.map((all) => JSON.stringify(all)),
      (text) =>
        organisation.call('GET', `${set}?$select=lastname`, { headers: JSON.parse(text) as Record<string, string> }),
      120,
    ));

  it('tokens: 401 with the challenge, never another status', () =>
    fc.assert(
      fc.asyncProperty(
        glued(
          [
            'Bearer ',
            'Basic ',
            organisation.token.slice(0, 40),
            organisation.token.slice(-40),
            '.',
            'e30',
            'eyJhbGciOiJub25lIn0.',
            'x',
            '=',
          ],
          6,
        ),
        async (authorization) => {
          const answer = await organisation.call('GET', 'WhoAmI', { headers: { Authorization: authorization } });
          expect(answer.status).toBe(401);
          expect(answer.headers['www-authenticate']).toMatch(
            /^Bearer authorization_uri=http.+\/oauth2\/authorize, resource_id=http/,
          );
        },
      ),
      { numRuns: 60, seed: 20_261_121 },
    ));

  it('still answers afterwards', async () => {
    expect((await get('WhoAmI')).status).toBe(200);
  });
});
