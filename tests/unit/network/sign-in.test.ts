import { dataverseErrorOf } from '@pmds/bridge/adapters/dataverse/http/answers/failure';
import { tokenVerdict } from '@pmds/bridge/adapters/dataverse/http/answers/token-verdict';
import { verdictOn } from '@pmds/bridge/adapters/dataverse/http/answers/verdict';
import { DataverseError } from '@pmds/bridge/adapters/dataverse/http/errors';
import { TokenProvider } from '@pmds/bridge/adapters/dataverse/http/token';
import { lastWord } from '@pmds/bridge/adapters/dataverse/http/reading';
import { explain } from '@pmds/bridge/cli/setup/explain';

const at = 'https://login.microsoftonline.com';
const org = 'https://org.crm.dynamics.com';
const now = Date.parse('2026-11-28T12:00:00Z');
const page = '<html><body>Sign in to the proxy as ada@example.com</body></html>';

function refused(status: number, body: string, headers: Readonly<Record<string, string>> = {}): DataverseError {
  const verdict = tokenVerdict({ status, headers, body }, at, now);
  if (!(verdict instanceof DataverseError)) throw new Error('It gave a token.');
  return verdict;
}
const said = (number: string, error = 'invalid_client'): string =>
  JSON.stringify({ error, error_description: `AADSTS${number}: Some words. Trace ID: 1 Correlation ID: 2` });

/** Who has to act: whoever runs the service, by a setting, or an administrator of the tenant. */
const cases: readonly (readonly [
  number: string,
  status: number,
  error: string,
  code: string,
  cause: RegExp,
  remedy: RegExp,
])[] = [
  ['53003', 400, 'invalid_grant', 'sign-in-blocked', /Conditional Access policy blocks/, /Entra administrator/],
  ['50076', 400, 'interaction_required', 'sign-in-blocked', /second factor/, /Entra administrator/],
  ['50079', 400, 'invalid_grant', 'sign-in-blocked', /second factor/, /Entra administrator/],
  ['53000', 400, 'invalid_grant', 'sign-in-blocked', /compliant device/, /Entra administrator/],
  ['530035', 400, 'access_denied', 'sign-in-blocked', /security defaults/, /Entra administrator/],
  ['7000215', 401, 'invalid_client', 'sign-in', /secret is wrong/, /PMDS_CLIENT_SECRET/],
  ['7000222', 401, 'invalid_client', 'sign-in', /secret has expired/, /PMDS_CLIENT_SECRET/],
  ['7000112', 400, 'unauthorized_client', 'sign-in', /disabled/, /Entra administrator/],
  ['700016', 400, 'unauthorized_client', 'sign-in', /does not know the app/, /PMDS_CLIENT_ID/],
  ['7000229', 400, 'unauthorized_client', 'sign-in', /never added/, /PMDS_TENANT_ID/],
  ['90002', 400, 'invalid_request', 'sign-in', /tenant does not exist/, /PMDS_TENANT_ID/],
  ['500011', 400, 'invalid_resource', 'sign-in', /does not know this Dataverse/, /PMDS_DATAVERSE_URL/],
];

describe('what the tenant says of a sign-in', () => {
  it.each(cases)(
    'AADSTS%s names cause and remedy and is not asked again',
    (number, status, error, code, cause, remedy) => {
      const failure = refused(status, said(number, error));
      expect(failure).toMatchObject({ code, retry: null, status });
      expect(failure.message).toContain(`AADSTS${number}`);
      expect(failure.message).toMatch(cause);
      expect(failure.message).toMatch(remedy);
      expect(failure.message).not.toMatch(/Trace ID|Correlation/);
      expect(explain(failure, 'the-client')).toMatch(remedy);
    },
  );

  it('53003 is no 530032 and no number of a secret', () => {
    const sentences = cases.map(([number, status, error]) => refused(status, said(number, error)).message);
    expect(new Set(sentences).size).toBe(cases.length);
  });

  it.each([
    [
      'invalid_client without a number',
      401,
      JSON.stringify({ error: 'invalid_client' }),
      /credentials.*PMDS_CLIENT_SECRET/,
    ],
    ['a number that is not known', 400, said('1234567', 'invalid_grant'), /AADSTS1234567: Some words/],
  ])('%s is refused in words', (_, status, body, sentence) => {
    const failure = refused(status, body);
    expect(failure).toMatchObject({ code: 'sign-in', retry: null });
    expect(failure.message).toMatch(sentence);
  });

  it.each([
    ['a page of a proxy with 403', 403, page, { server: 'squid/6.1' }, 'foreign', /proxy or firewall.*squid/],
    ['a page of a proxy with 407', 407, page, {}, 'foreign', /HTTPS_PROXY/],
    ['a page with 200', 200, page, { 'content-type': 'text/html' }, 'foreign', /with a web page/],
    ['a page with 502', 502, page, {}, 'foreign', /gateway/],
    [
      'a service that cannot answer',
      503,
      said('90033', 'temporarily_unavailable'),
      {},
      'unavailable',
      /cannot answer now/,
    ],
    ['too many sign-ins', 429, said('50196'), { 'retry-after': '7' }, 'throttled', /asked to wait/],
  ])('%s is asked again', (_, status, body, headers, code, sentence) => {
    const failure = refused(status, body, headers);
    expect(failure.code).toBe(code);
    expect(failure.retry).not.toBeNull();
    expect(failure.message).toMatch(sentence);
    expect(failure.message).not.toContain('ada@');
  });
});

describe('a pause that the sign-in service asks for', () => {
  it.each([
    [429, '7', 7_000],
    [503, '7', 7_000],
    [503, 'Sat, 28 Nov 2026 12:00:30 GMT', 30_000],
  ])('is kept as long as it says: %d with %s', (status, after, afterMs) => {
    const failure = refused(status, said('90033', 'temporarily_unavailable'), { 'retry-after': after });
    expect(failure).toMatchObject({ code: 'throttled', status, retry: { afterMs } });
  });

  it('is none where a 503 names no time', () => {
    expect(refused(503, said('90033', 'temporarily_unavailable')).code).toBe('unavailable');
  });
});

describe('a token that Dataverse refused', () => {
  it('is asked for anew, and takes no newer one with it', async () => {
    let issued = 0;
    const tokens = new TokenProvider({
      authority: `${at}/tenant`,
      scope: `${org}/.default`,
      user: { clientId: 'the-client', clientSecret: 'a secret' },
      clock: { now: () => new Date(now), steadyMs: () => 0, sleep: () => Promise.resolve() },
      transport: {
        send: () => {
          issued += 1;
          const body = JSON.stringify({ access_token: `token ${issued}`, expires_in: 3_600 });
          return Promise.resolve({ status: 200, headers: {}, body });
        },
        [Symbol.asyncDispose]: () => Promise.resolve(),
      },
    });
    const first = await tokens.token();
    tokens.reject(first);
    const second = await tokens.token();
    expect(second).toBe('token 2');
    // Another call that went out with the first one hears of it late.
    tokens.reject(first);
    expect(await tokens.token()).toBe(second);
    expect(issued).toBe(2);
  });
});

describe('a claims challenge of Dataverse', () => {
  it.each([
    [401, 'Bearer error="insufficient_claims", claims="eyJ4"'],
    [403, 'Bearer authorization_uri="https://login.microsoftonline.com/x", error="insufficient_claims", claims="eyJ4"'],
    [403, 'Bearer realm="", claims="eyJ4"'],
  ])('%d asks for a new token once, and then blames the policy', (status, header) => {
    const reply = { status, headers: { 'www-authenticate': header, req_id: '1' }, body: '' };
    const verdict = verdictOn(reply, 'json', org, now);
    if (verdict.kind !== 'unauthorized') throw new Error(`It is ${verdict.kind}.`);
    const failure = dataverseErrorOf(verdict, reply, 'GET contacts');
    expect(failure.code).toBe('unauthorized');
    const last = lastWord(failure);
    expect(last).toMatchObject({ code: 'sign-in-blocked', failureCode: 'SIGN_IN_BLOCKED', retry: null, status });
    expect(last.message).toMatch(/claims challenge.*Conditional Access/);
    expect(explain(last, 'the-client')).toMatch(/Entra administrator/);
  });

  it('is not seen where a token is refused without one, or roles are', () => {
    const plain = { status: 401, headers: { 'www-authenticate': 'Bearer authorization_uri="https://x"' }, body: '' };
    const verdict = verdictOn(plain, 'json', org, now);
    if (verdict.kind !== 'unauthorized') throw new Error(`It is ${verdict.kind}.`);
    expect(lastWord(dataverseErrorOf(verdict, plain, 'GET contacts')).code).toBe('unauthorized');
    const body = JSON.stringify({ error: { code: '0x80040220', message: 'No prvReadContact.' } });
    expect(verdictOn({ status: 403, headers: {}, body }, 'json', org, now).kind).toBe('refused');
  });
});
