/**
 * A live organisation to run the same suites against. Variables: `DATAVERSE_TEST_URL` (`https://org.crm.dynamics.com`) and either
 * `DATAVERSE_TEST_TOKEN`, or `DATAVERSE_TEST_TENANT_ID`, `DATAVERSE_TEST_CLIENT_ID` and `DATAVERSE_TEST_CLIENT_SECRET` of an
 * application user that may create and delete accounts, contacts, leads and marketing lists.
 */
export interface Tenant {
  readonly url: string;
  readonly token: string;
}

/** @returns null when the environment names no tenant. @throws Error naming the missing variable. */
export async function tenantFromEnvironment(): Promise<Tenant | null> {
  const origin = process.env['DATAVERSE_TEST_URL']?.replace(/\/+$/, '');
  if (origin === undefined || origin === '') return null;
  const url = `${origin}/api/data/v9.2/`;
  return { url, token: process.env['DATAVERSE_TEST_TOKEN'] ?? (await askForToken(origin)) };
}

async function askForToken(origin: string): Promise<string> {
  const authority = `https://login.microsoftonline.com/${variable('DATAVERSE_TEST_TENANT_ID')}`;
  const response = await fetch(`${authority}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: variable('DATAVERSE_TEST_CLIENT_ID'),
      client_secret: variable('DATAVERSE_TEST_CLIENT_SECRET'),
      scope: `${origin}/.default`,
    }),
  });
  const answer = (await response.json()) as { access_token?: string; error_description?: string };
  if (answer.access_token === undefined)
    throw new Error(`No token: ${answer.error_description ?? `status ${response.status}`}`);
  return answer.access_token;
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '')
    throw new Error(`DATAVERSE_TEST_URL is set, so ${name} (or DATAVERSE_TEST_TOKEN) must be set as well.`);
  return value;
}
