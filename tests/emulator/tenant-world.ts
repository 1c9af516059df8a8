import { appendFileSync } from 'node:fs';

/** A live organisation to compare with: what `DATAVERSE_TEST_URL` and `DATAVERSE_TEST_TOKEN` name. */
export interface Tenant {
  /** Service root, ends in `/api/data/v9.2/`. */
  readonly url: string;
  readonly token: string;
}

/** The tenant the suite is pointed at, or null for the local Dataverse. @throws Error when only one of the two is set. */
export function namedTenant(environment: NodeJS.ProcessEnv): Tenant | null {
  const { DATAVERSE_TEST_URL: url, DATAVERSE_TEST_TOKEN: token } = environment;
  if (url === undefined && token === undefined) return null;
  if (url === undefined || token === undefined) {
    throw new Error('Set DATAVERSE_TEST_URL (…/api/data/v9.2/) and DATAVERSE_TEST_TOKEN together.');
  }
  return { url: url.endsWith('/') ? url : `${url}/`, token };
}

export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Writes an exchange as a line of the file that `DATAVERSE_RECORD` names, without the token and with the host taken out. */
export function record(environment: NodeJS.ProcessEnv, tenant: Tenant, exchange: Exchange): void {
  const { DATAVERSE_RECORD: file } = environment;
  if (file === undefined) return;
  const { origin } = new URL(tenant.url);
  const { 'set-cookie': _cookie, ...headers } = exchange.headers;
  const line = JSON.stringify({ ...exchange, headers }).replaceAll(origin, 'https://org.example');
  appendFileSync(file, `${line.replaceAll(tenant.token, '<token>')}\n`);
}
