import type { RowId } from '@pmds/contracts/ids';
import { sql } from 'kysely';
import { SqlRevocationWriter } from '../ledger/revocations.js';
import type { BulkDriver, Db } from '../staging/bulk.js';
import { countProfiles, named } from '../staging/bulk-tables.js';
import { generationTables } from './generations.js';
import { reportsOf } from './reports-of.js';
import { idBytes } from '../staging/member-key.js';

/**
 * Removes a person from every table, and ends the links that were made until now: one that is opened would fetch him again.
 * The counts of the syncs that had him are told anew, so that none promises him any more.
 */
export async function purgePerson(db: Db, dialect: BulkDriver['dialect'], id: RowId, at: Date): Promise<void> {
  const bytes = idBytes(id);
  await new SqlRevocationWriter(db).revoke({ kind: 'member', value: id, at });
  for (const { kind, generation } of await generationTables(db, dialect)) {
    const { numAffectedRows } = await sql`delete from ${named(kind, generation)} where id = ${bytes}`.execute(db);
    if (kind !== 'profile' || (numAffectedRows ?? 0n) === 0n) continue;
    await db
      .updateTable('current_generation')
      .set({
        contact_profiles: await countProfiles(db, generation, 'contact'),
        lead_profiles: await countProfiles(db, generation, 'lead'),
      })
      .where('generation', '=', generation)
      .execute();
  }
  await db.deleteFrom('fetched_profile').where('member_id', '=', id).execute();
  await db.deleteFrom('closed_member').where('id', '=', bytes).execute();
  await db.deleteFrom('changed_member').where('id', '=', bytes).execute();
  await db.deleteFrom('written_link').where('id', '=', bytes).execute();
  await db.deleteFrom('touched_member').where('id', '=', bytes).execute();
  await db.deleteFrom('trace').where('member_id', '=', id).execute();
  await db.deleteFrom('submission').where('member_id', '=', id).execute();
  await db.deleteFrom('access_log').where('member_id', '=', id).execute();
  for (const seq of await reportsOf(db, 'outbox', id)) await db.deleteFrom('outbox').where('seq', '=', seq).execute();
  for (const number of await reportsOf(db, 'dead_letter', id)) {
    await db.deleteFrom('dead_letter').where('number', '=', number).execute();
  }
  // Where pages of ended runs stopped: the last id that was read, in words and in a cookie.
  await db
    .updateTable('range')
    .set({ last_id: null, cookie: null })
    .where((eb) =>
      eb.or([eb('last_id', '=', id), eb('cookie', 'like', `%${id}%`), eb('cookie', 'like', `%${id.toUpperCase()}%`)]),
    )
    .execute();
}
