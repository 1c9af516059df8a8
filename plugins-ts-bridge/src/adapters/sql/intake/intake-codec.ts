import { selectableTables } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { MemberChange } from '../../../domain/member/member-change.js';
import type { Revocation } from '../../../domain/revocation.js';
import type { ClosedMember } from '../../../ports/store/closed-members.js';
import type { FetchedProfile, IntakeEntry } from '../../../ports/store/intake.js';
import type { PurgeScope } from '../../../ports/store/purge.js';

/** An entry as it is stored: what it is, and when, as JSON. */
export interface EntryRow {
  readonly seq: number;
  readonly body: string;
}

type Stored<Value> = { readonly [Key in keyof Value]: Value[Key] extends Date ? string : Value[Key] };

/** Dates come back as dates; what stands in a profile's columns is never taken for one. */
export function entryOf(row: EntryRow): IntakeEntry {
  const body = JSON.parse(row.body) as Readonly<Record<string, unknown>>;
  const { request, profile, closed, change, at, rule } = body as {
    readonly request?: Readonly<Record<string, unknown>> & { readonly requestedAt: string };
    readonly profile?: Stored<FetchedProfile>;
    readonly closed?: Stored<ClosedMember>;
    readonly change?: Stored<MemberChange>;
    readonly at?: string;
    readonly rule?: Stored<Revocation>;
  };
  // Kept by a service that could end the links of runs alone.
  const ended = body['kind'] === 'revocation' && rule === undefined ? { kind: 'run', value: body['runId'], at } : rule;
  const revived = {
    ...(request === undefined ? {} : { request: { ...request, requestedAt: new Date(request.requestedAt) } }),
    ...(profile === undefined ? {} : { profile: revivedProfile(profile) }),
    ...(ended === undefined ? {} : { rule: { ...ended, at: new Date(ended.at ?? 0) } }),
    ...(closed === undefined ? {} : { closed: { ...closed, since: new Date(closed.since) } }),
    ...(change === undefined ? {} : { change: { ...change, at: new Date(change.at) } }),
  };
  return { ...body, ...revived, seq: row.seq } as IntakeEntry;
}

/** A member fetched on demand, from its JSON; `null` for one of before its columns were kept: it is fetched again. */
export function keptFetchedProfile(text: string): FetchedProfile | null {
  return usable(revivedProfile(JSON.parse(text) as Stored<FetchedProfile>));
}

/** As `keptFetchedProfile`, of an entry that waits to be moved. */
export function waitingProfile(row: EntryRow | undefined): FetchedProfile | null {
  const entry = row === undefined ? null : entryOf(row);
  return entry?.kind === 'profile' ? usable(entry.profile) : null;
}

function revivedProfile(profile: Stored<FetchedProfile>): FetchedProfile {
  return { ...profile, fetchedAt: new Date(profile.fetchedAt) };
}

function usable(profile: Partial<FetchedProfile>): FetchedProfile | null {
  return profile.columns === undefined ? null : (profile as FetchedProfile);
}

/** The names under which something about a person waits. */
export function namesOf(id: RowId): readonly string[] {
  return selectableTables.flatMap((table) => ['profile', 'closed', 'change'].map((kind) => `${kind} ${table} ${id}`));
}

/** The name under which a purge waits. */
export function purgeName(scope: PurgeScope): string {
  switch (scope.kind) {
    case 'sync':
      return `purge sync ${scope.dataSyncId}`;
    case 'person':
      return `purge person ${scope.id}`;
    case 'fetched':
      return `purge fetched ${scope.before}`;
  }
}
