import { failed, ready, skipped, type MemberOutcome, type OutcomeCounts } from '@pmds/contracts/counts';
import type { SyncStatus } from '@pmds/contracts/sync-status';
import type { CompletionNotice } from '../../domain/outbox.js';
import { button, countTable, escapeHtml, factList, frame, type CountLine } from './mail-html.js';

export interface MailContent {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

const statusWords: Readonly<Record<SyncStatus, string>> = {
  draft: 'Draft',
  queued: 'Queued',
  'in-progress': 'In Progress',
  waiting: 'Waiting',
  completed: 'Completed',
  'completed-with-errors': 'Completed with errors',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/** Accent of the mail: text on white and white text both reach a contrast of 4.5 to 1. */
const accents: Readonly<Record<'good' | 'mixed' | 'bad' | 'neutral', string>> = {
  good: '#0e700e',
  mixed: '#8a3707',
  bad: '#b10e1c',
  neutral: '#424242',
};

const outcomeWords: readonly (readonly [MemberOutcome, string])[] = [
  ['synced', 'Synced'],
  ['unchanged', 'Unchanged'],
  ['skipped-deleted', 'Skipped: deleted'],
  ['skipped-inactive', 'Skipped: inactive'],
  ['skipped-no-email', 'Skipped: no e-mail address'],
  ['skipped-opted-out', 'Skipped: opted out'],
  ['failed-unreadable', 'Failed: not readable'],
  ['failed-value', 'Failed: value not allowed'],
];

/** What people are told when a run has ended: HTML and the same in plain text. */
export function completionMail(notice: CompletionNotice, recordUrl: string): MailContent {
  const status = statusWords[notice.status];
  const facts = factsOf(notice);
  const lines = countLines(notice);
  const headline = headlineOf(notice);
  // Of a completed run the message repeats the counts; of any other it says why and what to do.
  const reason = notice.status.startsWith('completed') ? null : notice.message;
  return {
    subject: `${notice.name}: ${status}`,
    html: frame({
      accent: accentOf(notice.status),
      status,
      title: notice.name,
      headline,
      body: [
        reason === null ? '' : `<p style="margin:0 0 16px">${escapeHtml(reason)}</p>`,
        lines.length === 0 ? '' : countTable(lines),
        factList(facts),
        button('Open the record', recordUrl),
      ].join(''),
    }),
    text: [
      `${notice.name}: ${status}`,
      headline,
      ...(reason === null ? [] : [reason]),
      '',
      ...lines.map(({ label, contact, lead }) => `${label}: ${counted(contact, 'contact')}, ${counted(lead, 'lead')}`),
      '',
      ...facts.map(([label, value]) => `${label}: ${value}`),
      '',
      `Open the record: ${recordUrl}`,
      '',
    ].join('\n'),
  };
}

function accentOf(status: SyncStatus): string {
  if (status === 'completed') return accents.good;
  if (status === 'completed-with-errors') return accents.mixed;
  return status === 'failed' ? accents.bad : accents.neutral;
}

function headlineOf({ status, counts, members }: CompletionNotice): string {
  const all = members.contact + members.lead;
  const readyNow = `${number(ready(counts.contact) + ready(counts.lead))} of ${counted(all, 'member')} ${all === 1 ? 'is' : 'are'} ready for prefilled forms`;
  switch (status) {
    case 'completed':
      return `${readyNow}.`;
    case 'completed-with-errors': {
      const bad = failed(counts.contact) + failed(counts.lead);
      return `${readyNow}, ${number(bad)} could not be synced.`;
    }
    case 'cancelled':
      return 'The run was cancelled. What was synced before stays as it is.';
    default:
      return 'The run ended before its work was done. What was synced before stays as it is.';
  }
}

/** Outcomes that occurred; a list of zeros hides what matters. */
function countLines({ members, counts }: CompletionNotice): readonly CountLine[] {
  if (members.contact + members.lead === 0) return [];
  const line = (label: string, of: (counts: OutcomeCounts) => number, strong = false): CountLine => ({
    label,
    contact: of(counts.contact),
    lead: of(counts.lead),
    strong,
  });
  const occurred = outcomeWords
    .map(([outcome, label]) => line(label, (table) => table[outcome]))
    .filter(({ contact, lead }) => contact + lead > 0);
  return [
    { label: 'Members', contact: members.contact, lead: members.lead, strong: true },
    ...occurred,
    line('Ready', ready, true),
    line('Skipped in all', skipped, true),
  ];
}

function factsOf(notice: CompletionNotice): readonly (readonly [string, string])[] {
  const { startedAt, completedAt } = notice;
  return [
    ['Safe to send', notice.safeToSend ? 'Yes' : 'No'],
    ...(notice.readiness === '' || notice.readiness === notice.message
      ? []
      : ([['Readiness', notice.readiness]] as const)),
    ['Errors', number(notice.errors)],
    ...(notice.removed === 0 ? [] : ([['Removed because they left the lists', number(notice.removed)]] as const)),
    ['Requested', utc(notice.requestedAt)],
    ...(startedAt === null ? [] : ([['Started (data as of)', utc(startedAt)]] as const)),
    ['Completed', utc(completedAt)],
    ...(startedAt === null ? [] : ([['Duration', duration(completedAt.getTime() - startedAt.getTime())]] as const)),
    ['Dataverse calls', number(notice.apiCalls)],
  ];
}

const number = (value: number): string => value.toLocaleString('en-US');
const counted = (count: number, one: string): string => `${number(count)} ${count === 1 ? one : `${one}s`}`;
const utc = (date: Date): string => `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** For example `1 h 4 min 9 s`; what is shorter than a second is one. */
function duration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    [seconds % 60, 's'],
  ];
  return parts.flatMap(([value, unit]) => (value === 0 ? [] : [`${value} ${unit}`])).join(' ');
}
