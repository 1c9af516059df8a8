import type { ClosedMember } from '../../ports/closed-members.js';
import type { FetchedProfile, IntakeEntry } from '../../ports/intake.js';

/** An entry as it is stored: what it is, and when, as JSON. */
export interface EntryRow {
  readonly seq: number;
  readonly body: string;
}

type Stored<Value> = { readonly [Key in keyof Value]: Value[Key] extends Date ? string : Value[Key] };

/** Dates come back as dates; what stands in a profile's columns is never taken for one. */
export function entryOf(row: EntryRow): IntakeEntry {
  const body = JSON.parse(row.body) as Readonly<Record<string, unknown>>;
  const { request, profile, closed, at } = body as {
    readonly request?: Readonly<Record<string, unknown>> & { readonly requestedAt: string };
    readonly profile?: Stored<FetchedProfile>;
    readonly closed?: Stored<ClosedMember>;
    readonly at?: string;
  };
  const revived = {
    ...(request === undefined ? {} : { request: { ...request, requestedAt: new Date(request.requestedAt) } }),
    ...(profile === undefined ? {} : { profile: revivedProfile(profile) }),
    ...(closed === undefined ? {} : { closed: { ...closed, since: new Date(closed.since) } }),
    ...(at === undefined ? {} : { at: new Date(at) }),
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
