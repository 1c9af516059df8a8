import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:https';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startLocalProcess, type LocalProcess, type PrintedConnection } from './support/local-process';

/**
 * https://github.com/AzureAD/microsoft-authentication-library-for-js, unchanged, over https with the generated certificate. About the
 * local token endpoint alone: a tenant's is Microsoft's.
 */
let local: LocalProcess;
beforeAll(async () => (local = await startLocalProcess(['--https'])));
afterAll(() => local.stop());

interface MsalAnswer {
  readonly token?: string;
  readonly expiresOn?: string;
  readonly cached?: boolean;
  readonly error?: string;
  readonly message?: string;
}

async function tokenFor(change: Partial<PrintedConnection> = {}): Promise<MsalAnswer> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(__dirname, 'support', 'msal-token.mjs'), JSON.stringify({ ...local.connection, ...change })],
    { env: { ...process.env, NODE_EXTRA_CA_CERTS: local.connection.certificate } },
  );
  return JSON.parse(stdout) as MsalAnswer;
}

function whoAmI(token: string): Promise<{ status: number; body: string }> {
  const agent = new Agent({ ca: readFileSync(local.connection.certificate ?? '') });
  return new Promise((resolve, reject) => {
    get(`${local.connection.url}WhoAmI`, { agent, headers: { Authorization: `Bearer ${token}` } }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }));
    }).on('error', reject);
  });
}

describe('@azure/msal-node', () => {
  it('gets a token by client credentials that WhoAmI accepts, and keeps it for its lifetime', async () => {
    const { token = '', expiresOn = '', cached } = await tokenFor();
    expect(Date.parse(expiresOn)).toBeGreaterThan(Date.now() + 3_000_000);
    expect(cached).toBe(true);
    const { status, body } = await whoAmI(token);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ UserId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string });
  });

  it('reports a wrong secret by its Microsoft Entra number', async () => {
    const { error, message } = await tokenFor({ clientSecret: 'wrong' });
    expect(error).toBe('invalid_client');
    expect(message).toContain('AADSTS7000215');
  });

  it('reports an unknown application', async () => {
    const { error, message } = await tokenFor({ clientId: crypto.randomUUID() });
    expect(error).toBe('unauthorized_client');
    expect(message).toContain('AADSTS700016');
  });

  it('reports a scope of another organisation', async () => {
    expect((await tokenFor({ scope: 'https://elsewhere.example/.default' })).message).toContain('AADSTS500011');
  });
});
