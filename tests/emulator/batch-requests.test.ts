import { aWorld, send, type World } from './server-world';

// https://learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api
let world: World;
beforeAll(async () => (world = await aWorld()));
afterAll(() => world.close());

const part = (request: string, contentId?: number): string =>
  [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(contentId === undefined ? [] : [`Content-ID: ${contentId}`]),
    '',
    request,
  ].join('\r\n');
const write = (method: string, url: string, body: object): string =>
  `${method} ${url} HTTP/1.1\r\nContent-Type: application/json; type=entry\r\n\r\n${JSON.stringify(body)}`;
const changeSet = (...parts: string[]): string =>
  `Content-Type: multipart/mixed; boundary="cs"\r\n\r\n${parts.map((one) => `--cs\r\n${one}\r\n`).join('')}--cs--`;

function batch(parts: readonly string[], headers: Readonly<Record<string, string>> = {}) {
  const body = `${parts.map((one) => `--b\r\n${one}\r\n`).join('')}--b--\r\n`;
  return send('POST', `${world.connection.url}$batch`, body, {
    Authorization: `Bearer ${world.connection.token}`,
    'Content-Type': 'multipart/mixed; boundary="b"',
    ...headers,
  });
}

const statuses = (text: string): number[] => [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map((found) => Number(found[1]));

describe('$batch', () => {
  it('answers parts in order as multipart/mixed with CRLF line ends', async () => {
    const answer = await batch([
      part('GET /api/data/v9.2/WhoAmI HTTP/1.1'),
      part(`GET ${world.connection.url}contacts?$select=fullname HTTP/1.1`),
    ]);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^multipart\/mixed; boundary=batchresponse_/);
    expect(statuses(answer.text)).toEqual([200, 200]);
    expect(answer.text).toContain('\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 200 OK\r\n');
  });

  it('resolves content ids inside a change set, in URLs, binds and references', async () => {
    const answer = await batch([
      changeSet(
        part(write('POST', '/api/data/v9.2/accounts', { name: 'Batch' }), 1),
        part(
          write('POST', '/api/data/v9.2/contacts', {
            lastname: 'In batch',
            'parentcustomerid_account@odata.bind': '$1',
          }),
          2,
        ),
        part(write('PATCH', '$1', { telephone1: '1' }), 3),
        part(write('PUT', '$1/primarycontactid/$ref', { '@odata.id': '$2' }), 4),
      ),
    ]);
    expect(statuses(answer.text)).toEqual([204, 204, 204, 204]);
    expect(answer.text).toMatch(/Content-ID: 1\r\n\r\nHTTP\/1\.1 204 No Content\r\n(?:.*\r\n)*?Location: .*accounts\(/);
    const account = /OData-EntityId: .*accounts\(([^)]+)\)/.exec(answer.text)?.[1] ?? '';
    const { body } = await world.call(
      'GET',
      `accounts(${account})?$select=telephone1&$expand=primarycontactid($select=lastname)`,
    );
    expect(body).toMatchObject({ telephone1: '1', primarycontactid: { lastname: 'In batch' } });
  });

  it('takes a whole change set back when one request fails, and answers its error alone', async () => {
    const answer = await batch([
      changeSet(
        part(write('POST', '/api/data/v9.2/contacts', { lastname: 'Rolled back' }), 1),
        part(write('POST', '/api/data/v9.2/contacts', { lastname: 'x'.repeat(51) }), 2),
      ),
    ]);
    expect(answer.status).toBe(400);
    expect(statuses(answer.text)).toEqual([400]);
    expect(answer.text).toContain('Content-ID: 2');
    expect(answer.text).toMatch(/REQ_ID: [0-9a-f-]{36}/);
    expect((await world.call('GET', "contacts/$count?$filter=lastname eq 'Rolled back'")).text).toBe('0');
  });

  it('ends at the first failure with its status', async () => {
    const answer = await batch([
      part('GET /api/data/v9.2/nothings HTTP/1.1'),
      part('GET /api/data/v9.2/WhoAmI HTTP/1.1'),
    ]);
    expect(answer.status).toBe(404);
    expect(statuses(answer.text)).toEqual([404]);
  });

  it('answers every part with odata.continue-on-error', async () => {
    const parts = [part('GET /api/data/v9.2/nothings HTTP/1.1'), part('GET /api/data/v9.2/WhoAmI HTTP/1.1')];
    const answer = await batch(parts, { Prefer: 'odata.continue-on-error' });
    expect(answer.status).toBe(200);
    expect(statuses(answer.text)).toEqual([404, 200]);
  });

  it('refuses a GET in a change set, a content id nobody defined, a batch in a batch and another host', async () => {
    for (const one of [
      changeSet(part('GET /api/data/v9.2/contacts HTTP/1.1', 1)),
      changeSet(part(write('PATCH', '$9', { name: 'A' }), 1)),
      part(write('POST', '/api/data/v9.2/$batch', {})),
      part('GET https://elsewhere.example/api/data/v9.2/WhoAmI HTTP/1.1'),
    ]) {
      const answer = await batch([one]);
      expect(statuses(answer.text)).toEqual([400]);
    }
  });

  it('holds 1,000 requests and refuses 1,001', async () => {
    const many = (count: number) =>
      batch(Array.from({ length: count }, () => part('GET /api/data/v9.2/WhoAmI HTTP/1.1')));
    expect((await many(1000)).status).toBe(200);
    expect(await many(1001)).toMatchObject({ status: 400, body: { error: { code: '0x80060888' } } });
  });

  it('takes a GET whose URL is too long for the wire', async () => {
    const xml = `<fetch><entity name="contact"><attribute name="lastname"/>${' '.repeat(40_000)}</entity></fetch>`;
    const url = `contacts?fetchXml=${xml.replaceAll(' ', '+').replaceAll('"', '%22').replaceAll('<', '%3C').replaceAll('>', '%3E')}`;
    expect((await world.call('GET', url)).status).toBe(414);
    expect(statuses((await batch([part(`GET /api/data/v9.2/${url} HTTP/1.1`)])).text)).toEqual([200]);
  });
});
