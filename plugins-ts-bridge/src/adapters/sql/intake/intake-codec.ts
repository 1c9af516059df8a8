import { selectableTables } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import { factsOf, memberOutcomes } from '@pmds/contracts/run/outcomes';
import { z } from 'zod';
import type { MemberChange } from '../../../domain/member/member-change.js';
import { revocationKinds, type Revocation } from '../../../domain/revocation.js';
import { runTriggers, runTypes } from '../../../domain/run/run.js';
import { readJson } from '../../../domain/values/read-json.js';
import type { ClosedMember } from '../../../ports/store/closed-members.js';
import type { FetchedProfile, IntakeEntry } from '../../../ports/store/intake.js';
import { acceptedSubmission, type AcceptedSubmission } from '../../../domain/submission/accepted-submission.js';
import { reviewOrder } from '../../../domain/submission/review-order.js';
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
const closedReason = z.enum([...new Set(memberOutcomes.flatMap((outcome) => factsOf(outcome).closes ?? []))]);
/** Without its columns it was kept by a service of before. The values are whatever Dataverse gave. */
const fetched = z.looseObject({
  ...member,
  values: z.looseObject({}),
  labels: z.record(text, text),
  columns: z.record(text, z.looseObject({})).optional(),
  fetchedAt: moment,
});
const request = z.looseObject({
  runId: text,
  dataSyncId: text,
  runType: z.enum(runTypes),
  trigger: z.enum(runTriggers),
  requestedAt: moment,
  correlationId: text.nullish(),
  refusal: z.looseObject({ code: text, detail: text }).optional(),
  traceIds: z.array(text).optional(),
  parameters: z.looseObject({ confirm: text.optional(), listIds: z.array(text).optional() }).optional(),
});
const scope = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('sync'), dataSyncId: text }),
  z.looseObject({ kind: z.literal('person'), id: text }),
  z.looseObject({ kind: z.literal('fetched'), before: moment }),
]);

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
  submission: ['submission'],
  review: ['review'],
} as const;
const kinds = Object.keys(partOf) as (keyof typeof partOf)[];

/** What the worker would stumble over; loose, since a later version may have kept more. */
const shape = z.looseObject({
  kind: z.enum(kinds),
  runId: text.optional(),
  at: moment.optional(),
  lost: z.looseObject({ runId: text, dataSyncId: text, startedAt: moment.nullable() }).optional(),
  order: z.looseObject({ action: z.enum(['resend', 'drop']), number: z.int() }).optional(),
  scope: scope.optional(),
  request: request.optional(),
  profile: fetched.optional(),
  closed: z.looseObject({ ...member, since: moment, reason: closedReason }).optional(),
  change: z.looseObject({ ...member, at: moment, closes: closedReason.nullable(), merged: z.boolean() }).optional(),
  rule: z.looseObject({ kind: z.enum(revocationKinds), value: text, at: moment }).optional(),
  submission: acceptedSubmission.optional(),
  review: reviewOrder.optional(),
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

/** The submit that an entry holds, `null` for none that can be read. */
export function waitingSubmission(row: EntryRow | undefined): AcceptedSubmission | null {
  if (row === undefined) return null;
  const waiting = entryOf(row);
  return waiting.kind === 'submission' ? waiting.submission : null;
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
