import { mailOutcomeTexts } from './mail-outcome-texts.js';
import { worded, type LanguageName } from '../wording.js';

/** Why a completion mail did not leave for an address. */
export const mailReasons = [
  'no-address',
  'unresolved',
  'no-sender',
  'dataverse-refused',
  'recipient-refused',
  'message-refused',
  'asked-to-wait',
  'certificate',
  'no-encryption',
  'sign-in',
  'host-unknown',
  'unreachable',
] as const;
export type MailReason = (typeof mailReasons)[number];

/** Addresses that a mail did not leave for, with one reason for all of them. */
export interface UnsentMail {
  /** Empty where the sync names none. */
  readonly addresses: readonly string[];
  readonly reason: MailReason;
  /** What the other side said: a code, or Dataverse's sentence. Holds no secret. */
  readonly detail: string;
  /** Until when it is tried again (ISO 8601, UTC); `null` where nobody tries any more. */
  readonly againUntil: string | null;
}

/** What `pmds_completionmail` says of the mail of the current run; the form reads it in the language of its user. */
export interface MailOutcome {
  /** `foreseen`: checked at the start, nothing was sent yet. `unsent`: tried. */
  readonly state: 'foreseen' | 'unsent';
  readonly unsent: readonly UnsentMail[];
}

const version = 1;

export function mailOutcomeJson({ state, unsent }: MailOutcome): string {
  return JSON.stringify({ version, state, unsent });
}

/** @returns `null` for nothing and for what this version cannot read: the Error Trace says it in words, too. */
export function parseMailOutcome(text: unknown): MailOutcome | null {
  if (typeof text !== 'string' || text === '') return null;
  try {
    const raw = JSON.parse(text) as { readonly version?: unknown; readonly state?: unknown; readonly unsent?: unknown };
    if (raw.version !== version || !Array.isArray(raw.unsent)) return null;
    const unsent = raw.unsent.flatMap(unsentOf);
    return { state: raw.state === 'foreseen' ? 'foreseen' : 'unsent', unsent };
  } catch {
    return null;
  }
}

function unsentOf(raw: unknown): readonly UnsentMail[] {
  if (typeof raw !== 'object' || raw === null) return [];
  const { addresses, reason, detail, againUntil } = raw as Readonly<Record<keyof UnsentMail, unknown>>;
  const known = mailReasons.find((one) => one === reason);
  if (known === undefined || !Array.isArray(addresses)) return [];
  return [
    {
      addresses: addresses.filter((one): one is string => typeof one === 'string'),
      reason: known,
      detail: typeof detail === 'string' ? detail : '',
      againUntil: typeof againUntil === 'string' ? againUntil : null,
    },
  ];
}

/** Addresses named in a sentence at most; the rest is counted, so that a notice stays readable. */
const namedAtMost = 3;

/** What happened and what to do, one text per reason. */
export function unsentSentence(
  { addresses, reason, detail, againUntil }: UnsentMail,
  state: MailOutcome['state'],
  language: LanguageName,
): string {
  const texts = mailOutcomeTexts[language];
  const why = worded(language, texts[reason], [detail]);
  if (addresses.length === 0) return why;
  const more = addresses.length > namedAtMost ? ` (+${addresses.length - namedAtMost})` : '';
  const who = `${addresses.slice(0, namedAtMost).join(', ')}${more}`;
  const what =
    againUntil === null
      ? worded(language, state === 'foreseen' ? texts.notReachable : texts.notReached, [who])
      : worded(language, texts.again, [who, againUntil.slice(0, 16).replace('T', ' ')]);
  return `${what} ${why}`;
}
