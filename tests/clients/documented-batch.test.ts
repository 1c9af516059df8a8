import { anOrganisation, mark, type Organisation } from './support/organisation';
import type { Answer } from './support/http';

/** The published requests and answers of https://learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api */
let organisation: Organisation;
let account: string;
beforeAll(async () => {
  organisation = await anOrganisation();
  account = await organisation.create('accounts', { name: mark });
});
afterAll(() => organisation.close());

async function batch(lines: readonly string[], headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const answer = await organisation.call('POST', '$batch', {
    body: `${lines.join('\r\n')}\r\n`,
    headers: { 'Content-Type': 'multipart/mixed; boundary="batch_1"', 'If-None-Match': 'null', ...headers },
  });
  for (const [, set, id] of answer.text.matchAll(/OData-EntityId: \S+\/(\w+)\(([0-9a-f-]{36})\)/g))
    organisation.remember(set ?? '', id ?? '');
  return answer;
}

const part = ['--batch_1', 'Content-Type: application/http', 'Content-Transfer-Encoding: binary', ''];
const json = 'Content-Type: application/json; type=entry';
const task = (subject: string): string[] => [
  'POST /api/data/v9.2/tasks HTTP/1.1',
  json,
  '',
  JSON.stringify({ subject, 'regardingobjectid_account_task@odata.bind': `accounts(${account})` }),
];
const inSet = (id: number): string[] => [
  '--changeset_1',
  'Content-Type: application/http',
  'Content-Transfer-Encoding: binary',
  `Content-ID: ${id}`,
  '',
];
const set = ['--batch_1', 'Content-Type: multipart/mixed; boundary="changeset_1"', ''];
const end = ['--changeset_1--', ''];
const last = ['--batch_1--'];
const address = (name: string): string => `${organisation.url.replace(/[.$]/g, '\\$&')}${name}\\([0-9a-f-]{36}\\)`;
const statuses = ({ text }: Answer): number[] =>
  [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map((found) => Number(found[1]));

describe('execute-batch-operations-using-web-api', () => {
  it('requests without change set: each answered in its order, created rows with Location and OData-EntityId', async () => {
    const answer = await batch([
      ...part,
      ...task('Task 1 in batch'),
      ...part,
      ...task('Task 2 in batch'),
      ...part,
      `GET /api/data/v9.2/accounts(${account})/Account_Tasks?$select=subject HTTP/1.1`,
      '',
      '',
      ...last,
    ]);
    expect(answer.status).toBe(200);
    expect(answer.headers['odata-version']).toBe('4.0');
    const boundary = /^multipart\/mixed; boundary=(batchresponse_[0-9a-f-]{36})$/.exec(
      answer.headers['content-type'] ?? '',
    )?.[1];
    expect(answer.text.startsWith(`--${boundary}\r\nContent-Type: application/http\r\n`)).toBe(true);
    expect(answer.text.trimEnd().endsWith(`--${boundary}--`)).toBe(true);
    expect(statuses(answer)).toEqual([204, 204, 200]);
    expect(answer.text).toMatch(
      new RegExp(
        `HTTP/1.1 204 No Content\r\nOData-Version: 4.0\r\nLocation: ${address('tasks')}\r\nOData-EntityId: ${address('tasks')}\r\n\r\n`,
      ),
    );
    expect(answer.text).toContain('"subject":"Task 1 in batch"');
  });

  it('a change set: a part of its own with Content-ID, all in one transaction', async () => {
    const answer = await batch([...set, ...inSet(1), ...task('A'), ...inSet(2), ...task('B'), ...end, ...last]);
    expect(statuses(answer)).toEqual([204, 204]);
    expect(answer.text).toMatch(
      /^--batchresponse_[0-9a-f-]{36}\r\nContent-Type: multipart\/mixed; boundary=(changesetresponse_[0-9a-f-]{36})\r\n\r\n--\1\r\nContent-Type: application\/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: 1\r\n\r\nHTTP\/1\.1 204 No Content\r\n/,
    );
  });

  it('$1 and $2 in bodies, in the URL and in @odata.id', async () => {
    const answer = await batch([
      ...set,
      ...inSet(1),
      'POST /api/data/v9.2/leads HTTP/1.1',
      json,
      '',
      `{"firstname":"first name","lastname":"${mark}"}`,
      ...inSet(2),
      `POST ${organisation.url}contacts HTTP/1.1`,
      json,
      '',
      '{"firstname":"first name"}',
      ...inSet(3),
      `POST ${organisation.url}accounts HTTP/1.1`,
      json,
      '',
      '{"name":"IcM Account","originatingleadid@odata.bind":"$1","primarycontactid@odata.bind":"$2"}',
      ...inSet(4),
      'PUT $2/lastname HTTP/1.1',
      json,
      '',
      '{"value":"BBBBB"}',
      ...inSet(5),
      'PUT $3/primarycontactid/$ref HTTP/1.1',
      json,
      '',
      '{"@odata.id":"$2"}',
      ...inSet(6),
      'PATCH $3 HTTP/1.1',
      json,
      '',
      '{"primarycontactid@odata.bind":"$2"}',
      ...end,
      ...last,
    ]);
    expect(statuses(answer)).toEqual([204, 204, 204, 204, 204, 204]);
    const made = /OData-EntityId: \S+\/accounts\(([0-9a-f-]{36})\)/.exec(answer.text)?.[1];
    const row = await organisation.call(
      'GET',
      `accounts(${made})?$select=_originatingleadid_value&$expand=primarycontactid($select=lastname)`,
    );
    expect(row.json).toMatchObject({
      _originatingleadid_value: expect.any(String) as string,
      primarycontactid: { lastname: 'BBBBB' },
    });
  });

  it('a Content-ID before its request: 400 with the documented sentence', async () => {
    const call = JSON.stringify({ phonenumber: '911', 'regardingobjectid_account_phonecall@odata.bind': '$1' });
    const answer = await batch([
      ...set,
      ...inSet(2),
      'POST /api/data/v9.2/phonecalls HTTP/1.1',
      json,
      '',
      call,
      ...inSet(1),
      'POST /api/data/v9.2/accounts HTTP/1.1',
      json,
      '',
      '{"name":"QQQQ","revenue":1.50}',
      ...end,
      ...last,
    ]);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain("Content-ID Reference: '$1' does not exist in the batch context.");
  });

  const tooLong = `Subject is too long ${'x'.repeat(200)}`;
  it('the first failure ends the batch with its status; its part carries REQ_ID and the error', async () => {
    const answer = await batch([...part, ...task(tooLong), ...part, ...task('Task 2 in batch'), ...last]);
    expect(answer.status).toBe(400);
    expect(statuses(answer)).toEqual([400]);
    expect(answer.text).toMatch(
      /HTTP\/1\.1 400 Bad Request\r\nREQ_ID: [0-9a-f-]{36}\r\nContent-Type: application\/json; odata\.metadata=minimal\r\nOData-Version: 4\.0\r\n\r\n\{"error":\{"code":"0x80044331","message":"A validation error occurred\. {2}The length of the 'subject' attribute of the 'task' entity exceeded the maximum allowed length of '200'\."\}\}\r\n--batchresponse_/,
    );
  });

  it('odata.continue-on-error: 200 and every part answered', async () => {
    const answer = await batch([...part, ...task(tooLong), ...part, ...task('Task 2 in batch'), ...last], {
      Prefer: 'odata.continue-on-error',
    });
    expect(answer.status).toBe(200);
    expect(statuses(answer)).toEqual([400, 204]);
  });

  it('a fetch too long for a URL goes in a batch', async () => {
    const fetchXml = `<fetch><entity name="account"><attribute name="name"/><filter><condition attribute="accountid" operator="eq" value="${account}"/></filter>${' '.repeat(33_000)}</entity></fetch>`;
    const query = `accounts?fetchXml=${encodeURIComponent(fetchXml).replaceAll('%20', '+')}`;
    expect((await organisation.call('GET', query)).status).toBeGreaterThanOrEqual(400);
    const answer = await batch([
      ...part,
      `GET /api/data/v9.2/${query} HTTP/1.1`,
      'Prefer: odata.include-annotations="*"',
      '',
      '',
      ...last,
    ]);
    expect(statuses(answer)).toEqual([200]);
    expect(answer.text).toContain(account);
    expect(answer.text).toContain('Preference-Applied: odata.include-annotations="*"');
  });
});
