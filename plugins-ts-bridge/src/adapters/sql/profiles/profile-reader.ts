import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { ColumnPlan } from '../../../domain/member/columns.js';
import { decodeCells } from '../../../domain/member/profile-cells.js';
import { zoneOf } from '../../../domain/values/column-zone.js';
import type { DeadLetter } from '../../../domain/outbox/dead-letter.js';
import { ends, rulesOf, type LinkFacts } from '../../../domain/revocation.js';
import type { MemberTrace } from '../../../domain/run/trace.js';
import type { ClosedMember } from '../../../ports/store/closed-members.js';
import type { ProfileReader, Shadow, StoreCounts, StoredProfile, SyncedRun } from '../../../ports/store/profiles.js';
import type { Db } from '../staging/bulk.js';
import { findCells } from '../staging/bulk-tables.js';
import { findClosed } from '../staging/closed/closed-members.js';
import { keptFetchedProfile } from '../intake/intake-codec.js';
import { readDeadLetters } from '../ledger/outbox/letter-rows.js';
import { tracesOfMembers } from '../ledger/traces.js';
import { Shadows, strangersTo, syncedRun } from '../ledger/watched-sync.js';

type Columns = Readonly<Record<SelectableTable, readonly ColumnPlan[]>>;

/** Profiles and a little of the ledger, on a connection that cannot write. */
export class SqlProfileReader implements ProfileReader {
  readonly #db: Db;
  readonly #shadows = new Shadows();
  readonly #close: () => Promise<void>;

  constructor(db: Db, close: () => Promise<void>) {
    this.#db = db;
    this.#close = close;
  }

  async find(table: SelectableTable, id: RowId): Promise<StoredProfile | null> {
    // One snapshot for pointer and profile: a generation may be dropped right after its successor became current.
    return this.#db.transaction().execute(async (snapshot) => {
      if ((await findClosed(snapshot, table, id)) !== null) return null;
      for (const current of await currents(snapshot)) {
        const cells = await findCells(snapshot, current.generation, table, id);
        if (cells === null) continue;
        const columns = (JSON.parse(current.columns) as Columns)[table];
        const storedAt = new Date(current.switched_at);
        return { table, id, ...decodeCells(cells, columns), runId: current.run_id as SyncRunId, storedAt };
      }
      return fetched(snapshot, table, id);
    });
  }

  closed(table: SelectableTable, id: RowId): Promise<ClosedMember | null> {
    return findClosed(this.#db, table, id);
  }

  async selectedColumns(table: SelectableTable): Promise<readonly string[]> {
    const names = (await currents(this.#db)).flatMap((current) =>
      (JSON.parse(current.columns) as Columns)[table].map((column) => column.logicalName),
    );
    return [...new Set(names)];
  }

  async timeZone(): Promise<string | null> {
    for (const current of await currents(this.#db)) {
      const { contact, lead } = JSON.parse(current.columns) as Columns;
      const zone = zoneOf([...contact, ...lead]);
      if (zone !== null) return zone;
    }
    return null;
  }

  async activeRunOf(dataSyncId: RowId): Promise<SyncRunId | null> {
    const row = await this.#db
      .selectFrom('run')
      .select('run_id')
      .where('data_sync_id', '=', dataSyncId)
      .where('phase', '!=', 'ended')
      .executeTakeFirst();
    return (row?.run_id ?? null) as SyncRunId | null;
  }

  syncedRun(dataSyncId: RowId): Promise<SyncedRun | null> {
    return syncedRun(this.#db, dataSyncId);
  }

  strangersTo(dataSyncId: RowId, table: SelectableTable, ids: readonly RowId[]): Promise<readonly RowId[]> {
    return strangersTo(this.#db, dataSyncId, table, ids);
  }

  shadowOf(dataSyncId: RowId): Promise<Shadow | null> {
    return this.#shadows.of(this.#db, dataSyncId);
  }

  async openTraces(dataSyncId: RowId, ids: readonly RowId[]): Promise<readonly MemberTrace[]> {
    const current = await this.#db
      .selectFrom('current_generation')
      .select('run_id')
      .where('data_sync_id', '=', dataSyncId)
      .executeTakeFirst();
    return current === undefined ? [] : tracesOfMembers(this.#db, current.run_id, ids);
  }

  async held(dataSyncId: RowId): ReturnType<ProfileReader['held']> {
    const row = await this.#db
      .selectFrom('current_generation')
      .select(['run_id', 'contact_profiles', 'lead_profiles'])
      .where('data_sync_id', '=', dataSyncId)
      .executeTakeFirst();
    if (row === undefined) return null;
    return {
      runId: row.run_id as SyncRunId,
      profiles: { contact: row.contact_profiles, lead: row.lead_profiles },
    };
  }

  exists(): Promise<boolean> {
    return Promise.resolve(true);
  }

  async knowsRun(runId: SyncRunId): Promise<boolean> {
    const row = await this.#db.selectFrom('run').select('run_id').where('run_id', '=', runId).executeTakeFirst();
    return row !== undefined;
  }

  async stateOfRun(runId: SyncRunId): Promise<'unknown' | 'open' | 'ended'> {
    const row = await this.#db.selectFrom('run').select('phase').where('run_id', '=', runId).executeTakeFirst();
    if (row === undefined) return 'unknown';
    return row.phase === 'ended' ? 'ended' : 'open';
  }

  async isRunRevoked(runId: SyncRunId): Promise<boolean> {
    const row = await this.#db
      .selectFrom('revocation')
      .select('kind')
      .where('kind', '=', 'run')
      .where('value', '=', runId)
      .executeTakeFirst();
    return row !== undefined;
  }

  async isRevoked(link: LinkFacts): Promise<boolean> {
    const rules = await this.#db
      .selectFrom('revocation')
      .select(['kind', 'at'])
      .where((eb) => eb.or(rulesOf(link).map(({ kind, value }) => eb.and({ kind, value }))))
      .execute();
    return rules.some(({ kind, at }) => ends({ kind, at: new Date(at) }, link));
  }

  async counts(): Promise<StoreCounts> {
    const open = await this.#db.selectFrom('run').select('phase').where('phase', '!=', 'ended').execute();
    const outbox = await this.#db
      .selectFrom('outbox')
      .select((eb) => [eb.fn.countAll<number | string>().as('n'), eb.fn.min<number | null>('added_ms').as('oldest')])
      // A mail that a server puts off waits for hours, as it should.
      .where('lane', 'not like', 'mail %')
      .executeTakeFirstOrThrow();
    const letters = await this.#db
      .selectFrom('dead_letter')
      .select((eb) => eb.fn.countAll<number | string>().as('n'))
      .executeTakeFirstOrThrow();
    const queuedRuns = open.filter((run) => run.phase === 'claim').length;
    const generations = await currents(this.#db);
    const profiles = generations.reduce((sum, current) => sum + current.contact_profiles + current.lead_profiles, 0);
    // The age of one of before its time was kept is not known.
    const oldestMs = outbox.oldest ?? 0;
    return {
      activeRuns: open.length - queuedRuns,
      queuedRuns,
      outboxEntries: Number(outbox.n),
      profiles,
      deadLetters: Number(letters.n),
      oldestOutboxSeconds: oldestMs === 0 ? 0 : Math.max(0, Math.round((Date.now() - oldestMs) / 1_000)),
      isNew: generations.length === 0,
    };
  }

  deadLetters(limit: number): Promise<readonly DeadLetter[]> {
    return readDeadLetters(this.#db, limit);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }
}

function currents(db: Db): Promise<
  readonly {
    readonly run_id: string;
    readonly generation: number;
    readonly switched_at: string;
    readonly columns: string;
    readonly contact_profiles: number;
    readonly lead_profiles: number;
  }[]
> {
  return db
    .selectFrom('current_generation')
    .selectAll()
    .where('data_sync_id', 'not in', (eb) => eb.selectFrom('deleted_sync').select('data_sync_id'))
    .orderBy('switched_at', 'desc')
    .execute();
}

async function fetched(db: Db, table: SelectableTable, id: RowId): Promise<StoredProfile | null> {
  const row = await db
    .selectFrom('fetched_profile')
    .select(['profile', 'fetched_at'])
    .where('member_table', '=', table)
    .where('member_id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  const profile = keptFetchedProfile(row.profile);
  if (profile === null) return null;
  const { values, labels, columns } = profile;
  return { table, id, values, labels, columns, runId: null, storedAt: new Date(row.fetched_at) };
}
