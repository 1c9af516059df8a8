import type { Generated } from 'kysely';
import type { RevocationKind } from '../../domain/revocation.js';

/** Ledger tables, the same on both databases. Times are ISO text in UTC, flags 0 or 1, structures JSON text. */
export interface Schema {
  run: RunTable;
  range: RangeTable;
  chunk_count: ChunkCountTable;
  list_count: ListCountTable;
  trace: TraceTable;
  delivery: DeliveryTable;
  outbox: OutboxTable;
  outbox_delay: OutboxDelayTable;
  dead_letter: DeadLetterTable;
  store_identity: StoreIdentityTable;
  current_generation: CurrentGenerationTable;
  fetched_profile: FetchedProfileTable;
  revocation: RevocationTable;
  closed_member: ClosedMemberTable;
  changed_member: ChangedMemberTable;
  deleted_sync: DeletedSyncTable;
  web_form: WebFormTable;
  web_form_sync: WebFormSyncTable;
  link_use: LinkUseTable;
  mail_code: MailCodeTable;
  link_set: LinkSetTable;
  written_link: WrittenLinkTable;
  own_write: OwnWriteTable;
  touched_member: TouchedMemberTable;
  submission: SubmissionTable;
  access_log: AccessLogTable;
  link_stop: LinkStopTable;
  worker: WorkerTable;
  user_limit: UserLimitTable;
  user_place: UserPlaceTable;
  /** PostgreSQL only. */
  intake: IntakeTable;
}

interface RunTable {
  /** Numbers the run's tables of members and profiles. */
  generation: Generated<number>;
  run_id: string;
  data_sync_id: string;
  run_type: string;
  trigger: string;
  status: string;
  phase: string;
  requested_at: string;
  started_at: string | null;
  /** 1: `started_at` is by Dataverse's clock. */
  server_time: Generated<number>;
  ended_at: string | null;
  /** SyncOrder */
  sync_order: string | null;
  /** ColumnPlan[] per table */
  columns: string | null;
  /** Members per table, written when the scan is sealed. */
  members: string | null;
  base_generation: number | null;
  changed_since: string | null;
  api_calls: number;
  cancel_requested: number;
  failure_code: string | null;
  failure_detail: string | null;
  /** ReportedFailure */
  reported_failure: string | null;
  lease_owner: string | null;
  lease_until_ms: number;
  leftover: Leftover;
  /** Text of `pmds_manifest`, of completed runs. */
  manifest: string | null;
  /** RowId[] of Trace rows: to whose members a retry is limited. */
  trace_ids: string | null;
  /** When the first mail to its lists is planned, `none` where none is; `null` as long as nobody has asked. */
  planned_send_at: string | null;
  /** Tells a call that came twice from another one that names the same run. */
  correlation_id: string | null;
  /** RunRefusal: why the start is refused before it is looked at. */
  refusal: string | null;
  /** StartParameters */
  parameters: string | null;
  /** BrakeFinding[]: why the brake stopped it. */
  brake: string | null;
}

/** Which of an ended run's tables are still to be dropped. `read`: what it read, not who its members are. */
export type Leftover = 'none' | 'ids' | 'read' | 'all';

interface RangeTable {
  /** Counted by the database: ranges of a run are cut side by side. */
  number: Generated<number>;
  run_id: string;
  stage: string;
  /** What its pages are of: `source:0`, `table:lead`, `destination:1`. */
  subject: string;
  slice_from: number | null;
  slice_to: number | null;
  page: number;
  cookie: string | null;
  last_id: string | null;
  rows_read: number;
  rows_expected: number;
  pivots: string;
  done: number;
}

interface ChunkCountTable {
  run_id: string;
  range_number: number;
  page: number;
  member_table: string;
  outcome: string;
  members: number;
  /** Of what was stored; `null` for outcomes that store nothing. */
  digest: string | null;
}

/** Members of a list by page of the id scan; a member of several lists is counted in each. */
interface ListCountTable {
  run_id: string;
  range_number: number;
  page: number;
  list: number;
  members: number;
  digest: string;
}

/** What a run delivers beside the profile store. */
interface DeliveryTable {
  run_id: string;
  /** Position among the run's destinations. */
  position: number;
  kind: string;
  /** DeliveryState */
  state: string | null;
  /** DeliveryCounts */
  counts: string;
  /** Receipt */
  receipt: string | null;
  /** DeliveryFailure */
  failure: string | null;
}

/** Open Trace rows: what a later run has settled is forgotten here and closed in Dataverse. */
interface TraceTable {
  trace_id: string;
  run_id: string;
  severity: string;
  member_table: string | null;
  member_id: string | null;
  code: string;
  /** Marketing list that it speaks of as a whole. */
  list_id: string | null;
}

interface OutboxTable {
  seq: Generated<number>;
  kind: string;
  /** The run that it is about; `null` where it is about none. */
  run_id: string | null;
  /** Entries of one lane keep their order. */
  lane: string;
  /** OutboxSubject */
  subject: string;
  /** When it was added, by the service's clock. */
  added_ms: number;
  /** What it says, by the schema of its kind. */
  payload: string;
}

/** Lanes whose entries wait, since the last attempt failed in a way that may pass. */
interface OutboxDelayTable {
  lane: string;
  attempts: number;
  until_ms: number;
  error: string;
}

/** Reports that were refused for good, or that this version could not read. */
interface DeadLetterTable {
  number: Generated<number>;
  kind: string;
  run_id: string | null;
  lane: string;
  subject: string;
  payload: string;
  /** JSON: names of the columns that were refused, none for all of the report. */
  columns: string;
  status: number;
  code: string;
  reason: string;
  refused_ms: number;
  tries: number;
}

/** Whose store it is, by name: when it was made, and the organisation that it belongs to. */
interface StoreIdentityTable {
  name: string;
  value: string;
}

interface CurrentGenerationTable {
  data_sync_id: string;
  run_id: string;
  generation: number;
  switched_at: string;
  started_at: string;
  /** 1: `started_at` is by Dataverse's clock. */
  server_time: Generated<number>;
  columns: string;
  contact_profiles: number;
  lead_profiles: number;
}

interface FetchedProfileTable {
  member_table: string;
  member_id: string;
  profile: string;
  fetched_at: string;
}

/** Rules that end links before their time. */
interface RevocationTable {
  kind: RevocationKind;
  value: string;
  at: string;
}

/** Members that are closed for all syncs. */
interface ClosedMemberTable {
  tbl: number;
  id: Buffer;
  reason: string;
  since: string;
}

/** Members of whom Dataverse said that they were changed, until somebody has looked. */
interface ChangedMemberTable {
  tbl: number;
  id: Buffer;
  at: string;
  /** 1: others were merged into it. */
  merged: number;
}

/** Syncs whose row is gone in Dataverse. */
interface DeletedSyncTable {
  data_sync_id: string;
  noticed_at: string;
}

/** Web forms as they were at the last look at Dataverse. */
interface WebFormTable {
  id: string;
  key: string;
  name: string;
  modified_on: string;
  version: string;
  /** The rest of the form, by the schema of its codec. */
  definition: string;
}

/** Which syncs prepare a web form. */
interface WebFormSyncTable {
  web_form_id: string;
  data_sync_id: string;
}

/** How often links with a bound were used, until they expire. */
interface LinkUseTable {
  name: string;
  uses: number;
  until: string;
}

/** Codes that were mailed, sealed; how many were asked for since when. */
interface MailCodeTable {
  name: string;
  sealed: string;
  until: string;
  tries: number;
  asked: number;
  asked_since: string;
}

/** Links that were written into a column of people alike. */
interface LinkSetTable {
  number: Generated<number>;
  form_id: string;
  tbl: number;
  /** LinkSet */
  terms: string;
}

/** Which link a member's column holds. */
interface WrittenLinkTable {
  form_id: Buffer;
  tbl: number;
  id: Buffer;
  set_number: number;
  issued_ms: number;
}

/** While the service wrote to people itself: what they are modified by then says nothing of them. */
interface OwnWriteTable {
  number: Generated<number>;
  tbl: number;
  /** PostgreSQL hands them back as text. */
  from_ms: number | string;
  until_ms: number | string;
  /** JSON: the application users. */
  users: string;
}

/** People whom somebody else changed shortly before the service wrote to them. */
interface TouchedMemberTable {
  tbl: number;
  id: Buffer;
  at_ms: number;
}

/** Submits that were accepted. */
interface SubmissionTable {
  id: string;
  member_table: string;
  member_id: string;
  web_form_id: string;
  received_at: string;
}

/** Uses of links. */
interface AccessLogTable {
  number: Generated<number>;
  at: string;
  kind: string;
  result: string;
  link: string;
  client: string;
  run_id: string | null;
  form_key: string | null;
  member_table: string | null;
  member_id: string | null;
  /** string[] */
  fields: string;
}

/** Forms whose links were stopped. */
interface LinkStopTable {
  form_key: string;
  /** `null`: they were released. */
  stopped_at: string | null;
  released_at: string | null;
}

/** Processes that work on runs. */
interface WorkerTable {
  owner: string;
  chains: number;
  until_ms: number;
}

/** What Dataverse said of an application user. */
export interface UserLimitTable {
  user_key: string;
  hint: number | null;
  cut_to: number | null;
  cut_since_ms: number | null;
  pause_until_ms: number | null;
  pause_reason: string | null;
}

/** Requests that a process may have under way as an application user. PostgreSQL only has any. */
interface UserPlaceTable {
  user_key: string;
  owner: string;
  places: number;
}

interface IntakeTable {
  seq: Generated<number>;
  name: string;
  body: string;
}
