import { selectableTables, type SelectableTable } from '@pmds/contracts/fields/field-selection';
import { parseRowId, parseSyncRunId, type RowId, type SyncRunId } from '@pmds/contracts/ids';
import { ok, refused, type Result } from '@pmds/contracts/result';

/** A contact or lead whose link is asked for. */
interface AskedMember {
  readonly table: SelectableTable;
  readonly id: RowId;
}

/** What an application asks of `POST /v1/links`. */
export interface LinkRequest {
  /** Key of a web form. */
  readonly form: string;
  readonly members: readonly AskedMember[];
  /** The run with which the links are revoked. */
  readonly runId: SyncRunId | null;
  /** The sync whose run and planned send count; never beside a run. */
  readonly dataSyncId: RowId | null;
}

/** The part of the body at fault, and what it has to be. */
interface LinkRequestFailure {
  readonly name: string;
  readonly expected: string;
}

const mostMembers = 10_000;
const known: ReadonlySet<string> = new Set(['form', 'members', 'run', 'sync']);
const knownOfMember: ReadonlySet<string> = new Set(['table', 'id']);

/** Reads what was posted. A member that is not known is refused: a slip in `run` would make links that no revocation ends. */
export function linkRequestOf(raw: unknown): Result<LinkRequest, LinkRequestFailure> {
  if (!isObject(raw)) return refused({ name: '(body)', expected: 'a JSON object' });
  const { form, members, run = null, sync = null } = raw;
  if (Object.keys(raw).some((name) => !known.has(name))) {
    return refused({ name: '(body)', expected: 'an object of form, members, run and sync alone' });
  }
  if (typeof form !== 'string' || !/^\S.{0,38}\S$|^\S$/u.test(form)) {
    return refused({ name: 'form', expected: 'the key of a web form, a text of 1 to 40 characters' });
  }
  const runId = run === null ? null : parseSyncRunId(run);
  if (runId !== null && !runId.ok) return refused({ name: 'run', expected: 'the GUID of a run' });
  const dataSyncId = sync === null ? null : parseRowId(sync);
  if (dataSyncId !== null && !dataSyncId.ok) return refused({ name: 'sync', expected: 'the GUID of a sync' });
  if (runId !== null && dataSyncId !== null) return refused({ name: 'run', expected: 'left out where sync is given' });
  if (!Array.isArray(members) || members.length === 0 || members.length > mostMembers) {
    return refused({ name: 'members', expected: `a list of 1 to ${mostMembers} contacts and leads` });
  }
  const asked: AskedMember[] = [];
  for (const [place, member] of members.entries()) {
    const read = memberOf(member);
    if (!read.ok) {
      const { name, expected } = read.failure;
      return refused({ name: `members[${place}]${name}`, expected });
    }
    asked.push(read.value);
  }
  return ok({ form, members: asked, runId: runId?.value ?? null, dataSyncId: dataSyncId?.value ?? null });
}

function memberOf(raw: unknown): Result<AskedMember, LinkRequestFailure> {
  if (!isObject(raw)) return refused({ name: '', expected: 'an object of table and id' });
  if (Object.keys(raw).some((name) => !knownOfMember.has(name))) {
    return refused({ name: '', expected: 'an object of table and id alone' });
  }
  const table = selectableTables.find((one) => one === raw['table']);
  if (table === undefined) return refused({ name: '.table', expected: selectableTables.join(' or ') });
  const id = parseRowId(raw['id']);
  return id.ok ? ok({ table, id: id.value }) : refused({ name: '.id', expected: 'a GUID' });
}

function isObject(raw: unknown): raw is Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}
