import { isPublicColumn, type PublicColumns } from '@pmds/contracts/fields/public-columns';
import type { RowId } from '@pmds/contracts/ids';
import type { PrefillRefusal, PrefillResponse } from '@pmds/contracts/prefill';
import { ok, refused, type Result } from '@pmds/contracts/result';
import { shownColumns, type WebForm } from '../../domain/web-form/web-form.js';
import type { IntakeStore } from '../../ports/store/intake.js';
import type { LinkUseCounter } from '../../ports/store/links/link-uses.js';
import type { Opening, Openings } from '../../ports/store/links/openings.js';
import type { Profiles, StoredProfile } from '../../ports/store/profiles.js';
import { formValues, publicValues } from './exposed-values.js';
import { newestKept } from './kept-profile.js';
import type { OnDemandSource } from './member-read.js';
import type { OpenedLink, PrefillTokens } from './prefill-token.js';
import type { Visitor } from './request-gate.js';

export interface PrefillDependencies {
  readonly tokens: PrefillTokens;
  readonly openings: Openings;
  readonly profiles: Pick<Profiles, 'selectedColumns'>;
  readonly intake: Pick<IntakeStore, 'addProfile' | 'addClosed' | 'findProfile'>;
  readonly uses: LinkUseCounter;
  readonly members: OnDemandSource;
  /** Reads also who opted out, for the forms that are about that. What it reads is not kept. */
  readonly preferenceMembers: OnDemandSource;
  /** What a link shows while no completed run selects any column of the table. */
  readonly defaultColumns: readonly string[];
  /** Pages that may read what a link to a form shows that nobody described. */
  readonly origins: readonly string[];
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
  | Exclude<PrefillRefusal, 'too-many-requests' | 'token-expired'>
  | { readonly code: 'too-many-requests'; readonly retryAfterSeconds: number };

/** Who asks, and what the person has proven. */
interface PrefillRequest {
  readonly token: string;
  /** Of the page, as its browser says; `null` where it says none. */
  readonly origin?: string | null;
  /** The code that was mailed to the person was typed. */
  readonly isVerified?: boolean;
  /** Whether a request that the store does not answer may go on: 0, or the seconds after which it may. */
  readonly admit?: (link: Pick<Visitor, 'person' | 'form'>) => number;
}

/** A link that opens, with what the store knows of it. */
export interface OpenedForm {
  readonly link: OpenedLink;
  readonly opening: Opening;
}

/** What is looked up for a token that nobody signed, so that refusing it takes as long as refusing any other. */
const nobody: OpenedLink = {
  table: 'contact',
  id: '00000000-0000-0000-0000-000000000000' as RowId,
  runId: null,
  form: null,
  // Longer than any key is.
  formKey: '-'.repeat(64),
  kid: '',
  issuedAt: new Date(0),
  expiresAt: new Date(0),
  uses: null,
};

/** What a token opens. Every reason for which it opens nothing is the same to whoever asks, in words and in work. */
export async function openForm(
  token: string,
  { tokens, openings, now }: Pick<PrefillDependencies, 'tokens' | 'openings' | 'now'>,
): Promise<Result<OpenedForm, 'token-invalid'>> {
  const verified = tokens.verify(token, now());
  const link = verified.ok ? verified.value : nobody;
  const opening = await openings.open(link);
  const { form } = opening;
  const isDescribed = (link.formKey ?? null) !== null;
  // Fields that cannot be read are none to show.
  const isOpen = !isDescribed || (form !== null && form.fields !== null && form.linkState === 'active');
  return verified.ok && !opening.revoked && isOpen ? ok({ link, opening }) : refused('token-invalid');
}

/**
 * The values for the form that a recipient's link opened. From the store; a member that no run has reached is read from
 * Dataverse at once and kept for a while. Values that are older than that are not shown when Dataverse does not answer:
 * an empty form is better than what somebody has withdrawn.
 */
export async function prefillRecipient(
  request: PrefillRequest,
  dependencies: PrefillDependencies,
): Promise<Result<Prefilled, PrefillFailure>> {
  const opened = await openForm(request.token, dependencies);
  if (!opened.ok) return opened;
  const { link, opening } = opened.value;
  const { form } = opening;
  if (!mayRead(form?.origins ?? dependencies.origins, request.origin)) return refused('origin-not-allowed');
  const found = await profileOf(opened.value, request, dependencies);
  if (!found.ok) return found;
  const { profile, source } = found.value;
  const { uses, publicColumns: allowed } = dependencies;
  // Counted last: whoever was not answered has not used the link. A verified answer belongs to an opening that was counted.
  if (link.uses !== null && request.isVerified !== true) {
    if (!(await uses.use(link.uses.name, link.uses.most, link.expiresAt))) return refused('token-invalid');
  }
  const response =
    form === null
      ? publicValues(profile, allowed)
      : formValues(profile, form, { allowed, isVerified: request.isVerified === true });
  return ok({ source, response });
}

/** A request without `Origin` does not come from a page of another origin; its token alone decides. */
export function mayRead(origins: readonly string[], origin: string | null | undefined): boolean {
  return origin === undefined || origin === null || origins.includes(origin);
}

type Profile = Pick<StoredProfile, 'table' | 'values' | 'labels' | 'columns'>;

interface Found {
  readonly profile: Profile;
  readonly source: Prefilled['source'];
}

async function profileOf(
  { link, opening }: OpenedForm,
  { admit = () => 0 }: PrefillRequest,
  dependencies: PrefillDependencies,
): Promise<Result<Found, PrefillFailure>> {
  const { intake, maxAgeMs, now } = dependencies;
  const { table, id } = link;
  const { form, closed, profile } = opening;
  const { mayOpen, isRead } = consent(form, closed?.reason ?? null);
  if (mayOpen && profile !== null && profile.runId !== null) return ok({ profile, source: 'store' });

  const freshAfter = now().getTime() - maxAgeMs;
  const wanted = form === null ? null : shownColumns(form, table);
  const kept = mayOpen ? newestKept(profile, await intake.findProfile(table, id)) : null;
  if (kept !== null && kept.fetchedAt.getTime() > freshAfter && holds(kept, wanted)) {
    return ok({ profile: kept, source: 'store' });
  }
  const asked = { person: `${table} ${id}`, form: link.formKey ?? link.form ?? null };
  const retryAfterSeconds = admit(asked);
  if (retryAfterSeconds > 0) return refused({ code: 'too-many-requests', retryAfterSeconds });
  if (!isRead && closed !== null && closed.since.getTime() > freshAfter) return refused('not-found');
  return readNow(link, form, dependencies);
}

/** Who opted out opens the forms that are about that, and no other. Who is inactive or deleted opens none. */
function consent(form: WebForm | null, closed: string | null): { readonly mayOpen: boolean; readonly isRead: boolean } {
  const forPreferences = closed === 'opted-out' && form?.isPreference === true;
  return { mayOpen: closed === null || forPreferences, isRead: forPreferences };
}

/** What was read for another form may lack columns of this one. */
function holds({ values }: Pick<Profile, 'values'>, wanted: ReadonlySet<string> | null): boolean {
  return wanted === null || [...wanted].every((column) => Object.hasOwn(values, column));
}

async function readNow(
  { table, id }: OpenedLink,
  form: WebForm | null,
  dependencies: PrefillDependencies,
): Promise<Result<Found, PrefillFailure>> {
  const { profiles, intake, members, preferenceMembers, fetchTimeoutMs, wakeWorker } = dependencies;
  const selected = await profiles.selectedColumns(table);
  const usual = selected.length === 0 ? dependencies.defaultColumns : selected;
  const isPublic = (name: string): boolean => isPublicColumn(name, dependencies.publicColumns);
  const ofForm = form === null ? [] : [...shownColumns(form, table)];
  const columns = [...new Set([...ofForm, ...usual.filter(isPublic)])];
  const isPreference = form?.isPreference === true;
  const source = isPreference ? preferenceMembers : members;
  const read = await source.fetch(table, id, isPreference ? ofForm : columns, AbortSignal.timeout(fetchTimeoutMs));
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
      // Of somebody who opted out nothing is kept.
      if (!isPreference) {
        await intake.addProfile(read.profile);
        wakeWorker();
      }
      return ok({ profile: read.profile, source: 'on-demand' });
  }
}
