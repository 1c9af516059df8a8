import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import { factsOf, memberOutcomes } from '@pmds/contracts/run/outcomes';
import type { RowId } from '@pmds/contracts/ids';
import { sql, type RawBuilder } from 'kysely';
import type { Run } from '../../../../domain/run/run.js';
import { keptAs } from '../../../../domain/member/settled-outcome.js';
import type { ClosedReason } from '@pmds/contracts/run/outcomes';
import type { ClosedMember, ClosedMembersWriter } from '../../../../ports/store/closed-members.js';
import type { FetchedProfile } from '../../../../ports/store/intake.js';
import type { BulkDriver, Db } from '../bulk.js';
import { named } from '../bulk-tables.js';
import { idBytes, tableCode } from '../member-key.js';

/** The reason behind each outcome that closes a member. */
const reasons = memberOutcomes.flatMap((outcome) => {
  const { closes } = factsOf(outcome);
  return closes === null ? [] : keptAs(outcome).map((kept) => [kept, closes] as const);
});

export async function findClosed(db: Db, table: SelectableTable, id: RowId): Promise<ClosedMember | null> {
  const row = await db
    .selectFrom('closed_member')
    .select(['reason', 'since'])
    .where('tbl', '=', tableCode[table])
    .where('id', '=', idBytes(id))
    .executeTakeFirst();
  return row === undefined ? null : { table, id, reason: row.reason as ClosedReason, since: new Date(row.since) };
}

/** A fetched profile names its member in words: people come by the click, not by the thousand. */
const fetchedTable = sql`case fetched_profile.member_table when 'contact' then ${sql.lit(tableCode.contact)}
  else ${sql.lit(tableCode.lead)} end`;
const fetchedId = (dialect: BulkDriver['dialect']): RawBuilder<unknown> =>
  dialect === 'sqlite'
    ? sql`unhex(fetched_profile.member_id, '-')`
    : sql`decode(replace(fetched_profile.member_id, '-', ''), 'hex')`;

export class SqlClosedMembersWriter implements ClosedMembersWriter {
  readonly #db: Db;
  readonly #dialect: BulkDriver['dialect'];

  constructor(db: Db, dialect: BulkDriver['dialect']) {
    this.#db = db;
    this.#dialect = dialect;
  }

  async close({ table, id, reason, since }: ClosedMember): Promise<void> {
    await sql`insert into closed_member (tbl, id, reason, since)
      values (${tableCode[table]}, ${idBytes(id)}, ${reason}, ${since.toISOString()})
      on conflict (tbl, id) do update set reason = excluded.reason, since = excluded.since
        where closed_member.since < excluded.since`.execute(this.#db);
    await this.#db
      .deleteFrom('fetched_profile')
      .where('member_table', '=', table)
      .where('member_id', '=', id)
      .where('fetched_at', '<=', since.toISOString())
      .execute();
  }

  async reopen(table: SelectableTable, id: RowId, readAt: Date): Promise<boolean> {
    const closed = await findClosed(this.#db, table, id);
    if (closed === null) return true;
    if (closed.since >= readAt) return false;
    await this.#db
      .deleteFrom('closed_member')
      .where('tbl', '=', tableCode[table])
      .where('id', '=', idBytes(id))
      .execute();
    return true;
  }

  async settle(run: Run, at: Date): Promise<void> {
    const [profiles, settled] = [named('profile', run.generation), named('settled', run.generation)];
    const began = (run.startedAt ?? at).toISOString();
    await sql`delete from closed_member where since < ${began}
      and exists (select 1 from ${profiles} as p where p.tbl = closed_member.tbl and p.id = closed_member.id)`.execute(
      this.#db,
    );
    const reason = sql`case s.outcome ${sql.join(
      reasons.map(([outcome, why]) => sql`when ${sql.lit(outcome)} then ${sql.lit(why)}`),
      sql` `,
    )} end`;
    const outcomes = sql.join(reasons.map(([outcome]) => sql.lit(outcome)));
    await sql`insert into closed_member (tbl, id, reason, since)
      select s.tbl, s.id, ${reason}, ${at.toISOString()} from ${settled} as s where s.outcome in (${outcomes})
      order by s.tbl, s.id
      on conflict (tbl, id) do update set reason = excluded.reason, since = excluded.since
        where closed_member.since < excluded.since`.execute(this.#db);
    // The run has read them later, or stores them itself.
    const member = (kind: RawBuilder<unknown>): RawBuilder<unknown> =>
      sql`exists (select 1 from ${kind} as k where k.tbl = ${fetchedTable} and k.id = ${fetchedId(this.#dialect)})`;
    await sql`delete from fetched_profile where fetched_at < ${began} and ${member(profiles)}`.execute(this.#db);
    await sql`delete from fetched_profile where ${member(sql.table('closed_member'))}`.execute(this.#db);
  }

  async keepFetched(profile: FetchedProfile): Promise<void> {
    if (!(await this.reopen(profile.table, profile.id, profile.fetchedAt))) return;
    const row = { profile: JSON.stringify(profile), fetched_at: profile.fetchedAt.toISOString() };
    await this.#db
      .insertInto('fetched_profile')
      .values({ member_table: profile.table, member_id: profile.id, ...row })
      .onConflict((conflict) => conflict.columns(['member_table', 'member_id']).doUpdateSet(row))
      .execute();
  }

  async forgetBefore(time: Date): Promise<void> {
    const text = time.toISOString();
    await this.#db.deleteFrom('fetched_profile').where('fetched_at', '<', text).execute();
    const currents = await this.#db.selectFrom('current_generation').select('generation').execute();
    const held = currents.map(
      ({ generation }) =>
        sql`and not exists (select 1 from ${named('profile', generation)} as p
          where p.tbl = closed_member.tbl and p.id = closed_member.id)`,
    );
    await sql`delete from closed_member where since < ${text} ${sql.join(held, sql` `)}`.execute(this.#db);
  }
}
