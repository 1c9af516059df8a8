import { Kysely, Migrator, sql, SqliteDialect, type RawBuilder } from 'kysely';
import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import { nodeHashing } from '@pmds/bridge/adapters/crypto/node-hashing';
import { migrationsOf } from '@pmds/bridge/adapters/sql/migrate';
import { openPostgresDb } from '@pmds/bridge/adapters/sql/postgres';
import { openHandle } from '@pmds/bridge/adapters/sql/sqlite';
import { guidBytes } from '@pmds/bridge/domain/guid';
import { DigestSum } from '@pmds/bridge/domain/run/digest';
import { columns, personId } from '../engine/fake-dataverse';
import { postgresBackend } from '../engine/postgres-backend';
import { rowId, runIdOf, sqliteBackend, type Backend } from '../engine/world';

type Db = Kysely<unknown>;
type Value = string | number | Uint8Array | null;

/** A store of a kind, and a way to it that knows nothing of the ledger. */
export interface OldBackend {
  readonly dialect: 'sqlite' | 'postgres';
  readonly backend: Backend;
  readonly connect: () => Db;
}

export function oldSqlite(): Promise<OldBackend> {
  const backend = sqliteBackend();
  const connect = (): Db =>
    new Kysely({ dialect: new SqliteDialect({ database: openHandle(backend.directory, false) }) });
  return Promise.resolve({ dialect: 'sqlite', backend, connect });
}

export async function oldPostgres(server: string): Promise<OldBackend> {
  const backend = await postgresBackend(server);
  return { dialect: 'postgres', backend, connect: () => openPostgresDb(backend.url, 2) as Kysely<unknown> };
}

/** Members of the sync, as every run finds them: so many contacts on its first list, so many leads on its second. */
export const members = { contact: 25, lead: 5 } as const;
/** Rows of a page. */
export const pageRows = 10;

/** Each run is of a sync of its own. */
export const syncOf = (number: number): RowId => rowId(20 + number);

const code = { contact: 1, lead: 2 } as const;
const cellsOf = (number: number): string => JSON.stringify([`Person ${number}`, '1980-05-17']);
const hashOf = (id: RowId, number: number): Uint8Array => nodeHashing.contentHash(`${id} ${cellsOf(number)}`);
const bytes = (id: RowId): Buffer => Buffer.from(guidBytes(id));
const numbers = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);

/**
 * Writes what a service of an earlier version left in its store when it died, in the words of its schema: nothing here
 * goes through the ledger of today.
 */
export class OldStore implements AsyncDisposable {
  readonly #db: Db;
  readonly #dialect: OldBackend['dialect'];
  readonly #order: object;

  private constructor(db: Db, dialect: OldBackend['dialect'], order: object) {
    this.#db = db;
    this.#dialect = dialect;
    this.#order = order;
  }

  /** @param schema The last step that the version knew. */
  static async make({ connect, dialect }: OldBackend, schema: string, order: object): Promise<OldStore> {
    const db = connect();
    const migrator = new Migrator({
      db,
      provider: { getMigrations: () => Promise.resolve({ ...migrationsOf(dialect) }) },
    });
    const { error } = await migrator.migrateTo(schema);
    if (error !== undefined) throw new Error(`The store could not be brought to ${schema}.`, { cause: error });
    return new OldStore(db, dialect, order);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#db.destroy();
  }

  /** @returns its generation. */
  async run(number: number, phase: string, more: Readonly<Record<string, Value>> = {}): Promise<number> {
    const claimed = phase !== 'claim';
    const rows = await this.insert(
      'run',
      {
        run_id: runIdOf(number),
        data_sync_id: syncOf(number),
        run_type: 'full',
        trigger: 'button',
        status: claimed ? 'in-progress' : 'queued',
        phase,
        requested_at: '2026-01-01T00:00:00.000Z',
        started_at: claimed ? '2026-01-01T00:00:05.000Z' : null,
        server_time: claimed ? 1 : 0,
        sync_order: claimed ? JSON.stringify(this.#order) : null,
        columns: claimed ? JSON.stringify({ contact: columns, lead: columns }) : null,
        api_calls: 0,
        cancel_requested: 0,
        lease_owner: 'a process that is dead',
        lease_until_ms: 1,
        leftover: claimed ? 'all' : 'none',
        ...more,
      },
      'generation',
    );
    const generation = Number(rows[0]?.['generation']);
    if (claimed) await this.#tables(generation);
    return generation;
  }

  /** The number said which source, which table or which destination, by the stage. */
  async range(
    number: number,
    stage: string,
    source: number,
    at: { readonly pages?: number; readonly cookie?: string; readonly lastId?: RowId; readonly done?: boolean } = {},
  ): Promise<number> {
    const rows = await this.insert(
      'range',
      {
        run_id: runIdOf(number),
        stage,
        source,
        page: at.pages ?? 0,
        cookie: at.cookie ?? null,
        last_id: at.lastId ?? null,
        rows_read: (at.pages ?? 0) * pageRows,
        rows_expected: 0,
        pivots: '[]',
        done: at.done === true ? 1 : 0,
      },
      'number',
    );
    return Number(rows[0]?.['number']);
  }

  /** Keeps a scanned page of a list, with its count. */
  async scanned(number: number, generation: number, range: number, page: ScannedPage): Promise<void> {
    const ids = new DigestSum();
    for (const id of numbers(page.from, page.to).map((person) => personId(page.table, person))) {
      await this.insert(`membership_${generation}`, { list: page.list, id: bytes(id) });
      ids.addId(guidBytes(id));
    }
    const key = { run_id: runIdOf(number), range_number: range, page: page.page };
    await this.insert('list_count', { ...key, list: page.list, members: page.to - page.from, digest: ids.text });
  }

  /** The scan of both lists is done, and it is known who the members are. */
  async sealed(number: number, generation: number): Promise<void> {
    for (const [list, table] of (['contact', 'lead'] as const).entries()) {
      const range = await this.range(number, 'scan', list, { pages: 3, done: true });
      await this.scanned(number, generation, range, { table, list, page: 1, from: 0, to: members[table] });
      for (const person of numbers(0, members[table])) {
        const id = bytes(personId(table, person));
        await this.insert(`member_${generation}`, { tbl: code[table], id, source: list });
      }
    }
    await this.update('run', { members: JSON.stringify(members) }, { run_id: runIdOf(number) });
  }

  /** Stores people of a page, with their count. */
  async stored(
    number: number,
    generation: number,
    range: number,
    { table, page, from, to }: Omit<ScannedPage, 'list'>,
  ): Promise<void> {
    const digest = new DigestSum();
    for (const person of numbers(from, to)) {
      const id = personId(table, person);
      const hash = hashOf(id, person);
      digest.add(hash);
      const row = { tbl: code[table], id: bytes(id), hash: Buffer.from(hash), cells: cellsOf(person) };
      await this.insert(`profile_${generation}`, row);
    }
    const key = { run_id: runIdOf(number), range_number: range, page, member_table: table };
    await this.insert('chunk_count', { ...key, outcome: 'synced', members: to - from, digest: digest.text });
  }

  /** Everybody was read. */
  async read(number: number, generation: number): Promise<void> {
    for (const [source, table] of (['contact', 'lead'] as const).entries()) {
      const range = await this.range(number, 'read', source, { pages: 3, done: true });
      await this.stored(number, generation, range, { table, page: 1, from: 0, to: members[table] });
    }
    await this.index(generation);
  }

  async index(generation: number): Promise<void> {
    const [index, table] = [sql.id(`profile_${generation}_key`), sql.table(`profile_${generation}`)];
    await sql`create unique index ${index} on ${table} (tbl, id)`.execute(this.#db);
  }

  /** Leaves a message to be told; a mail that failed before waits alone. */
  async report(number: number, message: { readonly kind: string; readonly attempts?: unknown }): Promise<void> {
    const subject = message.attempts === undefined ? syncOf(number) : `mail ${runIdOf(number)}`;
    await this.insert('outbox', { run_id: runIdOf(number), subject, added_ms: 5, message: JSON.stringify(message) });
  }

  async insert(
    table: string,
    row: Readonly<Record<string, Value>>,
    returning?: string,
  ): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const names = sql.join(Object.keys(row).map((name) => sql.ref(name)));
    const values = sql.join(Object.values(row));
    const back = returning === undefined ? sql`` : sql`returning ${sql.ref(returning)}`;
    const { rows } = await sql<Record<string, unknown>>`
      insert into ${sql.table(table)} (${names}) values (${values}) ${back}`.execute(this.#db);
    return rows;
  }

  async update(
    table: string,
    set: Readonly<Record<string, Value>>,
    where: Readonly<Record<string, Value>>,
  ): Promise<void> {
    const equal = (pairs: Readonly<Record<string, Value>>): readonly RawBuilder<unknown>[] =>
      Object.entries(pairs).map(([name, value]) => sql`${sql.ref(name)} = ${value}`);
    await sql`update ${sql.table(table)} set ${sql.join(equal(set))}
      where ${sql.join(equal(where), sql` and `)}`.execute(this.#db);
  }

  async #tables(generation: number): Promise<void> {
    const blob = sql.raw(this.#dialect === 'sqlite' ? 'blob' : 'bytea');
    const make = (kind: string, ...rest: readonly RawBuilder<unknown>[]): Promise<unknown> =>
      sql`create table ${sql.table(`${kind}_${generation}`)} (${sql.join(rest)})`.execute(this.#db);
    const [tbl, id] = [sql`tbl smallint not null`, sql`id ${blob} not null`];
    await make('membership', sql`list smallint not null`, id);
    await make('member', tbl, id, sql`source smallint not null`, sql`primary key (tbl, id)`);
    await make('profile', tbl, id, sql`hash ${blob} not null`, sql`cells text not null`);
    await make('settled', tbl, id, sql`outcome text not null`, sql`primary key (tbl, id)`);
  }
}

interface ScannedPage {
  readonly table: SelectableTable;
  readonly list: number;
  readonly page: number;
  readonly from: number;
  readonly to: number;
}
