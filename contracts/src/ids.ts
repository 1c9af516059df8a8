import { ok, refused, type Result } from './result.js';

declare const brand: unique symbol;
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };

/** A Dataverse row id: lower case, no braces. Xrm writes `{ABC…}`, the Web API `abc…`; both parse. */
export type RowId = Branded<string, 'RowId'>;
/** Id of one execution of a Profile Management Data Sync; the primary key of its `pmds_syncrun` row. */
export type SyncRunId = Branded<string, 'SyncRunId'>;

const guid = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/i;

function parseGuid(raw: unknown): string | null {
  const match = typeof raw === 'string' ? guid.exec(raw) : null;
  if (match?.[1] === undefined || raw === undefined) return null;
  const braces = (raw as string).startsWith('{') === (raw as string).endsWith('}');
  return braces ? match[1].toLowerCase() : null;
}

export function parseRowId(raw: unknown): Result<RowId, 'not-a-guid'> {
  const id = parseGuid(raw);
  return id === null ? refused('not-a-guid') : ok(id as RowId);
}

export function parseSyncRunId(raw: unknown): Result<SyncRunId, 'not-a-guid'> {
  const id = parseGuid(raw);
  return id === null ? refused('not-a-guid') : ok(id as SyncRunId);
}
