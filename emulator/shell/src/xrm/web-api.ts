import { readTable } from '../server/definitions';
import { apiRoot, call, get, type WebRow } from '../server/web-api';
import { execute, executeMultiple } from './execute';

const plainId = (id: string): string => id.replace(/[{}]/g, '').toLowerCase();

/**
 * `Xrm.WebApi`: the same calls over the same Web API that everybody uses.
 * https://learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/reference/xrm-webapi
 */
export const webApi = {
  async createRecord(table: string, data: unknown): Promise<{ entityType: string; id: string }> {
    const { entitySetName } = await readTable(table);
    const response = await call('POST', entitySetName, data);
    return {
      entityType: table,
      id: /\(([0-9a-f-]{36})\)/.exec(response.headers.get('odata-entityid') ?? '')?.[1] ?? '',
    };
  },
  async retrieveRecord(table: string, id: string, options = ''): Promise<WebRow> {
    const { entitySetName } = await readTable(table);
    return get<WebRow>(`${entitySetName}(${plainId(id)})${options}`);
  },
  async retrieveMultipleRecords(
    table: string,
    options = '',
    maxPageSize?: number,
  ): Promise<{ entities: WebRow[]; nextLink: string | undefined }> {
    const { entitySetName } = await readTable(table);
    const prefer = `odata.include-annotations="*"${maxPageSize === undefined ? '' : `,odata.maxpagesize=${maxPageSize}`}`;
    const response = await call('GET', `${entitySetName}${options}`, undefined, { prefer });
    const answer = (await response.json()) as WebRow & { value: WebRow[] };
    return { entities: answer.value, nextLink: answer['@odata.nextLink'] as string | undefined };
  },
  async updateRecord(table: string, id: string, data: unknown): Promise<{ entityType: string; id: string }> {
    const { entitySetName } = await readTable(table);
    await call('PATCH', `${entitySetName}(${plainId(id)})`, data);
    return { entityType: table, id: plainId(id) };
  },
  async deleteRecord(table: string, id: string): Promise<{ entityType: string; id: string }> {
    const { entitySetName } = await readTable(table);
    await call('DELETE', `${entitySetName}(${plainId(id)})`);
    return { entityType: table, id: plainId(id) };
  },
  isAvailableOffline: () => false,
  execute,
  executeMultiple,
};

/** `Xrm.WebApi.online` holds the same functions. */
export const xrmWebApi = { ...webApi, online: webApi, offline: webApi };

export { apiRoot };
