import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prefillApi } from '@pmds/contracts/prefill-openapi';
import { undescribed } from '../support/api-description';
import { contactId, dataSyncId, now, origin, serving, tokens, type Served } from './http-world.js';

/** The packages are modules that Jest does not load. */
const root = join(import.meta.dirname, '../..');
const asModule = (script: string): string =>
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: root, encoding: 'utf8' });

let served: Served;
beforeAll(async () => {
  served = await serving();
});
afterAll(() => served.close());

describe('the description of the API', () => {
  it('N25 is OpenAPI 3.1 by a validator that is not ours, and is served', async () => {
    const response = await fetch(`${served.url}/v1/openapi.json`);
    const document = (await response.json()) as object;
    expect(document).toEqual(prefillApi);
    const validate = `
      import { Validator } from '@seriousme/openapi-schema-validator';
      const { valid, errors } = await new Validator().validate(${JSON.stringify(document)});
      process.stdout.write(JSON.stringify({ valid, errors }));`;
    expect(JSON.parse(asModule(validate))).toEqual({ valid: true });
  });

  it('is what every answer and every refusal of the service follows', async () => {
    const bearer = (id: string, seconds = 60) =>
      `Bearer ${tokens.sign({ table: 'contact', id: id as typeof contactId, runId: null }, now, seconds)}`;
    const good = bearer(contactId);
    const json = { 'content-type': 'application/json' };
    const asked: readonly (readonly [string, string, Readonly<Record<string, string>>, string | null, number])[] = [
      ['/v1/prefill', 'get', { authorization: good, origin }, null, 200],
      ['/v1/prefill', 'get', {}, null, 401],
      ['/v1/prefill', 'get', { authorization: bearer(contactId, -1) }, null, 401],
      ['/v1/prefill', 'get', { authorization: good, origin: 'https://evil.example.com' }, null, 403],
      ['/v1/prefill', 'get', { authorization: bearer(dataSyncId) }, null, 404],
      ['/v1/prefill/code', 'post', { authorization: good }, null, 404],
      ['/v1/prefill/code', 'post', {}, null, 401],
      ['/v1/prefill/verify', 'post', { authorization: good, ...json }, '{"code":"123456"}', 404],
      ['/v1/prefill/verify', 'post', { authorization: good, ...json }, '{"code":123456}', 400],
      ['/v1/prefill/verify', 'post', { authorization: good, ...json }, '{', 400],
      ['/v1/prefill/verify', 'post', { authorization: good, 'content-type': 'text/plain' }, 'x', 415],
      ['/v1/prefill/verify', 'post', { authorization: good, ...json }, `"${'x'.repeat(20_000)}"`, 413],
    ];
    for (const [path, method, headers, body, status] of asked) {
      const response = await fetch(`${served.url}${path}`, { method: method.toUpperCase(), headers, body });
      expect([path, headers, response.status]).toEqual([path, headers, status]);
      const problems = undescribed(path, method, response, await response.json());
      expect([path, status, problems]).toEqual([path, status, null]);
    }
  });

  it('is what the types of clients are made of', () => {
    const made = readFileSync(join(root, 'contracts/src/generated/prefill-api.ts'), 'utf8');
    const make = `
      import { prefillApiTypes } from './scripts/openapi-types.mjs';
      process.stdout.write(await prefillApiTypes());`;
    expect(asModule(make)).toBe(made);
  });
});
