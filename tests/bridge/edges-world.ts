import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askAdmin } from '@pmds/scripts/dataverse/admin';
import { callWebApi, readRow, readRows, type Row } from '@pmds/scripts/dataverse/web-api';
import {
  bridgeEnvironment,
  pmds,
  startBridge,
  type Bridge,
  type BridgeEnvironment,
} from '@pmds/scripts/processes/bridge-process';
import { startDataverse, type LocalDataverse } from '@pmds/scripts/processes/dataverse-process';
import { until } from '../support/waiting';

/** A local Dataverse, and bridges of a test's wish beside it. */
export interface EdgesWorld extends AsyncDisposable {
  readonly dataverse: LocalDataverse;
  /** The environment of a bridge with a store of its own. */
  environment(more?: BridgeEnvironment): BridgeEnvironment;
  /** Starts `pmds serve`; it is stopped with the world. */
  serve(env: BridgeEnvironment): Promise<Bridge>;
  admin(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown>;
  call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<Row | null>;
  row(path: string): Promise<Row>;
  rows(path: string): Promise<readonly Row[]>;
  /** A sync that may be started: one list with two contacts, unless told otherwise. */
  aSync(columns?: Row): Promise<string>;
  start(dataSyncId: string, runId?: string): Promise<string>;
  /** The row of the sync when its run has ended. */
  ended(dataSyncId: string, runId: string): Promise<Row>;
}

export const origin = 'http://127.0.0.1:4630';

export async function anEdgesWorld(options: readonly string[] = []): Promise<EdgesWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'pmds-edges-'));
  const dataverse = await startDataverse({ port: 0, options });
  const bridges: Bridge[] = [];
  const admin: EdgesWorld['admin'] = (method, path, body) => askAdmin(dataverse.adminUrl, method, path, body);
  const call: EdgesWorld['call'] = (method, path, body) => callWebApi(dataverse, method, path, body);
  const row: EdgesWorld['row'] = (path) => readRow(dataverse, path);
  const { contactListId } = (await admin('POST', 'generate', { contacts: 2, leads: 0, columns: 5 })) as {
    readonly contactListId: string;
  };

  async function start(dataSyncId: string, runId: string = randomUUID()): Promise<string> {
    await call('POST', `pmds_datasyncs(${dataSyncId})/Microsoft.Dynamics.CRM.pmds_StartSync`, { RunId: runId });
    return runId;
  }

  return {
    dataverse,
    admin,
    call,
    row,
    rows: (path) => readRows(dataverse, path),
    environment: (more = {}) => ({
      ...bridgeEnvironment({
        dataverse,
        store: join(folder, randomUUID()),
        port: 0,
        formOrigins: [origin],
        formUrl: `${origin}/newsletter.html`,
      }),
      PMDS_POLL_SECONDS: '1',
      ...more,
    }),
    async serve(env) {
      const bridge = await startBridge(env);
      bridges.push(bridge);
      return bridge;
    },
    async aSync(columns = {}) {
      const id = randomUUID();
      const fields = JSON.stringify({ version: 1, contact: ['firstname', 'emailaddress1'], lead: [] });
      const given = { pmds_name: 'Spring', pmds_notificationemails: 'ada.admin@local.example', pmds_fields: fields };
      await call('POST', 'pmds_datasyncs', { pmds_datasyncid: id, ...given, ...columns });
      const list = { '@odata.id': `${dataverse.url}lists(${contactListId})` };
      await call('POST', `pmds_datasyncs(${id})/pmds_datasync_list/$ref`, list);
      return id;
    },
    start,
    ended: (dataSyncId, runId) =>
      until('the run has ended', async () => {
        const found = await row(`pmds_datasyncs(${dataSyncId})`);
        return found['_pmds_currentrunid_value'] === runId && found['pmds_completedon'] !== null ? found : null;
      }),
    async [Symbol.asyncDispose]() {
      await Promise.all(bridges.map((bridge) => bridge.child.stop()));
      await dataverse.child.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export { pmds };
