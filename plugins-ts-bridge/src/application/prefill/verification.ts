import type { PrefillResponse } from '@pmds/contracts/prefill';
import { ok, refused, type Result } from '@pmds/contracts/result';
import type { WebForm } from '../../domain/web-form/web-form.js';
import { codeLifeMs, codeTries, type MailCodes } from '../../ports/store/links/mail-codes.js';
import {
  mayRead,
  openForm,
  prefillRecipient,
  type OpenedForm,
  type PrefillDependencies,
  type PrefillFailure,
} from './prefill-recipient.js';
import type { RequestGate } from './request-gate.js';

export interface VerificationDependencies extends PrefillDependencies {
  readonly codes: MailCodes;
  /** Six digits that nobody can foresee. */
  readonly newCode: () => string;
  /** What is kept of a code: it tells nothing to whoever reads the store. */
  readonly sealCode: (name: string, code: string) => string;
  /** @returns whether the mail is on its way. */
  readonly sendCode: (mail: CodeMail, signal: AbortSignal) => Promise<boolean>;
  /** Slows down whoever has codes sent, and whoever guesses. */
  readonly codeRates: Pick<RequestGate, 'enter'>;
}

export interface CodeMail {
  readonly to: string;
  readonly code: string;
  readonly form: Pick<WebForm, 'name' | 'language'>;
}

/** Who asks, and from where. */
interface CodeRequest {
  readonly token: string;
  readonly origin: string | null;
  readonly client: string;
}

/** How long a code holds, and how often it may be typed. */
interface CodeSent {
  readonly minutes: number;
  readonly tries: number;
}

const addressColumn = 'emailaddress1';

/** Mails a code to the address on record, as Dataverse has it now, for the columns that are shown only after it. */
export async function sendCode(
  request: CodeRequest,
  dependencies: VerificationDependencies,
): Promise<Result<CodeSent, PrefillFailure>> {
  const opened = await formWithCode(request, dependencies);
  if (!opened.ok) return opened;
  const { link, form } = opened.value;
  const { preferenceMembers, codes, newCode, sealCode, fetchTimeoutMs, now } = dependencies;
  // Consent to mailings is not asked: the person has just asked for this mail.
  const signal = AbortSignal.timeout(fetchTimeoutMs);
  const read = await preferenceMembers.fetch(link.table, link.id, [addressColumn], signal);
  if (read.kind === 'busy') return refused({ code: 'too-many-requests', retryAfterSeconds: read.retryAfterSeconds });
  const to = read.kind === 'profile' ? read.profile.values[addressColumn] : null;
  if (typeof to !== 'string' || to === '') return refused('not-found');
  const [name, code] = [nameOf(opened.value, sealCode), newCode()];
  const retryAfterSeconds = await codes.keep(name, sealCode(name, code), now());
  if (retryAfterSeconds > 0) return refused({ code: 'too-many-requests', retryAfterSeconds });
  if (!(await dependencies.sendCode({ to, code, form }, signal))) return refused('code-not-sent');
  return ok({ minutes: codeLifeMs / 60_000, tries: codeTries });
}

/** The values for who typed the code, once. */
export async function prefillByCode(
  { code, ...request }: CodeRequest & { readonly code: string },
  dependencies: VerificationDependencies,
): Promise<Result<PrefillResponse, PrefillFailure>> {
  const opened = await formWithCode(request, dependencies);
  if (!opened.ok) return opened;
  const { codes, sealCode, now } = dependencies;
  const name = nameOf(opened.value, sealCode);
  if (!(await codes.take(name, sealCode(name, code), now()))) return refused('code-invalid');
  const filled = await prefillRecipient({ ...request, isVerified: true }, dependencies);
  return filled.ok ? ok(filled.value.response) : filled;
}

interface FormWithCode {
  readonly link: OpenedForm['link'];
  readonly form: WebForm;
}

/** Codes are for one person and one form, by whatever link. Sealed: what is kept of a code does not say whose it is. */
const nameOf = ({ link, form }: FormWithCode, sealCode: VerificationDependencies['sealCode']): string =>
  sealCode(`${link.table} ${link.id} ${form.id}`, '');

async function formWithCode(
  { token, origin, client }: CodeRequest,
  dependencies: VerificationDependencies,
): Promise<Result<FormWithCode, PrefillFailure>> {
  const opened = await openForm(token, dependencies);
  if (!opened.ok) return opened;
  const { link, opening } = opened.value;
  const { form } = opening;
  if (!mayRead(form?.origins ?? dependencies.origins, origin)) return refused('origin-not-allowed');
  const isAsked = form?.fields?.some((field) => field.exposure === 'verified' && field[link.table] !== null) === true;
  const { closed } = opening;
  const isClosed = closed !== null && !(closed.reason === 'opted-out' && form?.isPreference === true);
  if (form === null || !isAsked || isClosed) return refused('not-found');
  const person = `${link.table} ${link.id}`;
  const retryAfterSeconds = dependencies.codeRates.enter({ person, form: form.key, client });
  if (retryAfterSeconds > 0) return refused({ code: 'too-many-requests', retryAfterSeconds });
  return ok({ link, form });
}
