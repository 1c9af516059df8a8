import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { namedTenant, record } from './tenant-world';

describe('comparing with a live organisation', () => {
  it('is off unless both variables are set', () => {
    expect(namedTenant({})).toBeNull();
    expect(() => namedTenant({ DATAVERSE_TEST_URL: 'https://o.crm.dynamics.com/api/data/v9.2/' })).toThrow('together');
    expect(namedTenant({ DATAVERSE_TEST_URL: 'https://o.example/api/data/v9.2', DATAVERSE_TEST_TOKEN: 't' })).toEqual({
      url: 'https://o.example/api/data/v9.2/',
      token: 't',
    });
  });

  it('records exchanges without token, cookies and host', () => {
    const folder = mkdtempSync(join(tmpdir(), 'record-'));
    const file = join(folder, 'exchanges.ndjson');
    const tenant = { url: 'https://secret-org.example/api/data/v9.2/', token: 'a-token' };
    record({ DATAVERSE_RECORD: file }, tenant, {
      method: 'GET',
      url: 'WhoAmI',
      body: undefined,
      status: 200,
      headers: { 'set-cookie': 'session', req_id: '1' },
      text: '{"@odata.context":"https://secret-org.example/api/data/v9.2/$metadata","echo":"a-token"}',
    });
    const line = readFileSync(file, 'utf8');
    expect(line).toContain('https://org.example/api/data/v9.2/$metadata');
    for (const secret of ['secret-org', 'a-token', 'session']) expect(line).not.toContain(secret);
    rmSync(folder, { recursive: true });
  });
});
