import { selectableTables, type SelectableTable } from '@pmds/contracts/fields/field-selection';
import { factsOf, memberOutcomes } from '@pmds/contracts/run/outcomes';
import type { RowId } from '@pmds/contracts/ids';
import { sql, type RawBuilder } from 'kysely';
import { guidText } from '../../../domain/guid.js';
import { keptAs } from '../../../domain/member/settled-outcome.js';
import type { Run } from '../../../domain/run/run.js';
import type { BulkDriver, Db } from './bulk.js';
import { idBytes, tableCode } from './member-key.js';

/**
 * Tables of one run, numbered by its generation: a generation is appended without looking anything up, indexed once, and
 * dropped as a whole.
 *  - membership_n: what the id scan found, one row per list and id, as it came
 *  - member_n:     distinct members, each owned by the first source that has it; both kept while the run is the current one
 *  - profile_n:    stored values; becomes what prefill reads when the run's generation is made current
 *  - settled_n:    members that are not stored, with their outcome; kept beside the profiles for incremental runs
 */
const kinds = {
  none: [],
  ids: ['membership', 'member'],
  read: ['settled', 'profile'],
  all: ['membership', 'member', 'settled', 'profile'],
} as const;

/** In the place of a source: on lists alone that the run does not cover. After all others, since a member belongs to its first. */
export const uncoveredSource = 32_767;

export const named = (kind: string, generation: number): RawBuilder<unknown> => sql.table(`${kind}_${generation}`);

export async function createTables(db: Db, generation: number, dialect: BulkDriver['dialect']): Promise<void> {
  const blob = sql.raw(dialect === 'sqlite' ? 'blob' : 'bytea');
  const clustered = sql.raw(dialect === 'sqlite' ? 'without rowid' : '');
  const make = async (kind: string, columns: RawBuilder<unknown>): Promise<void> => {
    await sql`create table if not exists ${named(kind, generation)} ${columns}`.execute(db);
  };
  await make('membership', sql`(list smallint not null, id ${blob} not null)`);
  // PostgreSQL makes the key when the rows are there, in a fifth of the time.
  const key = sql.raw(dialect === 'sqlite' ? ', primary key (tbl, id)' : '');
  await make('member', sql`(tbl smallint not null, id ${blob} not null, source smallint not null ${key}) ${clustered}`);
  await make('profile', sql`(tbl smallint not null, id ${blob} not null, hash ${blob} not null, cells text not null)`);
  await make(
    'settled',
    sql`(tbl smallint not null, id ${blob} not null, outcome text not null, primary key (tbl, id)) ${clustered}`,
  );
}

export async function dropTables(db: Db, generation: number, which: keyof typeof kinds): Promise<void> {
  for (const kind of kinds[which]) await sql`drop table if exists ${named(kind, generation)}`.execute(db);
}

/** Memberships to distinct members. Doing it again gives the same rows. */
export async function sealMembers(
  db: Db,
  generation: number,
  lists: readonly { readonly table: SelectableTable; readonly source: number | null }[],
  dialect: BulkDriver['dialect'],
): Promise<void> {
  await sql`delete from ${named('member', generation)}`.execute(db);
  // A table at a time: ids alone are sorted several times as fast as pairs of table and id.
  for (const table of selectableTables) {
    const ofTable = [...lists.entries()].filter(([, list]) => list.table === table);
    if (ofTable.length === 0) continue;
    const source = sql`case list ${sql.join(
      ofTable.map(([index, list]) => sql`when ${sql.lit(index)} then ${sql.lit(list.source ?? uncoveredSource)}`),
      sql` `,
    )} end`;
    await sql`insert into ${named('member', generation)} (tbl, id, source)
      select ${sql.lit(tableCode[table])}, id, min(${source}) from ${named('membership', generation)}
      where list in (${sql.join(ofTable.map(([index]) => sql.lit(index)))}) group by id order by id`.execute(db);
  }
  await makeMembersFindable(db, generation, dialect);
}

/** The id comes first in the key: it tells members apart at the first comparison. */
async function makeMembersFindable(db: Db, generation: number, dialect: BulkDriver['dialect']): Promise<void> {
  if (dialect === 'sqlite') return;
  const key = sql.id(`member_${generation}_key`);
  await sql`create unique index if not exists ${key} on ${named('member', generation)} (id, tbl)`.execute(db);
  await analyze(db, 'member', generation);
}

/**
 * Without statistics PostgreSQL thinks that a key finds dozens of rows, and takes several times as long for each page.
 * It would gather them by itself, but looks for such tables once a minute.
 */
async function analyze(db: Db, kind: string, generation: number): Promise<void> {
  await sql`analyze ${named(kind, generation)} (tbl, id)`.execute(db);
}

/** The members of a generation become those of another. Doing it again gives the same rows. */
export async function copyMembers(db: Db, from: number, to: number, dialect: BulkDriver['dialect']): Promise<void> {
  for (const kind of kinds.ids) {
    await sql`delete from ${named(kind, to)}`.execute(db);
    await sql`insert into ${named(kind, to)} select * from ${named(kind, from)}`.execute(db);
  }
  await makeMembersFindable(db, to, dialect);
}

/** The members of some lists become those of another generation. Doing it again gives the same rows. */
export async function copyMemberships(db: Db, from: number, to: number, lists: readonly number[]): Promise<void> {
  const these = sql`list in (${sql.join(lists.map((list) => sql.lit(list)))})`;
  await sql`delete from ${named('membership', to)} where ${these}`.execute(db);
  await sql`insert into ${named('membership', to)} (list, id)
    select list, id from ${named('membership', from)} where ${these}`.execute(db);
}

export async function forgetTables(db: Db, generation: number, which: keyof typeof kinds): Promise<void> {
  for (const kind of kinds[which]) await sql`delete from ${named(kind, generation)}`.execute(db);
}

export async function count(db: Db, query: RawBuilder<{ n: number | string }>): Promise<number> {
  const { rows } = await query.execute(db);
  return Number(rows[0]?.n ?? 0);
}

export function countMembers(db: Db, generation: number, table: SelectableTable): Promise<number> {
  return count(
    db,
    sql`select count(*) as n from ${named('member', generation)} where tbl = ${sql.lit(tableCode[table])}`,
  );
}

export function countMembersOfSource(db: Db, generation: number, source: number): Promise<number> {
  return count(db, sql`select count(*) as n from ${named('member', generation)} where source = ${sql.lit(source)}`);
}

/** Distinct members of some lists, by their positions. */
export function countMembersOnLists(db: Db, generation: number, lists: readonly number[]): Promise<number> {
  return count(
    db,
    sql`select count(distinct id) as n from ${named('membership', generation)}
      where list in (${sql.join(lists.map((list) => sql.lit(list)))})`,
  );
}

export function countProfiles(db: Db, generation: number, table: SelectableTable): Promise<number> {
  return count(
    db,
    sql`select count(*) as n from ${named('profile', generation)} where tbl = ${sql.lit(tableCode[table])}`,
  );
}

/** Profiles of `from` that `to` does not hold. */
export function countLeavers(db: Db, from: number, to: number): Promise<number> {
  return count(
    db,
    sql`select count(*) as n from ${named('profile', from)} as had
      where not exists (select 1 from ${named('profile', to)} as has where has.tbl = had.tbl and has.id = had.id)`,
  );
}

/** Stored members whom a run did not find and other generations store, in the order of their ids. */
export function sharedLeavers(
  db: Db,
  of: { readonly run: Pick<Run, 'generation'>; readonly stored: number; readonly others: readonly number[] },
  { table, after, limit }: { readonly table: SelectableTable; readonly after: RowId | null; readonly limit: number },
): Promise<readonly RowId[]> {
  if (of.others.length === 0) return Promise.resolve([]);
  const held = of.others.map(
    (other) =>
      sql`exists (select 1 from ${named('profile', other)} as other where other.tbl = had.tbl and other.id = had.id)`,
  );
  const from = after === null ? sql`` : sql`and had.id > ${idBytes(after)}`;
  return idsOf(
    db,
    sql`select had.id as id from ${named('profile', of.stored)} as had
      where had.tbl = ${sql.lit(tableCode[table])} ${from}
      and not exists (select 1 from ${named('member', of.run.generation)} as m where m.tbl = had.tbl and m.id = had.id)
      and (${sql.join(held, sql` or `)})
      order by had.id limit ${sql.lit(limit)}`,
  );
}

export async function indexProfiles(db: Db, generation: number, dialect: BulkDriver['dialect']): Promise<void> {
  const index = sql.id(`profile_${generation}_key`);
  await sql`create unique index if not exists ${index} on ${named('profile', generation)} (tbl, id)`.execute(db);
  if (dialect === 'postgres') await analyze(db, 'profile', generation);
}

async function idsOf(db: Db, query: RawBuilder<{ id: Uint8Array }>): Promise<readonly RowId[]> {
  const { rows } = await query.execute(db);
  return rows.map((row) => guidText(row.id));
}

/** Outcomes that an unchanged row has again. Whoever failed is looked at in every run; who was gone, in all but a retry. */
export function lastingOutcomes(run: Pick<Run, 'runType'>): RawBuilder<unknown> {
  const lasting = memberOutcomes.filter((outcome) => {
    const { lasts } = factsOf(outcome);
    return lasts === 'always' || (lasts === 'in-a-retry' && run.runType === 'retry');
  });
  return sql.join(lasting.flatMap(keptAs).map((outcome) => sql.lit(outcome)));
}

/** Members of whom neither the run nor the base of an incremental one knows an outcome. */
export function unsettled(
  db: Db,
  run: Pick<Run, 'generation' | 'base' | 'runType'>,
  { table, after, limit }: { readonly table: SelectableTable; readonly after: RowId | null; readonly limit: number },
): Promise<readonly RowId[]> {
  const from = after === null ? sql`` : sql`and m.id > ${idBytes(after)}`;
  const carried = run.base === null ? sql`` : sql`and (not ${knownBy(run, run.base.generation)} or ${touched(run)})`;
  return idsOf(
    db,
    sql`select m.id as id from ${named('member', run.generation)} as m
      where m.tbl = ${sql.lit(tableCode[table])} ${from}
      and not exists (select 1 from ${named('profile', run.generation)} as p where p.tbl = m.tbl and p.id = m.id)
      and not exists (select 1 from ${named('settled', run.generation)} as s where s.tbl = m.tbl and s.id = m.id)
      ${carried}
      order by m.id limit ${sql.lit(limit)}`,
  );
}

/** Whether somebody changed the member `m` just before the service wrote to him: his row does not tell that any more. */
function touched({ base, runType }: Pick<Run, 'base' | 'runType'>): RawBuilder<unknown> {
  if (base === null || runType === 'retry') return sql`false`;
  // Whom the run does not cover stays as he was; the next run that does looks as far back.
  return sql`m.source <> ${sql.lit(uncoveredSource)} and exists (select 1 from touched_member as t where t.tbl = m.tbl and t.id = m.id
    and t.at_ms >= ${sql.lit(base.changedSince.getTime())})`;
}

/** Whether a generation stores the member `m`, skipped it for a reason that lasts, or says all that the run will know of it. */
export function knownBy(run: Pick<Run, 'runType'>, base: number): RawBuilder<unknown> {
  return sql`(exists (select 1 from ${named('profile', base)} as bp where bp.tbl = m.tbl and bp.id = m.id)
    or exists (select 1 from ${named('settled', base)} as bs
      where bs.tbl = m.tbl and bs.id = m.id
        and (m.source = ${sql.lit(uncoveredSource)} or bs.outcome in (${lastingOutcomes(run)}))))`;
}

/**
 * Every n-th member of a source, so that the sample is spread over all of them. From one to the next by the key: numbering
 * a million rows takes seven times as long.
 */
export async function sample(
  db: Db,
  generation: number,
  { table, source }: { readonly table: SelectableTable; readonly source: number },
  size: number,
): Promise<readonly RowId[]> {
  const members = await countMembersOfSource(db, generation, source);
  const skip = Math.max(1, Math.ceil(members / size)) - 1;
  const ofSource = sql`from ${named('member', generation)} as m
    where m.tbl = ${sql.lit(tableCode[table])} and m.source = ${sql.lit(source)}`;
  const next = sql`order by m.id limit 1 offset ${sql.lit(skip)}`;
  return idsOf(
    db,
    sql`with recursive hop (id) as (
        select (select m.id ${ofSource} ${next})
        union all
        select (select m.id ${ofSource} and m.id > hop.id ${next}) from hop where hop.id is not null)
      select id from hop where id is not null limit ${sql.lit(size)}`,
  );
}

export async function findCells(db: Db, generation: number, table: SelectableTable, id: RowId): Promise<string | null> {
  const { rows } = await sql<{ cells: string }>`select cells from ${named('profile', generation)}
    where tbl = ${sql.lit(tableCode[table])} and id = ${idBytes(id)}`.execute(db);
  return rows[0]?.cells ?? null;
}
