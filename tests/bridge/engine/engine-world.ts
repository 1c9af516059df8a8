import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { StoredQueryNotes } from '@pmds/contracts/run/query-notes';
import type { NewerInCrm } from '@pmds/contracts/run/run-tally';
import { parseRowId, parseSyncRunId, type RowId, type SyncRunId } from '@pmds/contracts/ids';
import { systemClock } from '@pmds/bridge/adapters/clock';
import { createManifestSigning } from '@pmds/bridge/adapters/crypto/manifest-signing';
import { nodeHashing } from '@pmds/bridge/adapters/crypto/node-hashing';
import { CallMeter } from '@pmds/bridge/adapters/dataverse/http/call-meter';
import { createDataverseClient } from '@pmds/bridge/adapters/dataverse/http/create-client';
import type { ClientCredentials } from '@pmds/bridge/adapters/dataverse/http/token';
import { createRecipientSource } from '@pmds/bridge/adapters/dataverse/source/recipient-source';
import { openSqliteStorage } from '@pmds/bridge/adapters/sql/sqlite';
import { inProcessWork } from '@pmds/bridge/adapters/work/in-process';
import { createRangeWorker } from '@pmds/bridge/application/planning/range-worker';
import { runSync, type RunResult } from '@pmds/bridge/application/run/run-sync';
import type { Patience } from '@pmds/bridge/domain/retry-policy';
import type { PlannedList, Run, TableCounts } from '@pmds/bridge/domain/run/run';
import { consentRules } from '@pmds/bridge/domain/member/consent/consent-rules';
import { usualOptOutFlags } from '@pmds/bridge/domain/member/settled-outcome';
import type { TraceRow } from '@pmds/bridge/domain/run/trace';
import { guidOfName } from '@pmds/emulator/model/guid';
import { askAdmin, loadRows } from '@pmds/scripts/dataverse/admin';
import { startDataverse, type LocalDataverse } from '@pmds/scripts/processes/dataverse-process';
import { unchangedSync } from '../../support/unchanged-sync';

const rowId = (text: string): RowId => {
  const id = parseRowId(text);
  if (!id.ok) throw new Error(`"${text}" is no GUID.`);
  return id.value;
};
const runId = (): SyncRunId => {
  const id = parseSyncRunId(randomUUID());
  if (!id.ok) throw new Error('A made id is no GUID.');
  return id.value;
};

export const personId = (table: SelectableTable, number: number): RowId =>
  rowId(`${table === 'contact' ? 'c' : 'd'}0000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`);

/** A row as the admin path takes it, in good order; `more` overrides. */
export function aRow(table: SelectableTable, number: number, more: object = {}): Readonly<Record<string, unknown>> {
  return {
    [`${table}id`]: personId(table, number),
    firstname: `Person ${number}`,
    lastname: number % 2 === 0 ? 'Even' : 'Odd',
    emailaddress1: `person${number}@example.org`,
    createdon: new Date(Date.UTC(2024, 0, 1) + ((number * 7919) % 5_000) * 60_000).toISOString(),
    statecode: 0,
    ...more,
  };
}

type LoadedTable = SelectableTable | 'listmember' | 'campaignactivity' | 'campaignactivityitem';

/** What came of a run. */
export interface Ended {
  readonly result: RunResult;
  readonly run: Run;
  readonly counts: TableCounts;
  readonly errors: number;
  readonly traces: readonly TraceRow[];
  readonly newer: NewerInCrm | null;
  /** What the run row says of the queries of lists. */
  readonly queries: StoredQueryNotes | null;
}

interface RunOptions {
  /** A run's unless told otherwise. */
  readonly patience?: Patience;
  readonly fields?: readonly string[];
  readonly pageRows?: number;
  /** A second run of the same sync, which takes what has changed; it is the one that is told of. */
  readonly again?: 'incremental' | 'full';
  /** Another sync waits. */
  readonly beside?: boolean;
  /** Who reads; the administrator when left out. */
  readonly users?: readonly ClientCredentials[];
}

/** The engine on the embedded store, reading a local Dataverse over HTTP; rows of Dataverse are not reported to. */
export class EngineWorld {
  readonly dataverse: LocalDataverse;
  readonly #directories: string[] = [];

  private constructor(dataverse: LocalDataverse) {
    this.dataverse = dataverse;
  }

  static async start(): Promise<EngineWorld> {
    return new EngineWorld(await startDataverse({ port: 0 }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dataverse.child.stop();
    for (const directory of this.#directories) await rm(directory, { recursive: true, force: true });
  }

  admin(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown> {
    return askAdmin(this.dataverse.adminUrl, method, path, body);
  }

  async load(table: LoadedTable, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
    await loadRows(this.dataverse.adminUrl, table, rows as never);
  }

  /** An application user with Read at these depths (1 user, 2 business unit, 4 with those below, 8 organization) and no more. */
  async userReading(depths: Readonly<Record<string, 1 | 2 | 4 | 8>>): Promise<ClientCredentials> {
    const roleid = randomUUID();
    const role = `Reads ${roleid}`;
    await this.admin('POST', 'rows/role', [{ roleid, name: role }]);
    const all = {
      prvReadEntity: 8,
      prvReadAttribute: 8,
      prvReadUser: 8,
      prvReadUserSettings: 8,
      prvReadList: 8,
      ...depths,
    };
    const grants = Object.entries(all).map(([name, privilegedepthmask]) => ({
      roleid,
      privilegeid: guidOfName(`privilege:${name}`),
      privilegedepthmask,
    }));
    await this.admin('POST', 'rows/roleprivileges', grants);
    const user = { clientId: randomUUID(), clientSecret: 'a secret of somebody who reads little' };
    await this.admin('POST', 'clients', { ...user, name: role, roles: [role] });
    return user;
  }

  /** Puts an application user into a column security profile that reads these columns. */
  async mayReadColumns({ clientId }: ClientCredentials, table: string, columns: readonly string[]): Promise<void> {
    const fieldsecurityprofileid = randomUUID();
    await this.admin('POST', 'rows/fieldsecurityprofile', [{ fieldsecurityprofileid, name: 'Reads secured columns' }]);
    const permissions = columns.map((attributelogicalname) => {
      return { fieldsecurityprofileid, entityname: table, attributelogicalname, canread: 4 };
    });
    await this.admin('POST', 'rows/fieldpermission', permissions);
    const systemuserid = guidOfName(`systemuser:application:${clientId}`);
    await this.admin('POST', 'rows/systemuserprofiles', [{ systemuserid, fieldsecurityprofileid }]);
  }

  /** A static list of these people. */
  async staticList(table: SelectableTable, numbers: readonly number[]): Promise<PlannedList> {
    const list = { id: rowId(randomUUID()), name: 'Static', table, kind: 'static', query: null } as const;
    await this.#loadList(list);
    const members = numbers.map((number) => ({
      listmemberid: randomUUID(),
      listid: list.id,
      entityid: personId(table, number),
      'entityid@table': table,
      entitytype: table,
    }));
    await loadRows(this.dataverse.adminUrl, 'listmember', members as never);
    return list;
  }

  /** Puts a user's time zone into their settings. @param code Such as 290 for Auckland. */
  async chooseZone(userId: string, code: number): Promise<void> {
    const { url, token } = this.dataverse;
    const response = await fetch(`${url}usersettingscollection(${userId})`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ timezonecode: code }),
    });
    if (!response.ok) throw new Error(await response.text());
  }

  /** Writes the accounts of a name over the Web API, so that they were changed just now. */
  async touchAccounts(name: string): Promise<void> {
    const { url, token } = this.dataverse;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const found = await fetch(`${url}accounts?$select=accountid&$filter=name eq '${name}'`, { headers });
    const { value } = (await found.json()) as { readonly value: readonly { readonly accountid: string }[] };
    for (const { accountid } of value) {
      const body = JSON.stringify({ description: 'Changed.' });
      await fetch(`${url}accounts(${accountid})`, { method: 'PATCH', headers, body });
    }
  }

  async dynamicList(
    table: SelectableTable,
    query: string,
    name = 'Dynamic',
    owner: RowId | null = null,
  ): Promise<PlannedList> {
    const owned = owner === null ? {} : { owner };
    const list = { id: rowId(randomUUID()), name, table, kind: 'dynamic', query, ...owned } as const;
    await this.#loadList(list);
    return list;
  }

  /** Accounts by the number of their primary contact, `null` for none; they are put on a static list, or found by a query. */
  async accountList(
    primaryContacts: readonly (number | null)[],
    { query = null, accountName = 'Firm' }: { readonly query?: string | null; readonly accountName?: string } = {},
  ): Promise<PlannedList> {
    const accounts = primaryContacts.map((contact) => ({
      accountid: randomUUID(),
      name: accountName,
      primarycontactid: contact === null ? null : personId('contact', contact),
      statecode: 0,
    }));
    await loadRows(this.dataverse.adminUrl, 'account', accounts as never);
    const kind = query === null ? 'static' : 'dynamic';
    const list = { id: rowId(randomUUID()), name: 'Firms', table: 'contact', holds: 'account', kind, query } as const;
    await this.#loadList(list);
    const members = accounts.map(({ accountid }) => ({
      listmemberid: randomUUID(),
      listid: list.id,
      entityid: accountid,
      'entityid@table': 'account',
      entitytype: 'account',
    }));
    if (query === null) await loadRows(this.dataverse.adminUrl, 'listmember', members as never);
    return list;
  }

  /** Mailings that are planned to a list; `{}` is an open one by e-mail. */
  async mailings(list: PlannedList, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
    const activities = rows.map((row) => ({
      activityid: randomUUID(),
      subject: 'Mailing',
      channeltypecode: 7,
      statecode: 0,
      statuscode: 1,
      ...row,
    }));
    await this.load('campaignactivity', activities);
    const items = activities.map(({ activityid }) => ({
      campaignactivityitemid: randomUUID(),
      campaignactivityid: activityid,
      itemid: list.id,
      itemobjecttypecode: 'list',
    }));
    await this.load('campaignactivityitem', items);
  }

  /** Runs a sync of the lists with small pages, on a store of its own; `beside` another one that waits. */
  async run(lists: readonly PlannedList[], options: RunOptions = {}): Promise<Ended> {
    const directory = mkdtempSync(join(tmpdir(), 'pmds-engine-'));
    this.#directories.push(directory);
    const { origin: organizationUrl, authority, clientId, clientSecret } = this.dataverse;
    const users = options.users ?? [{ clientId, clientSecret }];
    const calls = new CallMeter();
    const connected = createDataverseClient(
      { organizationUrl, authority, users },
      { clock: systemClock, onCall: calls.count, ...(options.patience && { patience: options.patience }) },
    );
    const storage = await openSqliteStorage(directory);
    const fields = options.fields ?? ['firstname', 'lastname'];
    const order = { name: 'Engine', notificationEmails: [], fields: { contact: fields, lead: fields }, lists };
    const reading = {
      storage,
      source: createRecipientSource({ client: connected.client, pageRows: options.pageRows ?? 50 }),
      rulesOf: consentRules,
      clock: systemClock,
      serverClock: connected.client.serverClock,
      hashing: nodeHashing,
      events: { event: () => undefined },
      calls,
      destinations: [],
    };
    const context = {
      ...reading,
      reporter: {
        now: async () => {
          await connected.client.get('WhoAmI', { purpose: 'claim' });
          return connected.client.serverClock.now();
        },
        claim: () => Promise.resolve({ kind: 'claimed', order } as const),
        lookAgain: (run: Run) => Promise.resolve(unchangedSync(run)),
        notice: () => Promise.resolve(true),
        addressees: () => Promise.resolve({}),
        existing: (ids: readonly RowId[]) => Promise.resolve(new Set(ids)),
        isDeleted: () => Promise.resolve(false),
        foreseeMail: () => Promise.resolve([]),
      },
      work: inProcessWork(createRangeWorker(reading)),
      outboxFilled: () => undefined,
      signing: createManifestSigning([]),
      optOutFlags: usualOptOutFlags,
      version: '1.0.0',
    };
    const dataSyncId = rowId(randomUUID());
    let id = runId();
    const lease = { owner: 'test', leaseMs: 60_000, everyMs: 500 };
    try {
      const request = { runId: id, dataSyncId, requestedAt: new Date() };
      await storage.transaction((unit) => unit.starts.add({ ...request, runType: 'full', trigger: 'button' }));
      if (options.beside === true) {
        const other = { ...request, runId: runId(), dataSyncId: rowId(randomUUID()) };
        await storage.transaction((unit) => unit.starts.add({ ...other, runType: 'full', trigger: 'button' }));
      }
      await storage.leases.acquire(id, lease.owner, Date.now() + lease.leaseMs, Date.now());
      let result = await runSync(context, id, lease, new AbortController().signal);
      if (options.again !== undefined) {
        id = runId();
        const second = { runId: id, dataSyncId, requestedAt: new Date(), trigger: 'button' } as const;
        const runType = options.again;
        await storage.transaction((unit) => unit.starts.add({ ...second, runType }));
        await storage.leases.acquire(id, lease.owner, Date.now() + lease.leaseMs, Date.now());
        result = await runSync(context, id, lease, new AbortController().signal);
      }
      const run = await storage.read.runs.find(id);
      if (run === null) throw new Error('The run is gone.');
      const [counts, errors] = [await storage.read.counts.outcomes(id), await storage.read.traces.errorCount(id)];
      const told = (await storage.read.outbox.oldest(1_000, id)).map(({ message }) => message);
      const traces = told.flatMap((message) => (message.kind === 'trace' ? [message.trace] : []));
      const newer =
        told.flatMap((message) => (message.kind === 'run-row' ? (message.patch.newer ?? []) : []))[0] ?? null;
      const queries =
        told.flatMap((message) => (message.kind === 'run-row' ? (message.patch.queries ?? []) : []))[0] ?? null;
      return { result, run, counts, errors, traces, newer, queries };
    } finally {
      await storage[Symbol.asyncDispose]();
      await connected[Symbol.asyncDispose]();
    }
  }

  async #loadList(list: PlannedList): Promise<void> {
    const row = {
      listid: list.id,
      listname: list.name,
      type: list.kind === 'dynamic',
      createdfromcode: list.holds === 'account' ? 1 : list.table === 'contact' ? 2 : 4,
      query: list.query,
    };
    await loadRows(this.dataverse.adminUrl, 'list', [row] as never);
  }
}

export const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);
