import type { ProfileReader } from '../../../ports/store/profiles.js';
import type { Db } from '../staging/bulk.js';
import { SqlKnownRuns } from './sql-known-runs.js';
import { SqlProfiles } from './sql-profiles.js';
import { SqlRevocations } from './sql-revocations.js';
import { SqlStoreState } from './sql-store-state.js';
import { SqlSyncedMembers } from './sql-synced-members.js';
import { SqlWebForms } from '../web-forms/sql-web-forms.js';

/** Profiles and a little of the ledger, on a connection that cannot write. */
export function createProfileReader(db: Db, close: () => Promise<void>): ProfileReader {
  return {
    profiles: new SqlProfiles(db),
    runs: new SqlKnownRuns(db),
    syncs: new SqlSyncedMembers(db),
    revocations: new SqlRevocations(db),
    webForms: new SqlWebForms(db),
    state: new SqlStoreState(db),
    [Symbol.asyncDispose]: close,
  };
}
