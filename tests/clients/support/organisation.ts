import { request, type Answer, type RequestOptions } from './http';
import { startLocalProcess, type LocalProcess } from './local-process';
import { tenantFromEnvironment } from './tenant';

/** An organisation under test, reached by HTTP alone: the local Dataverse, or a tenant when the environment names one. */
export interface Organisation {
  /** Service root, ends in `/api/data/v9.2/`. */
  readonly url: string;
  /** `https://org.crm.dynamics.com`, without a slash at the end. */
  readonly origin: string;
  readonly token: string;
  /** PEM file of the certificate to trust; null when there is none of its own. */
  readonly certificate: string | null;
  /** A raw request as the administrator; `path` is below the service root, or absolute. */
  call(method: string, path: string, options?: RequestOptions): Promise<Answer>;
  /** Makes a row and returns its id; the row is removed when the organisation is closed. */
  create(set: string, body: object): Promise<string>;
  /** A row that a client has made, to be removed with the others. */
  remember(set: string, id: string): void;
  /** Removes the rows of this suite, last made first, and stops what was started. */
  close(): Promise<void>;
}

/** Unique text for this run, so that suites can share a tenant: it stands in the names of their rows. */
export const mark = `t${Date.now().toString(36)}${process.pid.toString(36)}`;

/** Starts a local Dataverse, or points at the tenant of `DATAVERSE_TEST_URL`. */
export async function anOrganisation(options: readonly string[] = []): Promise<Organisation> {
  const tenant = await tenantFromEnvironment();
  if (tenant !== null) return organisationAt(tenant.url, tenant.token, null);
  const local = await startLocalProcess(options);
  return organisationAt(local.connection.url, local.connection.token, local);
}

function organisationAt(url: string, token: string, local: LocalProcess | null): Organisation {
  const made: string[] = [];
  const call: Organisation['call'] = (method, path, options = {}) =>
    request(method, /^https?:/.test(path) ? path : `${url}${path}`, {
      ca: local?.connection.certificate ?? null,
      ...options,
      headers: { Authorization: `Bearer ${token}`, ...options.headers },
    });
  return {
    url,
    origin: new URL(url).origin,
    token,
    certificate: local?.connection.certificate ?? null,
    call,
    async create(set, body) {
      const answer = await call('POST', set, { body });
      const id = idOf(answer.headers['odata-entityid']);
      if (id === null) throw new Error(`POST ${set} answered ${answer.status}: ${answer.text}`);
      made.push(`${set}(${id})`);
      return id;
    },
    remember: (set, id) => void made.push(`${set}(${id})`),
    async close() {
      try {
        for (const row of made.reverse()) await removeRow(row);
      } finally {
        await local?.stop();
      }
    },
  };

  async function removeRow(row: string): Promise<void> {
    const { status, text } = await call('DELETE', row);
    // A test that removes its own row is welcome to.
    if (status !== 204 && status !== 404) throw new Error(`DELETE ${row} answered ${status}: ${text}`);
  }
}

/** The GUID in the parentheses at the end of an entity's URL. */
export function idOf(url: string | undefined): string | null {
  return /\(([0-9a-f-]{36})\)$/.exec(url ?? '')?.[1] ?? null;
}
