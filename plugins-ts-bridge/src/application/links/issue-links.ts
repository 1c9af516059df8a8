import { selectableTables } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import { ok, refused, type Result } from '@pmds/contracts/result';
import { OutsideError } from '../../domain/failures.js';
import type { LinkRequest } from '../../domain/links/link-request.js';
import { wholeSecond, type LinkTerms } from '../../domain/links/link-terms.js';
import { plannedForm } from '../../domain/links/planned-form.js';
import type { WebForm } from '../../domain/web-form/web-form.js';
import type { LinkMaker } from '../../ports/links/link-maker.js';
import type { ProfileReader } from '../../ports/store/profiles.js';

export interface IssueDependencies {
  readonly reader: Pick<ProfileReader, 'webForms' | 'links' | 'runs' | 'revocations'>;
  readonly links: LinkMaker | null;
  /** When the send of a sync is planned to end, `null` where nobody has said. @throws OutsideError */
  readonly plannedSendEnd: (dataSyncId: RowId) => Promise<Date | null>;
  /** As links are made and checked, by this machine's clock. */
  readonly now: () => Date;
}

export type IssueRefusal =
  | 'form-unknown'
  | 'form-suspended'
  | 'form-unreadable'
  | 'form-without-address'
  | 'run-unknown'
  | 'links-revoked'
  | 'sync-not-synced'
  | 'no-key'
  | 'send-unknown';

interface Issued {
  readonly links: number;
  readonly refused: number;
  /** The answer as JSON, some hundred links at a time: signing all of them at once would keep others waiting. */
  readonly parts: Iterable<string>;
}

/** Links of a part; they are signed in about five milliseconds. */
const partOf = 250;

/** Makes the links that an application asks for, in the order in which it asks. Links that would open nothing are not made. */
export async function issueLinks(
  request: LinkRequest,
  dependencies: IssueDependencies,
): Promise<Result<Issued, IssueRefusal>> {
  const { reader, links } = dependencies;
  if (links === null) return refused('no-key');
  const form = await reader.webForms.byKey(request.form);
  const trouble = form === null ? 'form-unknown' : troubleOf(form);
  if (form === null || trouble !== null) return refused(trouble ?? 'form-unknown');
  const terms = await termsOf(form, request, dependencies);
  if (!terms.ok) return terms;
  if (await opensNothing(form, terms.value, links.kid, reader)) return refused('links-revoked');
  const refusedOf = await refusals(form, request, reader);
  const answers = request.members.map(({ table, id }) => ({ table, id, refused: refusedOf.get(`${table} ${id}`) }));
  const refusedCount = answers.filter((one) => one.refused !== undefined).length;
  return ok({
    links: answers.length - refusedCount,
    refused: refusedCount,
    parts: partsOf(answers, (table, id) => links.linkOf(terms.value, table, id)),
  });
}

function troubleOf({ linkState, fields, addresses }: WebForm): IssueRefusal | null {
  if (linkState === 'suspended') return 'form-suspended';
  if (fields === null) return 'form-unreadable';
  return addresses.length === 0 ? 'form-without-address' : null;
}

async function termsOf(
  form: WebForm,
  { runId, dataSyncId }: LinkRequest,
  { reader, plannedSendEnd, now }: IssueDependencies,
): Promise<Result<LinkTerms, IssueRefusal>> {
  if (runId !== null && (await reader.runs.stateOfRun(runId)) === 'unknown') return refused('run-unknown');
  const synced = dataSyncId === null ? null : await reader.links.runOf(dataSyncId);
  if (dataSyncId !== null && synced === null) return refused('sync-not-synced');
  const issuedAt = wholeSecond(now());
  let sendEnd: Date | null = null;
  try {
    sendEnd = dataSyncId === null ? null : await plannedSendEnd(dataSyncId);
  } catch (error) {
    if (error instanceof OutsideError) return refused('send-unknown');
    throw error;
  }
  const planned = plannedForm(form, issuedAt, sendEnd);
  if (planned === null) return refused('form-without-address');
  const run: SyncRunId | null = runId ?? synced;
  return ok({ form: planned, runId: run, issuedAt });
}

/** Ended with their run, form or key. */
function opensNothing(
  form: WebForm,
  { runId, issuedAt }: LinkTerms,
  kid: string,
  { revocations }: Pick<ProfileReader, 'revocations'>,
): Promise<boolean> {
  // Of no member: his links may be made anew. No member has the id of a form.
  return revocations.isRevoked({ id: form.id, runId, form: null, formKey: form.key, kid, issuedAt });
}

type Refused = 'unknown' | 'closed';

async function refusals(
  { isPreference }: WebForm,
  { members }: LinkRequest,
  { links }: Pick<ProfileReader, 'links'>,
): Promise<ReadonlyMap<string, Refused>> {
  const found = new Map<string, Refused>();
  for (const table of selectableTables) {
    const ids = [...new Set(members.filter((one) => one.table === table).map(({ id }) => id))];
    if (ids.length === 0) continue;
    for (const [id, standing] of await links.standings(table, ids)) {
      // Who opted out is asked about that.
      if (standing === 'known' || (standing === 'opted-out' && isPreference)) continue;
      found.set(`${table} ${id}`, standing === 'unknown' ? 'unknown' : 'closed');
    }
  }
  return found;
}

type Asked = LinkRequest['members'][number];

function* partsOf(
  answers: readonly (Asked & { readonly refused: Refused | undefined })[],
  linkOf: (table: Asked['table'], id: RowId) => string,
): Generator<string> {
  let text = '{"links":[';
  for (const [place, { table, id, refused: why }] of answers.entries()) {
    const answer = why === undefined ? { table, id, link: linkOf(table, id) } : { table, id, refused: why };
    text += `${place === 0 ? '' : ','}${JSON.stringify(answer)}`;
    if ((place + 1) % partOf !== 0) continue;
    yield text;
    text = '';
  }
  yield `${text}]}`;
}
