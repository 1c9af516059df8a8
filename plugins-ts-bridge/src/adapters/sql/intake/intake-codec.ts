import { selectableTables } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import { z } from 'zod';
import type { MemberChange } from '../../../domain/member/member-change.js';
import type { Revocation } from '../../../domain/revocation.js';
import { readJson } from '../../../domain/values/read-json.js';
import type { ClosedMember } from '../../../ports/store/closed-members.js';
import type { FetchedProfile, IntakeEntry } from '../../../ports/store/intake.js';
import type { PurgeScope } from '../../../ports/store/purge.js';

/** An entry as it is stored: what it is, and when, as JSON. */
export interface EntryRow {
  readonly seq: number;
  readonly body: string;
}

type Stored<Value> = { readonly [Key in keyof Value]: Value[Key] extends Date ? string : Value[Key] };

const text = z.string();
const member = { table: z.enum(selectableTables), id: text };
const moment = text.refine((said) => !Number.isNaN(Date.parse(said)));
/** Without its columns it was kept by a service of before. The values are whatever Dataverse gave. */
const fetched = z.looseObject({ ...member, values: z.looseObject({}), labels: z.looseObject({}), fetchedAt: moment });

/** The part that an entry of each kind has to have. The links of a run were once ended without a rule. */
const partOf = {
  start: ['request'],
  cancel: ['runId'],
  lost: ['lost'],
  letter: ['order'],
  revocation: ['rule', 'runId'],
  purge: ['scope'],
  closed: ['closed'],
  change: ['change'],
  profile: ['profile'],
} as const;
const kinds = Object.keys(partOf) as (keyof typeof partOf)[];

/** What the worker would stumble over; loose, since a later version may have kept more. */
const shape = z.looseObject({
  kind: z.enum(kinds),
  runId: text.optional(),
  lost: z.looseObject({ runId: text, dataSyncId: text }).optional(),
  order: z.looseObject({ action: z.enum(['resend', 'drop']), number: z.number() }).optional(),
  scope: z.looseObject({ kind: z.enum(['sync', 'person', 'fetched']) }).optional(),
  request: z
    .looseObject({ runId: text, dataSyncId: text, runType: text, trigger: text, requestedAt: moment })
    .optional(),
  profile: fetched.optional(),
  closed: z.looseObject({ ...member, since: moment }).optional(),
  change: z.looseObject({ ...member, at: moment }).optional(),
  rule: z.looseObject({ kind: text, value: text, at: moment }).optional(),
});
const entry = shape.refine(
  (body) => partOf[body.kind].some((part) => (body as Readonly<Record<string, unknown>>)[part] !== undefined),
  { path: ['kind'] },
);

/**
 * Dates come back as dates; what stands in a profile's columns is never taken for one. An entry that is not what it should
 * be is told by the place, without a value.
 */
export function entryOf(row: EntryRow): IntakeEntry {
  const read = readJson(row.body, entry);
  if (!read.ok) return { seq: row.seq, kind: 'unreadable', problem: read.failure };
  const body: Readonly<Record<string, unknown>> = read.value;
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

/**
 * A member fetched on demand, from its JSON; `null` for one that cannot be read, and of before its columns were kept: it is
 * fetched again.
 */
export function keptFetchedProfile(kept: string): FetchedProfile | null {
  const read = readJson(kept, fetched);
  return read.ok ? usable(revivedProfile(read.value as unknown as Stored<FetchedProfile>)) : null;
}

/** As `keptFetchedProfile`, of an entry that waits to be moved. */
export function waitingProfile(row: EntryRow | undefined): FetchedProfile | null {
  if (row === undefined) return null;
  const waiting = entryOf(row);
  return waiting.kind === 'profile' ? usable(waiting.profile) : null;
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

/** Entries that cannot be read wait under their names behind this word. */
export const aside = 'unreadable ';

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
