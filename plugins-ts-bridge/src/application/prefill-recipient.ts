import type { SelectableTable } from '@pmds/contracts/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { PrefillRefusal, PrefillResponse } from '@pmds/contracts/prefill';
import { ok, refused, type Result } from '@pmds/contracts/result';
import type { FetchedProfile, IntakeStore } from '../ports/intake.js';
import type { ProfileReader } from '../ports/profiles.js';
import type { Revocations } from '../ports/revocations.js';
import type { PrefillTokens } from './prefill-token.js';

/** Reads one member from Dataverse as it is now. `null` when it is not there, not active or not readable. */
export interface MemberSource {
  fetch(
    table: SelectableTable,
    id: RowId,
    columns: readonly string[],
    signal: AbortSignal,
  ): Promise<FetchedProfile | null>;
}

export interface PrefillDependencies {
  readonly tokens: PrefillTokens;
  readonly profiles: Pick<ProfileReader, 'find' | 'selectedColumns'>;
  readonly revocations: Revocations;
  readonly intake: Pick<IntakeStore, 'addProfile' | 'findProfile'>;
  readonly members: MemberSource;
  /** What a link shows while no completed run selects any column of the table. */
  readonly defaultColumns: readonly string[];
  readonly now: () => Date;
  /** Bounds the on-demand read: a person waits for it. */
  readonly fetchTimeoutMs: number;
  readonly wakeWorker: () => void;
}

export interface Prefilled {
  readonly source: 'store' | 'on-demand';
  readonly response: PrefillResponse;
}

/**
 * The values for the form that a recipient's link opened. From the store; a member that no run has reached is read from
 * Dataverse at once and kept, so that the next opening costs nothing.
 */
export async function prefillRecipient(
  token: string,
  dependencies: PrefillDependencies,
): Promise<Result<Prefilled, PrefillRefusal>> {
  const { tokens, profiles, intake, revocations } = dependencies;
  const claims = await tokens.verify(token, dependencies.now());
  if (!claims.ok) return claims;
  const { table, id } = claims.value;
  if (await revocations.isRevoked(claims.value)) return refused('token-invalid');

  const stored = (await profiles.find(table, id)) ?? (await intake.findProfile(table, id));
  if (stored !== null) return ok({ source: 'store', response: responseOf(stored) });

  const selected = await profiles.selectedColumns(table);
  const columns = selected.length === 0 ? dependencies.defaultColumns : selected;
  const signal = AbortSignal.timeout(dependencies.fetchTimeoutMs);
  const fetched = await dependencies.members.fetch(table, id, columns, signal);
  if (fetched === null) return refused('not-found');
  await intake.addProfile(fetched);
  dependencies.wakeWorker();
  return ok({ source: 'on-demand', response: responseOf(fetched) });
}

function responseOf({ table, values, labels, columns }: PrefillResponse): PrefillResponse {
  return { table, values, labels, columns };
}
