import { failed, ready, skipped, type OutcomeCounts } from '@pmds/contracts/run/counts';
import { outcomesIn } from '@pmds/contracts/run/outcomes';
import { readinessSentence, scopeSentence, tallyOf } from '@pmds/contracts/run/run-tally';
import type { SyncStatus } from '@pmds/contracts/run/sync-status';
import { worded, type LanguageName } from '@pmds/contracts/wording';
import type { CompletionNotice } from '../../../domain/outbox/kinds/mail.js';
import { button, countTable, escapeHtml, factList, frame, type CountLine } from './mail-html.js';
import { mailTexts, type MailTexts } from './texts/mail-texts.js';

export interface MailContent {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Accent of the mail: text on white and white text both reach a contrast of 4.5 to 1. */
const accents: Readonly<Record<'good' | 'mixed' | 'bad' | 'neutral', string>> = {
  good: '#0e700e',
  mixed: '#8a3707',
  bad: '#b10e1c',
  neutral: '#424242',
};

/** In the order in which people read them: what went well, what was left out on purpose, what failed. */
const outcomes = outcomesIn('ready', 'skipped', 'failed');

interface Wording {
  readonly texts: MailTexts;
  readonly language: LanguageName;
  readonly say: (template: string, ...values: readonly (string | number)[]) => string;
}

/**
 * What people are told when a run has ended: HTML and the same in plain text. Why a run failed is said as the row says it, in
 * English.
 */
export function completionMail(notice: CompletionNotice, recordUrl: string, language: LanguageName): MailContent {
  const texts = mailTexts[language];
  const words: Wording = { texts, language, say: (template, ...values) => worded(language, template, values) };
  const status = texts.status[notice.status];
  const facts = factsOf(notice, words);
  const lines = countLines(notice, texts);
  const headline = headlineOf(notice, words);
  // Of a completed run the message repeats the counts; of any other it says why and what to do.
  const reason = isCompleted(notice) || notice.rowIsGone === true ? null : notice.message;
  return {
    subject: `${notice.name}: ${status}`,
    html: frame({
      language,
      product: texts.product,
      accent: accentOf(notice.status),
      status,
      title: notice.name,
      headline,
      body: [
        reason === null ? '' : `<p dir="auto" style="margin:0 0 16px">${escapeHtml(reason)}</p>`,
        lines.length === 0 ? '' : countTable(lines, [texts.contacts, texts.leads], language),
        factList(facts, language),
        notice.rowIsGone === true ? '' : button(texts.open, recordUrl),
      ].join(''),
    }),
    text: [
      `${notice.name}: ${status}`,
      headline,
      ...(reason === null ? [] : [reason]),
      '',
      ...lines.map(({ label, contact, lead }) => `${label}: ${words.say(texts.people, contact, lead)}`),
      '',
      ...facts.map(([label, value]) => `${label}: ${value}`),
      '',
      ...(notice.rowIsGone === true ? [] : [`${texts.open}: ${recordUrl}`, '']),
    ].join('\n'),
  };
}

const isCompleted = ({ status }: CompletionNotice): boolean =>
  status === 'completed' || status === 'completed-with-errors';

function accentOf(status: SyncStatus): string {
  if (status === 'completed') return accents.good;
  if (status === 'completed-with-errors') return accents.mixed;
  return status === 'failed' ? accents.bad : accents.neutral;
}

function headlineOf({ status, counts, members, rowIsGone }: CompletionNotice, { texts, say }: Wording): string {
  if (rowIsGone === true) return texts.deleted;
  const all = members.contact + members.lead;
  const done = ready(counts.contact) + ready(counts.lead);
  switch (status) {
    case 'completed':
      return say(texts.completed, done, all);
    case 'completed-with-errors':
      return say(texts.completedWithErrors, done, all, failed(counts.contact) + failed(counts.lead));
    case 'cancelled':
      return texts.cancelled;
    default:
      return texts.failed;
  }
}

/** Outcomes that occurred; a list of zeros hides what matters. */
function countLines({ members, counts }: CompletionNotice, texts: MailTexts): readonly CountLine[] {
  if (members.contact + members.lead === 0) return [];
  const line = (label: string, of: (counts: OutcomeCounts) => number, strong = false): CountLine => ({
    label,
    contact: of(counts.contact),
    lead: of(counts.lead),
    strong,
  });
  const occurred = outcomes
    .map((outcome) => line(texts.outcome[outcome], (table) => table[outcome]))
    .filter(({ contact, lead }) => contact + lead > 0);
  return [
    { label: texts.members, contact: members.contact, lead: members.lead, strong: true },
    ...occurred,
    line(texts.ready, ready, true),
    line(texts.skipped, skipped, true),
  ];
}

function factsOf(notice: CompletionNotice, words: Wording): readonly (readonly [string, string])[] {
  const { texts, say } = words;
  const { startedAt, completedAt } = notice;
  const readiness = readinessOf(notice, words);
  return [
    [texts.safeToSend, notice.safeToSend ? texts.yes : texts.no],
    ...(readiness === '' ? [] : ([[texts.readiness, readiness]] as const)),
    [texts.errors, say('{0}', notice.errors)],
    ...(notice.removed === 0 ? [] : ([[texts.removed, say('{0}', notice.removed)]] as const)),
    [texts.requested, utc(notice.requestedAt)],
    ...(startedAt === null ? [] : ([[texts.started, utc(startedAt)]] as const)),
    [texts.ended, utc(completedAt)],
    ...(startedAt === null
      ? []
      : ([[texts.duration, duration(completedAt.getTime() - startedAt.getTime(), words)]] as const)),
    [texts.calls, say('{0}', notice.apiCalls)],
  ];
}

/** Of a run that failed, readiness and message are one sentence, which stands above. */
function readinessOf(notice: CompletionNotice, { language }: Wording): string {
  const { counts, members, newer, covered = null } = notice;
  if (isCompleted(notice)) {
    return [readinessSentence(tallyOf(counts, members, newer), language), ...scopeSentence(covered, language)].join(
      ' ',
    );
  }
  return notice.readiness === notice.message ? '' : notice.readiness;
}

const utc = (date: Date): string => `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** For example `1 h 4 min 9 s`; what is shorter than a second is one. */
function duration(ms: number, { texts, say }: Wording): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / 3600), texts.hours],
    [Math.floor((seconds % 3600) / 60), texts.minutes],
    [seconds % 60, texts.seconds],
  ];
  return parts.flatMap(([value, unit]) => (value === 0 ? [] : [say(unit, value)])).join(' ');
}
