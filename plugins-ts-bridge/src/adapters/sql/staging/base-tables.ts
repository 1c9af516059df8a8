import { selectableTables } from '@pmds/contracts/fields/field-selection';
import { outcomesIn } from '@pmds/contracts/run/outcomes';
import type { RowId } from '@pmds/contracts/ids';
import { sql } from 'kysely';
import type { Run } from '../../../domain/run/run.js';
import type { SettledOutcome } from '../../../domain/member/settled-outcome.js';
import type { MemberTrace } from '../../../domain/run/trace.js';
import type { CarriedOutcome } from '../../../ports/store/staging.js';
import type { Db } from './bulk.js';
import { count, knownBy, lastingOutcomes, named, uncoveredSource } from './bulk-tables.js';
import { idBytes, tableCode } from './member-key.js';
import { inParts } from '../statement-parts.js';

/** Members of the run of whom `base` knows nothing that lasts. */
export function countJoiners(db: Db, run: Run, base: number): Promise<number> {
  return count(
    db,
    sql`select count(*) as n from ${named('member', run.generation)} as m where not ${knownBy(run, base)}`,
  );
}

interface CarriedRow {
  readonly tbl: number;
  readonly outcome: string;
  readonly n: number;
}

const carried = (row: CarriedRow): CarriedOutcome => ({
  table: row.tbl === tableCode.contact ? 'contact' : 'lead',
  outcome: row.outcome as CarriedOutcome['outcome'],
  members: row.n,
});

/** Members of an incremental run that it did not read, by what their base says of them. */
export async function carriedOutcomes(db: Db, run: Run, base: number): Promise<readonly CarriedOutcome[]> {
  const { generation } = run;
  const unread = sql`not exists (select 1 from ${named('profile', generation)} as p where p.tbl = b.tbl and p.id = b.id)
    and not exists (select 1 from ${named('settled', generation)} as s where s.tbl = b.tbl and s.id = b.id)
    and exists (select 1 from ${named('member', generation)} as m where m.tbl = b.tbl and m.id = b.id)`;
  const uncovered = sql`exists (select 1 from ${named('member', generation)} as u
    where u.tbl = b.tbl and u.id = b.id and u.source = ${sql.lit(uncoveredSource)})`;
  const { rows } = await sql<CarriedRow>`
    select tbl, 'unchanged' as outcome, count(*) as n from ${named('profile', base)} as b where ${unread} group by tbl
    union all
    select tbl, outcome, count(*) as n from ${named('settled', base)} as b
      where ${unread} and (outcome in (${lastingOutcomes(run)}) or ${uncovered}) group by tbl, outcome`.execute(db);
  return rows.map(carried);
}

const failedOutcomes = outcomesIn('failed') as readonly SettledOutcome[];

/** Whoever failed in the base has failed in the run as well, except these, whom the run reads. @returns how many. */
export async function keepFailed(
  db: Db,
  { generation }: Run,
  base: number,
  except: readonly MemberTrace['member'][],
): Promise<readonly CarriedOutcome[]> {
  const settled = named('settled', generation);
  await sql`insert into ${settled} (tbl, id, outcome)
    select tbl, id, outcome from ${named('settled', base)} as b
    where outcome in (${sql.join(failedOutcomes.map((outcome) => sql.lit(outcome)))})
    and exists (select 1 from ${named('member', generation)} as m where m.tbl = b.tbl and m.id = b.id)`.execute(db);
  for (const table of selectableTables) {
    const ids = except.filter((member) => member.table === table).map(({ id }) => idBytes(id as RowId));
    for (const some of inParts(ids)) {
      await sql`delete from ${settled} where tbl = ${sql.lit(tableCode[table])}
        and id in (${sql.join(some)})`.execute(db);
    }
  }
  const { rows } = await sql<CarriedRow>`
    select tbl, outcome, count(*) as n from ${settled} group by tbl, outcome`.execute(db);
  return rows.map(carried);
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
