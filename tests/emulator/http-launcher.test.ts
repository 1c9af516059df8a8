import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOptions, UsageError } from '@pmds/emulator/options';
import { makeCertificate } from '@pmds/emulator/http/certificate';
import { aWorld, send } from './server-world';

describe('the command line', () => {
  const read = (...args: string[]) => readOptions(args, '/nowhere');

  it('generates a small organisation unless told otherwise', () => {
    expect(read()).toMatchObject({ port: 4610, contacts: 1000, leads: 400, empty: false, https: false, limits: false });
    expect(read('--contacts', '7')).toMatchObject({ contacts: 7, leads: 0 });
    expect(
      read('--port', '0', '--https', '--limits', '--empty', '--page-ms', '200', '--unresolved-recipients'),
    ).toMatchObject({
      port: 0,
      https: true,
      limits: true,
      empty: true,
      pageMs: 200,
      unresolvedRecipients: true,
    });
  });

  it('makes a secret of its own each time', () => {
    expect(read().clientSecret).not.toBe(read().clientSecret);
  });

  it.each([['--prot'], ['--port', 'x'], ['--port', '70000'], ['--solution', '/nowhere/x.zip'], ['stray']])(
    'refuses %s',
    (...args: string[]) => {
      expect(() => read(...args)).toThrow(UsageError);
    },
  );
});

describe('a local Dataverse', () => {
  it('prints a connection that works, and links with the address the client used', async () => {
    const world = await aWorld({ empty: false, contacts: 30, leads: 0 });
    const { url, token, adminUrl, scope, authority } = world.connection;
    expect(url).toMatch(/\/api\/data\/v9\.2\/$/);
    expect([adminUrl, scope, authority].every((one) => one.startsWith(new URL(url).origin))).toBe(true);
    const local = url.replace('127.0.0.1', 'localhost');
    const answer = await send('GET', `${local}contacts?$select=fullname`, undefined, {
      Authorization: `Bearer ${token}`,
      Prefer: 'odata.maxpagesize=10',
    });
    expect(answer.body.value).toHaveLength(10);
    expect(String(answer.body['@odata.nextLink'])).toMatch(/^http:\/\/localhost:/);
    await world.close();
  });

  it('answers over https with the certificate made for it', async () => {
    const certificate = await makeCertificate('127.0.0.1');
    const world = await aWorld({ certificate });
    expect(certificate.cert).toContain('BEGIN CERTIFICATE');
    expect(world.connection.url).toMatch(/^https:/);
    await world.close();
  });

  it('keeps rows, and each role once, over restarts with --data', async () => {
    const data = mkdtempSync(join(tmpdir(), 'dataverse-'));
    const first = await aWorld({ data });
    const id = await first.create('contacts', { lastname: 'Kept' });
    await first.admin('POST', 'rows/lead', [{ lastname: 'Loaded' }]);
    const roles = (await first.admin('GET', 'rows/systemuserroles/count')).body['count'];
    await first.close();
    const second = await aWorld({ data });
    expect((await second.call('GET', `contacts(${id})?$select=lastname`)).body).toMatchObject({ lastname: 'Kept' });
    expect((await second.admin('GET', 'rows/lead/count')).body).toEqual({ count: 1 });
    expect((await second.admin('GET', 'rows/systemuserroles/count')).body['count']).toBe(roles);
    await second.close();
    rmSync(data, { recursive: true });
  });

  it('gives the printed application the role of the product when told so, and nothing more', async () => {
    const world = await aWorld({ leastPrivilege: false });
    const { authority, clientId, clientSecret, scope } = world.connection;
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope,
    });
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const { body } = await send('POST', `${authority}/oauth2/v2.0/token`, form.toString(), headers);
    const answer = await world.call('GET', 'contacts?$select=fullname', undefined, {
      Authorization: `Bearer ${String(body['access_token'])}`,
    });
    expect(answer.status).toBe(200);
    await world.close();
    await expect(aWorld({ leastPrivilege: true })).rejects.toThrow('There is no role "Profile Sync Application".');
  });
});
