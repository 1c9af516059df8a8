import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import { sql } from 'kysely';
import { z } from 'zod';
import { guidText } from '../../../domain/guid.js';
import type { KeptLinkSet, LinkSet, WrittenLink } from '../../../domain/links/written-link.js';
import { rowId } from '../../../domain/outbox/schema/values.js';
import type { OwnWrites, WrittenLinks, WrittenLinkWriter } from '../../../ports/store/links/written-links.js';
import { SqlRevocations } from '../profiles/sql-revocations.js';
import type { Db } from '../staging/bulk.js';
import { idBytes, tableCode } from '../staging/member-key.js';
import { inParts } from '../statement-parts.js';

/** Newer ones first; a run that has to look at more of them reads people that it need not. */
const ownWritesAtMost = 8;
const touchedAreKeptMs = 400 * 86_400_000;
const rowsPerInsert = 200;

export class SqlWrittenLinks implements WrittenLinks {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async setOf(formId: RowId, table: SelectableTable): Promise<KeptLinkSet | null> {
    const row = await this.#db
      .selectFrom('link_set')
      .selectAll()
      .where('form_id', '=', formId)
      .where('tbl', '=', tableCode[table])
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? null : linkSetOf(row);
  }

  async sets(numbers: readonly number[]): Promise<readonly KeptLinkSet[]> {
    if (numbers.length === 0) return [];
    const rows = await this.#db.selectFrom('link_set').selectAll().where('number', 'in', numbers).execute();
    return rows.map(linkSetOf);
  }

  async written(
    formId: RowId,
    table: SelectableTable,
    ids: readonly RowId[],
  ): Promise<ReadonlyMap<RowId, WrittenLink>> {
    const found = new Map<RowId, WrittenLink>();
    for (const some of inParts(ids.map((id) => idBytes(id)))) {
      const { rows } = await sql<{ id: Uint8Array; set_number: number; issued_ms: number | string }>`
        select id, set_number, issued_ms from written_link where form_id = ${idBytes(formId)}
        and tbl = ${sql.lit(tableCode[table])} and id in (${sql.join(some)})`.execute(this.#db);
      for (const row of rows) {
        found.set(guidText(row.id), { set: row.set_number, issuedAt: new Date(Number(row.issued_ms)) });
      }
    }
    return found;
  }

  async revokedMembers(ids: readonly RowId[]): Promise<ReadonlyMap<RowId, Date>> {
    const rules = await this.#db
      .selectFrom('revocation')
      .select('value')
      .where('kind', '=', 'member')
      .limit(1)
      .execute();
    const found = new Map<RowId, Date>();
    if (rules.length === 0) return found;
    for (const some of inParts(ids)) {
      const rows = await this.#db
        .selectFrom('revocation')
        .select(['value', 'at'])
        .where('kind', '=', 'member')
        .where('value', 'in', some)
        .execute();
      for (const { value, at } of rows) found.set(value as RowId, new Date(at));
    }
    return found;
  }

  isRevoked({ form, kid, runId, issuedOn }: LinkSet): Promise<boolean> {
    const facts = { form: null, formKey: form.key, kid, runId, issuedAt: new Date(issuedOn) };
    // Rules of a member end his own link alone; no member has the id of a form.
    return new SqlRevocations(this.#db).isRevoked({ ...facts, id: form.id });
  }

  async ownWrites(table: SelectableTable, since: Date): Promise<readonly OwnWrites[]> {
    const rows = await this.#db
      .selectFrom('own_write')
      .selectAll()
      .where('tbl', '=', tableCode[table])
      .where('until_ms', '>=', since.getTime())
      .orderBy('from_ms', 'desc')
      .limit(ownWritesAtMost)
      .execute();
    return rows.map(({ from_ms, until_ms, users }) => ({
      from: new Date(Number(from_ms)),
      until: new Date(Number(until_ms)),
      users: z.array(rowId).parse(JSON.parse(users)),
    }));
  }
}

export class SqlWrittenLinkWriter implements WrittenLinkWriter {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async begin(set: LinkSet): Promise<KeptLinkSet> {
    const { number } = await this.#db
      .insertInto('link_set')
      .values({ form_id: set.form.id, tbl: tableCode[set.table], terms: JSON.stringify(set) })
      .returning('number')
      .executeTakeFirstOrThrow();
    return { ...set, number };
  }

  async keep(formId: RowId, table: SelectableTable, links: ReadonlyMap<RowId, WrittenLink>): Promise<void> {
    const rows = [...links].map(
      ([id, { set, issuedAt }]) =>
        sql`(${idBytes(formId)}, ${sql.lit(tableCode[table])}, ${idBytes(id)}, ${sql.lit(set)}, ${sql.lit(issuedAt.getTime())})`,
    );
    for (let at = 0; at < rows.length; at += rowsPerInsert) {
      await sql`insert into written_link (form_id, tbl, id, set_number, issued_ms)
        values ${sql.join(rows.slice(at, at + rowsPerInsert))}
        on conflict (form_id, tbl, id) do update set set_number = excluded.set_number, issued_ms = excluded.issued_ms`.execute(
        this.#db,
      );
    }
  }

  async wrote(table: SelectableTable, { from, until, users }: OwnWrites): Promise<void> {
    const row = { until_ms: until.getTime(), users: JSON.stringify(users) };
    await this.#db
      .insertInto('own_write')
      .values({ tbl: tableCode[table], from_ms: from.getTime(), ...row })
      .onConflict((conflict) => conflict.columns(['tbl', 'from_ms']).doUpdateSet(row))
      .execute();
  }

  async touched(table: SelectableTable, ids: readonly RowId[], at: Date): Promise<void> {
    const rows = ids.map((id) => sql`(${sql.lit(tableCode[table])}, ${idBytes(id)}, ${sql.lit(at.getTime())})`);
    for (let from = 0; from < rows.length; from += rowsPerInsert) {
      await sql`insert into touched_member (tbl, id, at_ms) values ${sql.join(rows.slice(from, from + rowsPerInsert))}
        on conflict (tbl, id) do update set at_ms = excluded.at_ms`.execute(this.#db);
    }
    await this.#db
      .deleteFrom('touched_member')
      .where('at_ms', '<', at.getTime() - touchedAreKeptMs)
      .execute();
  }
}

const column = z.string().nullable();
const terms = z.looseObject({
  form: z.looseObject({
    id: rowId,
    key: z.string(),
    name: z.string(),
    address: z.string(),
    linkColumns: z.object({ contact: column, lead: column }),
    linkDays: z.number(),
    maximumUses: z.int().nullable(),
    isPreference: z.boolean(),
    expiresOn: z.iso.datetime(),
    sendPlanned: z.boolean(),
  }),
  table: z.enum(['contact', 'lead']),
  column: z.string(),
  kid: z.string(),
  runId: z.string().transform((id) => id as SyncRunId),
  issuedOn: z.iso.datetime(),
});

function linkSetOf(row: { readonly number: number; readonly terms: string }): KeptLinkSet {
  return { ...terms.parse(JSON.parse(row.terms)), number: row.number };
}
