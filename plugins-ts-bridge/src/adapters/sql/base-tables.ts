import type { SelectableTable } from '@pmds/contracts/field-selection';
import { sql } from 'kysely';
import type { Run } from '../../domain/run.js';
import type { SettledOutcome } from '../../domain/settled-outcome.js';
import type { Db } from './bulk.js';
import { count, knownBy, lastingOutcomes, named } from './bulk-tables.js';
import { tableCode } from './codec.js';

/** Members of the run of whom `base` knows nothing that lasts. */
export function countJoiners(db: Db, run: Run, base: number): Promise<number> {
  return count(
    db,
    sql`select count(*) as n from ${named('member', run.generation)} as m where not ${knownBy(run, base)}`,
  );
}

/** Members of an incremental run that it did not read, by what their base says of them. */
export async function carriedOutcomes(
  db: Db,
  run: Run,
  base: number,
): Promise<
  readonly {
    readonly table: SelectableTable;
    readonly outcome: SettledOutcome | 'unchanged';
    readonly members: number;
  }[]
> {
  const { generation } = run;
  const unread = sql`not exists (select 1 from ${named('profile', generation)} as p where p.tbl = b.tbl and p.id = b.id)
    and not exists (select 1 from ${named('settled', generation)} as s where s.tbl = b.tbl and s.id = b.id)
    and exists (select 1 from ${named('member', generation)} as m where m.tbl = b.tbl and m.id = b.id)`;
  const { rows } = await sql<{ tbl: number; outcome: string; n: number }>`
    select tbl, 'unchanged' as outcome, count(*) as n from ${named('profile', base)} as b where ${unread} group by tbl
    union all
    select tbl, outcome, count(*) as n from ${named('settled', base)} as b
      where ${unread} and outcome in (${lastingOutcomes(run)}) group by tbl, outcome`.execute(db);
  return rows.map((row) => ({
    table: row.tbl === tableCode.contact ? 'contact' : 'lead',
    outcome: row.outcome as SettledOutcome | 'unchanged',
    members: row.n,
  }));
}

/** Changes the base by what an incremental run read. @returns profiles removed. */
export async function applyToBase(db: Db, generation: number, base: number): Promise<number> {
  const [profiles, settled] = [named('profile', base), named('settled', base)];
  const member = sql`exists (select 1 from ${named('member', generation)} as m where m.tbl = b.tbl and m.id = b.id)`;
  const rewritten = sql`exists (select 1 from ${named('profile', generation)} as p where p.tbl = b.tbl and p.id = b.id)`;
  const left = sql`exists (select 1 from ${named('settled', generation)} as s where s.tbl = b.tbl and s.id = b.id)`;
  const removed = await sql`delete from ${profiles} as b where not ${member} or ${left}`.execute(db);
  await sql`delete from ${profiles} as b where ${rewritten}`.execute(db);
  await sql`insert into ${profiles} (tbl, id, hash, cells)
    select tbl, id, hash, cells from ${named('profile', generation)}`.execute(db);
  await sql`delete from ${settled} as b where not ${member} or ${left} or ${rewritten}`.execute(db);
  await sql`insert into ${settled} (tbl, id, outcome)
    select tbl, id, outcome from ${named('settled', generation)}`.execute(db);
  return Number(removed.numAffectedRows ?? 0n);
}

/** Forgets what a run read, not who its members are. */
export async function forgetRead(db: Db, generation: number): Promise<void> {
  await sql`delete from ${named('profile', generation)}`.execute(db);
  await sql`delete from ${named('settled', generation)}`.execute(db);
}
