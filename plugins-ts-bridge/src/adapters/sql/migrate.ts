import { Migrator, type Kysely, type Migration } from 'kysely';
import { refuseNewerSchema } from './at-rest/schema-version.js';
import type { Schema } from './schema.js';
import { init } from './migrations/001-to-008/001-init.js';
import { proof } from './migrations/001-to-008/002-proof.js';
import { selectedRetry } from './migrations/001-to-008/003-selected-retry.js';
import { userLimits } from './migrations/001-to-008/004-user-limits.js';
import { plannedSend } from './migrations/001-to-008/005-planned-send.js';
import { serverClock } from './migrations/001-to-008/006-server-clock.js';
import { deadLetters } from './migrations/001-to-008/007-dead-letters.js';
import { revocations } from './migrations/001-to-008/008-revocations.js';
import { confirmedStarts } from './migrations/010-confirmed-starts.js';
import { closedMembers } from './migrations/011-closed-members.js';
import { deletedSyncs } from './migrations/012-deleted-syncs.js';
import { deliveries } from './migrations/013-deliveries.js';
import { outboxSubjects } from './migrations/014-outbox-subjects.js';
import { rangeSubjects } from './migrations/015-range-subjects.js';
import { changedMembers } from './migrations/016-changed-members.js';
import { tracedLists } from './migrations/017-traced-lists.js';
import { webForms } from './migrations/web-forms/018-web-forms.js';
import { linkUses } from './migrations/web-forms/019-link-uses.js';
import { writtenLinks } from './migrations/020-written-links.js';
import { submissions } from './migrations/responses/022-submissions.js';
import { accessLog } from './migrations/responses/023-access-log.js';

/**
 * Brings the ledger to the newest shape, one direction. Safe with several processes starting at once: PostgreSQL holds an
 * advisory lock meanwhile, SQLite's writer is alone by its file lock.
 */
export async function migrate(db: Kysely<Schema>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  const migrations = migrationsOf(dialect);
  await refuseNewerSchema(db, dialect, Object.keys(migrations));
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ ...migrations }) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error('The store could not be brought to the current schema.', { cause: error });
}

/** Every step from the first release on, by its name: done in the order of the names, each once. */
export function migrationsOf(dialect: 'sqlite' | 'postgres'): Readonly<Record<string, Migration>> {
  return {
    '001-init': { up: (at: Kysely<unknown>) => init(at, dialect) },
    '002-proof': { up: proof },
    '003-selected-retry': { up: selectedRetry },
    '004-user-limits': { up: userLimits },
    '005-planned-send': { up: plannedSend },
    '006-server-clock': { up: serverClock },
    '007-dead-letters': { up: (at: Kysely<unknown>) => deadLetters(at, dialect) },
    '008-revocations': { up: revocations },
    '010-confirmed-starts': { up: confirmedStarts },
    '011-closed-members': { up: (at: Kysely<unknown>) => closedMembers(at, dialect) },
    '012-deleted-syncs': { up: deletedSyncs },
    '013-deliveries': { up: deliveries },
    '014-outbox-subjects': { up: (at: Kysely<unknown>) => outboxSubjects(at, dialect) },
    '015-range-subjects': { up: rangeSubjects },
    '016-changed-members': { up: (at: Kysely<unknown>) => changedMembers(at, dialect) },
    '017-traced-lists': { up: tracedLists },
    '018-web-forms': { up: webForms },
    '019-link-uses': { up: linkUses },
    '020-written-links': { up: (at: Kysely<unknown>) => writtenLinks(at, dialect) },
    '022-submissions': { up: submissions },
    '023-access-log': { up: (at: Kysely<unknown>) => accessLog(at, dialect) },
  };
}
