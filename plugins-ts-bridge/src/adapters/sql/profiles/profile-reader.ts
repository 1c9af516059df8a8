import type { ProfileReader } from '../../../ports/store/profiles.js';
import type { Db } from '../staging/bulk.js';
import type { PreparedReads } from '../openings/prepared-reads.js';
import { SqlOpenings } from '../openings/sql-openings.js';
import { SqlKnownRuns } from './sql-known-runs.js';
import { SqlProfiles } from './sql-profiles.js';
import { SqlRevocations } from './sql-revocations.js';
import { SqlAccessLog } from '../access/sql-access-log.js';
import { SqlSubmissions } from '../responses/sql-submissions.js';
import { SqlStoreState } from './sql-store-state.js';
import { SqlSyncedMembers } from './sql-synced-members.js';
import { SqlLinkMembers } from '../links/sql-link-members.js';
import { SqlWebForms } from '../web-forms/sql-web-forms.js';

/** Profiles and a little of the ledger, on a connection that cannot write. */
export function createProfileReader(db: Db, reads: PreparedReads, close: () => Promise<void>): ProfileReader {
  const openings = new SqlOpenings(db, reads);
  return {
    openings,
    profiles: new SqlProfiles(db, openings),
    runs: new SqlKnownRuns(db),
    syncs: new SqlSyncedMembers(db),
    revocations: new SqlRevocations(db),
    webForms: new SqlWebForms(db),
    links: new SqlLinkMembers(db),
    state: new SqlStoreState(db),
    submissions: new SqlSubmissions(db),
    accessLog: new SqlAccessLog(db),
    [Symbol.asyncDispose]: close,
  };
}
