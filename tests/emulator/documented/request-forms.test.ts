import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { aWorld, type World } from '../server-world';

/** Forms in which clients of other languages and libraries write the same request. */
let world: World;
let contact: string;
beforeAll(async () => {
  world = await aWorld();
  contact = await world.create('contacts', { firstname: 'Ann', lastname: "O'Hara" });
});
afterAll(() => world.close());

interface Sent {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** A request whose path and header names are sent exactly as written. */
function send(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  pieces: readonly (string | Buffer)[] = [],
): Promise<Sent> {
  const { hostname, port } = new URL(world.connection.url);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { method, hostname, port, path, headers: { AUTHORIZATION: `bearer ${world.connection.token}`, ...headers } },
      (incoming) => {
        let text = '';
        incoming.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text }));
      },
    ).on('error', reject);
    for (const piece of pieces) outgoing.write(piece);
    outgoing.end();
  });
}

const json = { 'content-type': 'application/json' };

describe('addresses', () => {
  it.each(['v9.0', 'v9.1', 'v9.2'])('%s: the context names the version that was asked', async (version) => {
    const { status, text } = await send('GET', `/api/data/${version}/contacts(${contact})?$select=lastname`);
    expect(status).toBe(200);
    expect(text).toContain(`/api/data/${version}/$metadata#contacts(lastname)/$entity`);
  });

  it.each([
    `contacts?%24select=lastname&%24filter=contactid%20eq%20ID`,
    `contacts?$select=lastname&$filter=contactid+eq+ID`,
    `contacts/?$select=lastname&$filter=contactid%20eq%20ID`,
    `contacts?$filter=lastname%20eq%20%27O%27%27Hara%27&$select=lastname`,
    `contacts?$filter=lastname%20eq%20'O%27%27Hara'&$select=lastname,`,
    `contacts?$select=lastname&$filter=contactid%20eq%20%27ID%27`,
  ])('%s', async (query) => {
    const { status, text } = await send('GET', `/api/data/v9.2/${query.replace('ID', contact)}`);
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ value: [{ lastname: "O'Hara" }] });
  });

  it.each(['(ID)', '({ID})', '(contactid=ID)', '%28ID%29'])('a key as %s', async (key) => {
    const path = `/api/data/v9.2/contacts${key.replace('ID', contact.toUpperCase())}?$select=lastname`;
    expect(JSON.parse((await send('GET', path)).text)).toMatchObject({ contactid: contact });
  });

  it('an encoded dollar before batch, metadata, count and ref', async () => {
    const batch = '--b\r\nContent-Type: application/http\r\n\r\nGET WhoAmI HTTP/1.1\r\n\r\n--b--\r\n';
    const type = { 'content-type': 'multipart/mixed;boundary=b' };
    expect((await send('POST', '/api/data/v9.2/%24batch', type, [batch])).text).toContain('WhoAmIResponse');
    expect((await send('GET', '/api/data/v9.2/%24metadata')).text).toContain('<edmx:Edmx');
    expect((await send('GET', '/api/data/v9.2/contacts/%24count')).text).toBe('1');
    const nested = '--b\r\nContent-Type: application/http\r\n\r\nPOST %24batch HTTP/1.1\r\n\r\n--b--\r\n';
    expect((await send('POST', '/api/data/v9.2/$batch', type, [nested])).status).toBe(400);
  });
});

describe('headers and bodies', () => {
  it.each([
    'application/json;odata.metadata=none',
    'application/json; odata.metadata=full; charset=utf-8',
    'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=true',
    'application/json;odata=verbose',
    '*/*',
    'application/xml',
  ])('Accept: %s is answered with JSON, the only format there is', async (accept) => {
    const { status, headers } = await send('GET', '/api/data/v9.2/contacts?$top=1', { ACCEPT: accept });
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(/^application\/json; odata\.metadata=/);
  });

  it('a body in pieces without a length, as generators send it', async () => {
    const { status } = await send('POST', '/api/data/v9.2/contacts', json, ['{"last', 'name":"In pieces"}']);
    expect(status).toBe(204);
  });

  it('a compressed body is refused by its name and not as broken JSON; nothing is made', async () => {
    const before = (await send('GET', '/api/data/v9.2/contacts/$count')).text;
    const body = gzipSync('{"lastname":"Compressed"}');
    for (const path of ['contacts', '$batch']) {
      const { status, text } = await send('POST', `/api/data/v9.2/${path}`, { ...json, 'Content-Encoding': 'gzip' }, [
        body,
      ]);
      expect(status).toBe(415);
      expect(text).toContain("Content-Encoding 'gzip'");
    }
    expect((await send('GET', '/api/data/v9.2/contacts/$count')).text).toBe(before);
    const plain = { ...json, 'Content-Encoding': 'identity' };
    expect((await send('POST', '/api/data/v9.2/contacts', plain, ['{"lastname":"Plain"}'])).status).toBe(204);
  });

  it.each(['HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH'])('%s on a set is 405', async (method) => {
    expect((await send(method, '/api/data/v9.2/contacts', json, method.startsWith('P') ? ['{}'] : [])).status).toBe(
      405,
    );
  });

  it('each answer has an id of its own, under both names that support asks for', async () => {
    const [one, other] = [await send('GET', '/api/data/v9.2/WhoAmI'), await send('GET', '/api/data/v9.2/nothings')];
    expect(one.headers['x-ms-service-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(one.headers['req_id']).toBe(one.headers['x-ms-service-request-id']);
    expect(other.headers['req_id']).not.toBe(one.headers['req_id']);
  });

  it('a row that is written with annotations says that both preferences were applied', async () => {
    const prefer = { Prefer: 'odata.include-annotations="*",return=representation' };
    const made = await world.call('POST', 'contacts?$select=gendercode', { lastname: 'A', gendercode: 1 }, prefer);
    expect(made.headers.get('preference-applied')).toBe('return=representation,odata.include-annotations="*"');
    expect(made.body['gendercode@OData.Community.Display.V1.FormattedValue']).toBe('Male');
    const plain = await world.call('POST', 'contacts', { lastname: 'B' }, { Prefer: 'return=representation' });
    expect(plain.headers.get('preference-applied')).toBe('return=representation');
  });
});

// https://learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api
describe('$batch', () => {
  const batch = (parts: string, headers: Readonly<Record<string, string>> = {}) =>
    send('POST', '/api/data/v9.2/$batch', { 'content-type': 'multipart/mixed; boundary="b"', ...headers }, [
      parts.replaceAll('\n', '\r\n'),
    ]);
  const part = (line: string, body = '') =>
    `--b\nContent-Type: application/http\nContent-Transfer-Encoding: binary\n\n${line}\nContent-Type: application/json; type=entry\n\n${body}\n`;

  it.each([
    "GET contacts?$select=lastname&$filter=firstname eq 'Ann' and lastname eq 'O''Hara' HTTP/1.1",
    "GET /api/data/v9.2/contacts?$select=lastname&$filter=firstname eq 'Ann'&$orderby=lastname desc HTTP/1.1",
    "GET contacts?$select=lastname&$filter=firstname eq 'Ann'",
  ])('takes spaces in a URL as they stand: %s', async (line) => {
    const { status, text } = await batch(`${part(line)}--b--\n`);
    expect(status).toBe(200);
    expect(text).toContain('"lastname":"O\'Hara"');
  });

  it('an update is answered with Location and OData-EntityId, as the page shows for PATCH $1', async () => {
    const path = `contacts(${contact})`;
    const { text } = await batch(`${part(`PATCH ${path} HTTP/1.1`, '{"jobtitle":"x"}')}--b--\n`);
    const address = `${world.connection.url}${path}`;
    expect(text).toMatch(/HTTP\/1\.1 204 No Content\r\n/);
    expect(text).toContain(`Location: ${address}\r\nOData-EntityId: ${address}\r\n`);
    const alone = await world.call('PATCH', path, { jobtitle: 'y' });
    expect(alone.headers.get('location')).toBeNull();
    expect(alone.headers.get('odata-entityid')).toBe(address);
  });
});
