import type { StoreReader, UnitOfWork } from '../../ports/store/storage.js';
import { SqlCountReader, SqlCountWriter } from './ledger/counts.js';
import { SqlDeliveryReader, SqlDeliveryWriter } from './ledger/deliveries.js';
import { SqlOutboxReader, SqlOutboxWriter } from './ledger/outbox/sql-outbox.js';
import { SqlRangeReader, SqlRangeWriter, type HandOn } from './ledger/ranges.js';
import { SqlRevocationWriter } from './ledger/revocations.js';
import { SqlRunReader } from './ledger/runs/run-reader.js';
import { SqlRunWriter } from './ledger/runs/run-writer.js';
import { SqlStartWriter } from './ledger/runs/start-writer.js';
import { SqlStoreIdentity } from './ledger/store-identity.js';
import { SqlTraceReader, SqlTraceWriter } from './ledger/traces.js';
import type { BulkDriver, Db } from './staging/bulk.js';
import { SqlChangedMembersReader, SqlChangedMembersWriter } from './staging/changed/changed-members.js';
import { SqlClosedMembersWriter } from './staging/closed/closed-members.js';
import { SqlStagedMembers } from './staging/staged-members.js';
import { SqlStagingReader } from './staging/staging-reader.js';
import { SqlStagingWriter } from './staging/staging-writer.js';
import { SqlWrittenLinks, SqlWrittenLinkWriter } from './links/sql-written-links.js';
import { SqlAccessLogWriter } from './access/sql-access-log.js';
import { SqlLinkStops } from './access/sql-link-stops.js';
import { SqlSubmissionWriter } from './responses/sql-submissions.js';
import { SqlWebForms, SqlWebFormWriter } from './web-forms/sql-web-forms.js';

/** Reads on whatever connection it is given. */
export function sqlReader(db: Db, bulk: BulkDriver): StoreReader {
  const runs = new SqlRunReader(db);
  const counts = new SqlCountReader(db, runs);
  return {
    runs,
    ranges: new SqlRangeReader(db),
    counts,
    traces: new SqlTraceReader(db),
    deliveries: new SqlDeliveryReader(db),
    outbox: new SqlOutboxReader(db),
    members: new SqlStagedMembers(db, bulk, { runs, counts }),
    staging: new SqlStagingReader(db, bulk, runs),
    changed: new SqlChangedMembersReader(db),
    webForms: new SqlWebForms(db),
    writtenLinks: new SqlWrittenLinks(db),
  };
}

/**
 * Everything that writes in one transaction; made anew for each and useless after it. Prepared statements are the
 * driver's and stay.
 * @param db The transaction.
 */
export function sqlUnitOfWork(db: Db, bulk: BulkDriver, handOn?: HandOn): UnitOfWork {
  const read = sqlReader(db, bulk);
  const outbox = new SqlOutboxWriter(db);
  const closed = new SqlClosedMembersWriter(db, bulk.dialect);
  return {
    read,
    starts: new SqlStartWriter(db),
    runs: new SqlRunWriter(db, bulk.dialect),
    ranges: new SqlRangeWriter(db, handOn),
    counts: new SqlCountWriter(db),
    traces: new SqlTraceWriter(db, outbox),
    deliveries: new SqlDeliveryWriter(db, read.deliveries),
    outbox,
    staging: new SqlStagingWriter(db, bulk),
    closed,
    changed: new SqlChangedMembersWriter(db, closed),
    revocations: new SqlRevocationWriter(db),
    identity: new SqlStoreIdentity(db),
    webForms: new SqlWebFormWriter(db),
    writtenLinks: new SqlWrittenLinkWriter(db),
    submissions: new SqlSubmissionWriter(db),
    accessLog: new SqlAccessLogWriter(db),
    linkStops: new SqlLinkStops(db),
  };
}
