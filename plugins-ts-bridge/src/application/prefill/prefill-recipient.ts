import { isPublicColumn, type PublicColumns } from '@pmds/contracts/fields/public-columns';
import type { PrefillRefusal, PrefillResponse } from '@pmds/contracts/prefill';
import { ok, refused, type Result } from '@pmds/contracts/result';
import type { IntakeStore } from '../../ports/store/intake.js';
import type { Profiles } from '../../ports/store/profiles.js';
import type { Revocations } from '../../ports/store/revocations.js';
import type { Visitor } from './request-gate.js';
import { newestKept } from './kept-profile.js';
import type { OnDemandSource } from './member-read.js';
import type { PrefillClaims, PrefillTokens } from './prefill-token.js';

export interface PrefillDependencies {
  readonly tokens: PrefillTokens;
  readonly profiles: Pick<Profiles, 'find' | 'closed' | 'selectedColumns'>;
  readonly revocations: Revocations;
  readonly intake: Pick<IntakeStore, 'addProfile' | 'addClosed' | 'findProfile'>;
  readonly members: OnDemandSource;
  /** What a link shows while no completed run selects any column of the table. */
  readonly defaultColumns: readonly string[];
  /** Columns that may leave the service by a link. */
  readonly publicColumns: PublicColumns;
  readonly now: () => Date;
  /** Bounds the on-demand read: a person waits for it. */
  readonly fetchTimeoutMs: number;
  /** What was read on demand is read again when it is older; so is whether a closed member is still closed. */
  readonly maxAgeMs: number;
  readonly wakeWorker: () => void;
}

interface Prefilled {
  readonly source: 'store' | 'on-demand';
  readonly response: PrefillResponse;
}

export type PrefillFailure =
  | Exclude<PrefillRefusal, 'too-many-requests'>
  | { readonly code: 'too-many-requests'; readonly retryAfterSeconds: number };

/** Whether a request that the store does not answer may go on: 0, or the seconds after which it may. */
type Admit = (link: Pick<Visitor, 'person' | 'form'>) => number;

/**
 * The values for the form that a recipient's link opened. From the store; a member that no run has reached is read from
 * Dataverse at once and kept for a while. Values that are older than that are not shown when Dataverse does not answer:
 * an empty form is better than what somebody has withdrawn.
 */
export async function prefillRecipient(
  token: string,
  dependencies: PrefillDependencies,
  admit: Admit = () => 0,
): Promise<Result<Prefilled, PrefillFailure>> {
  const { tokens, profiles, intake, revocations } = dependencies;
  const claims = await tokens.verify(token, dependencies.now());
  if (!claims.ok) return claims;
  const { table, id } = claims.value;
  if (await revocations.isRevoked(claims.value)) return refused('token-invalid');

  const found = await profiles.find(table, id);
  if (found !== null && found.runId !== null) return ok({ source: 'store', response: responseOf(found, dependencies) });

  const freshAfter = dependencies.now().getTime() - dependencies.maxAgeMs;
  const kept = newestKept(found, await intake.findProfile(table, id));
  if (kept !== null && kept.fetchedAt.getTime() > freshAfter) {
    return ok({ source: 'store', response: responseOf(kept, dependencies) });
  }
  const retryAfterSeconds = admit({ person: `${table} ${id}`, form: claims.value.form ?? null });
  if (retryAfterSeconds > 0) return refused({ code: 'too-many-requests', retryAfterSeconds });
  const closed = await profiles.closed(table, id);
  if (closed !== null && closed.since.getTime() > freshAfter) return refused('not-found');
  return readNow(claims.value, dependencies);
}

async function readNow(
  { table, id }: PrefillClaims,
  dependencies: PrefillDependencies,
): Promise<Result<Prefilled, PrefillFailure>> {
  const { profiles, intake, members, defaultColumns, publicColumns, fetchTimeoutMs, wakeWorker } = dependencies;
  const selected = await profiles.selectedColumns(table);
  const columns = (selected.length === 0 ? defaultColumns : selected).filter((name) =>
    isPublicColumn(name, publicColumns),
  );
  const read = await members.fetch(table, id, columns, AbortSignal.timeout(fetchTimeoutMs));
  switch (read.kind) {
    case 'busy':
      return refused({ code: 'too-many-requests', retryAfterSeconds: read.retryAfterSeconds });
    case 'nothing':
      return refused('not-found');
    case 'closed':
      await intake.addClosed({ table, id, reason: read.reason, since: read.since });
      wakeWorker();
      return refused('not-found');
    case 'profile':
      await intake.addProfile(read.profile);
      wakeWorker();
      return ok({ source: 'on-demand', response: responseOf(read.profile, dependencies) });
  }
}

/** Without the columns that no link may show: they do not leave the service. */
function responseOf(
  { table, values, labels, columns }: PrefillResponse,
  { publicColumns }: PrefillDependencies,
): PrefillResponse {
  const shown = <Value>(columns: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> =>
    Object.fromEntries(Object.entries(columns).filter(([name]) => isPublicColumn(name, publicColumns)));
  return { table, values: shown(values), labels: shown(labels), columns: shown(columns) };
}
