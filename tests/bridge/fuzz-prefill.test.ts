import { Agent, request } from 'node:http';
import fc from 'fast-check';
import { contactId, now, origin, serving, tokens, type Served } from './http-world.js';

/** `PMDS_FUZZ_CASES=1000000` for the long form. */
const numRuns = Number(process.env['PMDS_FUZZ_CASES'] ?? 600);
const settings = { seed: 20_261_129, numRuns: Math.ceil(numRuns / 3) };

let served: Served;
const agent = new Agent({ keepAlive: true });
beforeAll(async () => {
  served = await serving();
});
afterAll(() => {
  agent.destroy();
  return served.close();
});

const good = tokens.sign({ table: 'contact', id: contactId, runId: null }, now, 3_600);

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** Headers as they are, which `fetch` would not send. */
function send(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string | null,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(`${served.url}${path}`, { method, headers, agent }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString();
        resolve({ status: answer.statusCode ?? 0, type: answer.headers['content-type'] ?? '', text });
      });
    });
    asked.on('error', reject);
    asked.end(body ?? undefined);
  });
}

/** What may stand in a header: everything else never leaves a client. */
const headerText = fc
  .string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)), maxLength: 300 })
  .map((text) => text.trim());
const odd = fc.oneof(
  headerText,
  headerText.map((text) => `Bearer ${text}`),
  fc.tuple(headerText, headerText, headerText).map(([a, b, c]) => `Bearer ${a}.${b}.${c}`),
  fc
    .nat(good.length - 1)
    .map((at) => `Bearer ${good.slice(0, at)}${good[at] === 'x' ? 'y' : 'x'}${good.slice(at + 1)}`),
  fc.constant(`Bearer ${good}`),
);
const paths = fc.constantFrom(
  '/v1/prefill',
  '/v1/prefill/code',
  '/v1/prefill/verify',
  '/v1/openapi.json',
  '/v1/nothing',
);
const known =
  /^(token-(missing|invalid)|origin-not-allowed|not-found|code-invalid|body-invalid|not-json|too-large|method-not-allowed|invalid-address|invalid-length)$/;

/** A problem in words, with no trace of the inside; and a log without anything that was sent. */
function isProblem(answer: Answer, sent: readonly string[]): void {
  const { status, type, text } = answer;
  for (const part of sent) {
    if (part.length >= 12) expect(served.log.join()).not.toContain(JSON.stringify(part).slice(1, -1));
  }
  served.log.length = 0;
  if (status < 400) return;
  expect(status).toBeLessThan(500);
  expect(type).toMatch(/^application\/problem\+json/);
  const problem = JSON.parse(text) as Readonly<Record<string, unknown>>;
  expect(problem).toMatchObject({ status, code: expect.stringMatching(known) as unknown });
  expect(problem['type']).toBe(`urn:pmds:problem:${String(problem['code'])}`);
  expect(problem['detail']).toMatch(/^[A-Z("c].*\.$/);
  expect(text).not.toMatch(/\bat .*\.js:\d+|node_modules|Error:|\/src\/|\/dist\//);
}

describe('the addresses that pages ask', () => {
  it('S12 answer any header with a problem or with what the link opens, and keep nothing of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        paths,
        odd,
        fc.option(fc.oneof(headerText, fc.constant(origin))),
        async (path, authorization, from) => {
          const headers = { authorization, ...(from === null || from === '' ? {} : { origin: from }) };
          const method = /code|verify/.test(path) ? 'POST' : 'GET';
          const answer = await send(method, path, headers, null);
          isProblem(answer, [authorization, from === origin ? '' : (from ?? '')]);
          if (path === '/v1/prefill' && answer.status === 200) expect(authorization).toBe(`Bearer ${good}`);
        },
      ),
      settings,
    );
  });

  it('S12 answer any parameter and method with a problem, and take none of them for a token', async () => {
    const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE');
    const query = fc.oneof(fc.webQueryParameters(), headerText.map(encodeURIComponent), fc.constant(`pmds=${good}`));
    await fc.assert(
      fc.asyncProperty(method, paths, query, async (verb, path, parameters) => {
        const answer = await send(verb, `${path}?${parameters}`, {}, null);
        isProblem(answer, [decodeURIComponent(parameters.replace(/%(?![0-9a-f]{2})/gi, '')).slice(0, 40)]);
        if (!path.endsWith('openapi.json')) expect(answer.status).toBeGreaterThanOrEqual(400);
      }),
      settings,
    );
  });

  it('S12 answer any body with a problem that names the part, and never with a value', async () => {
    const json = fc.oneof(
      fc.json(),
      fc.jsonValue().map((code) => JSON.stringify({ code })),
      fc.constant('{"code":"1"}'),
    );
    const body = fc.oneof(json, fc.string(), fc.string({ minLength: 17_000, maxLength: 17_100 }));
    const type = fc.oneof(
      fc.constant('application/json'),
      headerText.filter((text) => text !== ''),
    );
    await fc.assert(
      fc.asyncProperty(body, type, async (text, contentType) => {
        const headers = {
          authorization: `Bearer ${good}`,
          'content-type': contentType,
          'content-length': String(Buffer.byteLength(text)),
        };
        const answer = await send('POST', '/v1/prefill/verify', headers, text);
        isProblem(answer, [text.slice(0, 200)]);
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.text).toMatch(
          /"field":"code"|\(body\)|The body|Content-Type|Content-Length|"code":"(not-found|token-invalid)"/,
        );
      }),
      settings,
    );
  });
});
