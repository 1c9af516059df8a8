import { DynamicsWebApi } from 'dynamics-web-api';
import { JSDOM } from 'jsdom';
import { createRequire } from 'node:module';
import { fetchPages, type Source } from './fetch-pages.js';
import type { ProfileFile } from './profile-file.js';

/** A query as people write it: every member of one static list with the wanted columns. `{paging}` marks the fetch element. */
export interface MemberQuery {
  readonly entitySet: string;
  readonly fetchXml: string;
  readonly keyColumn: string;
}

/** Copies all rows of the query into the file, one person at a time, and says how many there were. */
export type CommonClient = (source: Source, query: MemberQuery, file: ProfileFile) => Promise<number>;

type Rows = readonly Readonly<Record<string, unknown>>[];

function writeOneByOne(rows: Rows, query: MemberQuery, file: ProfileFile): number {
  for (const row of rows) file.upsertRow(String(row[query.keyColumn]), JSON.stringify(row));
  return rows.length;
}

const dynamicsWebApi: CommonClient = async (source, query, file) => {
  const client = new DynamicsWebApi({
    serverUrl: new URL(source.url).origin,
    dataApi: { version: '9.2' },
    onTokenRefresh: () => Promise.resolve(source.token),
  });
  const answer = await client.fetchAll<Readonly<Record<string, unknown>>>({
    collection: query.entitySet,
    fetchXml: query.fetchXml.replace('{paging}', 'count="5000"'),
    // Without the annotation the client takes the first page for all of them.
    includeAnnotations: 'Microsoft.Dynamics.CRM.fetchxmlpagingcookie',
  });
  return writeOneByOne(answer.value, query, file);
};

interface XrmWebApiClient {
  ClientUrl: string;
  Token: string;
  ApiVersion: string;
  Retrieve(parameters: {
    readonly overriddenSetName: string;
    readonly fetchXml: string;
    readonly returnAllPages: boolean;
    readonly headers: readonly { readonly key: string; readonly value: string }[];
  }): Promise<{ readonly value: Rows }>;
}

const xrmWebApiClient: CommonClient = async (source, query, file) => {
  const page = new JSDOM('', { url: new URL(source.url).origin, runScripts: 'outside-only' });
  // The client is a browser script: it finds XMLHttpRequest and the DOM parser as globals.
  const globals = globalThis as unknown as Record<string, unknown>;
  for (const name of ['window', 'document', 'XMLHttpRequest', 'DOMParser', 'XMLSerializer']) {
    globals[name] = (page.window as unknown as Record<string, unknown>)[name];
  }
  const client = createRequire(import.meta.url)('xrm-webapi-client') as XrmWebApiClient;
  client.ClientUrl = source.url;
  client.Token = source.token;
  const answer = await client.Retrieve({
    overriddenSetName: query.entitySet,
    fetchXml: query.fetchXml.replace('{paging}', 'count="5000" page="1"'),
    returnAllPages: true,
    headers: [{ key: 'Prefer', value: 'odata.include-annotations="Microsoft.Dynamics.CRM.fetchxmlpagingcookie"' }],
  });
  return writeOneByOne(answer.value, query, file);
};

const plainFetch: CommonClient = async (source, query, file) => {
  let members = 0;
  for await (const page of fetchPages(source, query.entitySet, query.fetchXml)) {
    members += writeOneByOne(page.value, query, file);
  }
  return members;
};

/** The clients that Dynamics projects use today, by the name people know them under. */
export const commonClients: Readonly<Record<string, CommonClient>> = {
  'dynamics-web-api': dynamicsWebApi,
  'xrm-webapi-client': xrmWebApiClient,
  'plain fetch': plainFetch,
};
