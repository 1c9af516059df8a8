import { dataverseErrorOf } from '@pmds/bridge/adapters/dataverse/http/answers/failure';
import { verdictOn, type Expected, type Verdict } from '@pmds/bridge/adapters/dataverse/http/answers/verdict';

const at = 'https://org.crm.dynamics.com';
const now = Date.UTC(2026, 10, 28, 12);
const own = { 'odata-version': '4.0', 'content-type': 'application/json; odata.metadata=minimal' };
const page = { 'content-type': 'text/html; charset=utf-8' };
const html = '<!DOCTYPE html><html><body>Sign in, Ada</body></html>';
const error = (code: string, message = 'Said.'): string => JSON.stringify({ error: { code, message } });
const azure = '{"error":{"code":"ResourceNotFound","message":"Resource not found"}}';
const multipart = { 'odata-version': '4.0', 'content-type': 'multipart/mixed; boundary=b' };

interface Case {
  readonly what: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly expected?: Expected;
  readonly kind: Verdict['kind'];
  /** Of the error that callers see. */
  readonly code?: string;
  readonly says?: string;
}

const cases: readonly Case[] = [
  // What Dataverse answers.
  { what: 'rows', status: 200, headers: own, body: '{"@odata.context":"x","value":[]}', kind: 'answer' },
  { what: 'rows without its headers', status: 200, body: '{"@odata.context":"x","value":[]}', kind: 'answer' },
  { what: 'rows behind a byte order mark', status: 200, headers: own, body: '\ufeff{"value":[]}', kind: 'answer' },
  { what: 'a row that was made', status: 201, headers: own, body: '{"a":1}', expected: 'write', kind: 'answer' },
  { what: 'a write', status: 204, headers: { 'odata-version': '4.0' }, expected: 'write', kind: 'answer' },
  { what: 'a batch', status: 200, headers: multipart, body: '--b\r\n', expected: 'multipart', kind: 'answer' },
  // What Dataverse refuses.
  {
    what: 'a row that is gone',
    status: 404,
    headers: own,
    body: error('0x80040217'),
    kind: 'refused',
    code: 'not-found',
  },
  {
    what: 'a 404 of another trouble',
    status: 404,
    headers: own,
    body: error('0x80040216'),
    kind: 'refused',
    code: 'refused',
  },
  {
    what: 'a missing privilege',
    status: 403,
    headers: own,
    body: error('0x80040220'),
    kind: 'refused',
    code: 'forbidden',
  },
  { what: 'its IP firewall', status: 403, body: error('0x80095ffe'), kind: 'refused', code: 'ip-blocked' },
  {
    what: 'its IP firewall in words',
    status: 403,
    headers: own,
    body: error('', 'rejected as access to your IP is blocked.'),
    kind: 'refused',
    code: 'ip-blocked',
  },
  { what: 'a stale version', status: 412, headers: own, body: error(''), kind: 'refused', code: 'precondition' },
  { what: 'a bad query', status: 400, body: error('0x80041103'), kind: 'refused', code: 'refused' },
  {
    what: 'too many requests',
    status: 429,
    headers: own,
    body: error('0x80072322', 'Too many.'),
    kind: 'throttled',
    says: 'Too many.',
  },
  {
    what: 'an old token',
    status: 401,
    headers: { 'www-authenticate': 'Bearer authorization_uri=x' },
    kind: 'unauthorized',
    says: 'does not accept the token',
  },
  {
    what: 'a 500 of its own',
    status: 500,
    headers: own,
    body: error('0x80040216'),
    kind: 'unavailable',
    code: 'unavailable',
  },
  { what: 'a 503 of its own', status: 503, headers: own, body: error('', 'Busy.'), kind: 'unavailable', says: 'Busy.' },
  {
    what: 'a 520 with its error',
    status: 520,
    headers: own,
    body: error('0x80040216'),
    kind: 'unavailable',
    says: 'answered 520, which this service does not know',
  },
  {
    what: 'a 501 with its error',
    status: 501,
    headers: own,
    body: error('0x80040216'),
    kind: 'unavailable',
    says: 'answered 501, which this service does not know',
  },
  // What somebody else answers.
  {
    what: 'a redirect to a sign-in page',
    status: 302,
    headers: { location: 'https://login.microsoftonline.com/common?user=ada' },
    kind: 'foreign',
    code: 'foreign',
    says: 'the sign-in page https://login.microsoftonline.com (302)',
  },
  { what: 'a redirect of a write', status: 302, expected: 'write', kind: 'foreign', says: 'without an address' },
  {
    what: 'a moved address',
    status: 301,
    headers: { location: 'https://portal.example/x?secret=1' },
    kind: 'foreign',
    says: 'redirects to https://portal.example (301)',
  },
  {
    what: 'a redirect of a batch',
    status: 307,
    headers: { location: '/elsewhere' },
    expected: 'multipart',
    kind: 'foreign',
    says: 'another path of itself',
  },
  { what: '304 without having been asked', status: 304, headers: own, kind: 'foreign' },
  { what: 'a web page with 200', status: 200, headers: page, body: html, kind: 'foreign', says: 'with a web page' },
  {
    what: 'a web page that says it is JSON',
    status: 200,
    headers: own,
    body: html,
    kind: 'foreign',
    says: 'with a web page',
  },
  { what: 'a web page for a write', status: 200, headers: page, body: html, expected: 'write', kind: 'foreign' },
  { what: 'a web page for a batch', status: 200, headers: page, body: html, expected: 'multipart', kind: 'foreign' },
  {
    what: 'JSON of somebody else',
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: '{"login":"required"}',
    kind: 'foreign',
  },
  { what: 'nothing with 200 for a write', status: 200, expected: 'write', kind: 'foreign', says: 'without content' },
  { what: 'nothing with 204 for rows', status: 204, headers: own, kind: 'foreign' },
  { what: 'nothing with 204 of somebody else', status: 204, expected: 'write', kind: 'foreign' },
  { what: 'a transforming proxy', status: 203, headers: own, body: '{"value":[]}', kind: 'foreign' },
  { what: 'a part of a body', status: 206, headers: own, body: '{"value":[', kind: 'foreign' },
  { what: 'a 404 page', status: 404, headers: page, body: html, kind: 'foreign', says: 'nothing follows for the row' },
  { what: 'a 404 without content', status: 404, kind: 'foreign' },
  {
    what: 'a 404 of an API gateway',
    status: 404,
    headers: { 'content-type': 'application/json' },
    body: azure,
    kind: 'foreign',
  },
  {
    what: "a proxy's 403",
    status: 403,
    headers: { ...page, server: 'squid/6.1' },
    body: html,
    kind: 'foreign',
    says: 'from "squid/6.1"',
  },
  {
    what: "a proxy's 401",
    status: 401,
    headers: page,
    body: html,
    kind: 'unauthorized',
    says: 'by somebody else than Dataverse',
  },
  { what: 'a proxy that wants a password', status: 407, kind: 'foreign', says: 'HTTPS_PROXY' },
  { what: "a gateway's 429", status: 429, headers: page, body: html, kind: 'throttled', says: 'A gateway before' },
  {
    what: "a gateway's 502",
    status: 502,
    headers: page,
    body: html,
    kind: 'foreign',
    says: 'A gateway before https://org.crm.dynamics.com answered 502',
  },
  { what: "a gateway's 503 without content", status: 503, kind: 'foreign', says: 'answered 503' },
  {
    what: "a gateway's 505",
    status: 505,
    body: html,
    kind: 'foreign',
    says: 'answered 505, which this service does not know',
  },
  { what: "a gateway's 530", status: 530, kind: 'foreign', says: 'answered 530, which this service does not know' },
  { what: "a gateway's 413", status: 413, body: html, kind: 'foreign', says: 'requests of this length' },
  {
    what: 'a 400 of a web server',
    status: 400,
    headers: page,
    body: html,
    kind: 'foreign',
    says: 'answered 400, which',
  },
  { what: 'a teapot', status: 418, kind: 'foreign', says: 'answered 418, which this service does not know' },
  // What is not whole.
  { what: 'an empty answer of Dataverse', status: 200, headers: own, kind: 'broken', code: 'not-json' },
  { what: 'the second half of a body', status: 200, headers: own, body: 'name":1}]}', kind: 'broken' },
  { what: 'a batch without parts', status: 200, headers: own, body: '{}', expected: 'multipart', kind: 'broken' },
];

describe('whose answer a reply is', () => {
  it.each(cases.map((one) => [`${one.status} ${one.what}`, one] as const))('B9 S9 %s', (_, one) => {
    const { status, headers = {}, body = '', expected = 'json', kind, code, says } = one;
    const reply = { status, headers, body };
    // As bytes too: that is how answers come from the network.
    for (const shape of [reply, { ...reply, bytes: Buffer.from(body) }]) {
      const verdict = verdictOn(shape, expected, at, now);
      expect(verdict.kind).toBe(kind);
      if (verdict.kind === 'answer') continue;
      const failure = dataverseErrorOf(verdict, shape, 'GET contacts');
      if (code !== undefined) expect(failure.code).toBe(code);
      if (says !== undefined) expect(failure.message).toContain(says);
      // Pages and addresses of others may hold names.
      expect(failure.message).not.toMatch(/Ada|ada|secret=/);
    }
  });

  it('only Dataverse saying so makes a call hopeless, whatever the status of a stranger', () => {
    for (let status = 200; status < 600; status += 1) {
      const reply = { status, headers: page, body: html };
      for (const expected of ['json', 'write', 'multipart'] as const) {
        const verdict = verdictOn(reply, expected, at, now);
        expect(['foreign', 'throttled', 'unauthorized']).toContain(verdict.kind);
      }
    }
  });
});
