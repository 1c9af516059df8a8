import { unsentSentence } from '@pmds/contracts/run/mail-outcome';
import { queryNotesText } from '@pmds/contracts/run/query-notes';
import { unwatchedSentence } from '@pmds/contracts/run/run-tally';
import { isTerminal } from '@pmds/contracts/run/sync-status';
import { noticeIds } from '../notice-ids.js';
import { isRequested, isSilent, silenceMs, type SyncRow } from '../sync-row.js';
import type { Texts } from '../texts/texts.js';
import { durationText, parseProgress, progressText } from './progress.js';

export interface FormNotice {
  readonly id: (typeof noticeIds)['state' | 'safe' | 'queries' | 'mail'];
  readonly level: 'INFO' | 'WARNING' | 'ERROR';
  readonly text: string;
}

/**
 * What the form says above its fields about a sync: where its run stands, whether sending is safe, who got no mail.
 * @param now By Dataverse's clock; without it nothing is said about silence.
 */
export function stateNotices(row: SyncRow, text: Texts, now: Date | null = null): readonly FormNotice[] {
  const notices: FormNotice[] = [];
  const state = isSilent(row, now) ? silentState(row, text, now) : stateOf(row, text);
  if (state !== null) notices.push({ id: noticeIds.state, ...state });
  // While a run is on its way the flag speaks of the run before it.
  if (isTerminal(row.status) && !isRequested(row) && row.safeToSend !== null) {
    notices.push({
      id: noticeIds.safe,
      level: row.safeToSend ? 'INFO' : 'WARNING',
      text: [safety(row, text), ...besideYes(row, text)].join(' '),
    });
  }
  const { mail } = row;
  if (mail !== null && mail.unsent.length > 0) {
    const sentences = mail.unsent.map((one) => unsentSentence(one, mail.state, text.language));
    notices.push({ id: noticeIds.mail, level: 'WARNING', text: sentences.join(' ') });
  }
  const queries = queryNotesText(row.queries, text.language);
  if (queries !== '' && !isRequested(row)) notices.push({ id: noticeIds.queries, level: 'WARNING', text: queries });
  return notices;
}

/** Whether sending is safe, and why: each said once. */
function safety({ safeToSend, readiness, message }: SyncRow, text: Texts): string {
  // Of a failed run readiness and message are one sentence, which the notice above has said.
  const why = readiness === message ? '' : readiness;
  const answer = text(safeToSend === true ? 'safe.yes' : 'safe.no', '').trim();
  // A mark that was taken back begins with the answer itself: "Not safe to send any more: …".
  if (why.startsWith(`${answer.replace(/\.$/, '')} `)) return why;
  return `${answer} ${why}`.trim();
}

/** What a *Yes* does not follow. Without the run's counts the readiness is as it was stored, and says it itself. */
function besideYes({ safeToSend, tally }: SyncRow, { language }: Texts): readonly string[] {
  return safeToSend === true && tally !== null ? [unwatchedSentence(language)] : [];
}

function silentState({ heardOn }: SyncRow, text: Texts, now: Date | null): Pick<FormNotice, 'level' | 'text'> {
  const seconds = Math.round(silenceMs(heardOn, now) / 1_000);
  return { level: 'WARNING', text: text('status.silent', durationText(seconds, text)) };
}

function stateOf(row: SyncRow, text: Texts): Pick<FormNotice, 'level' | 'text'> | null {
  const { status, contactsSynced, leadsSynced, errors, message } = row;
  const progress = parseProgress(row.progress);
  switch (status) {
    case 'queued':
      return { level: 'INFO', text: text('status.queued') };
    case 'in-progress':
      return { level: 'INFO', text: text('status.in-progress', progressText(progress, text)) };
    case 'waiting': {
      const waiting = progress?.waiting ?? null;
      if (waiting === null) return { level: 'WARNING', text: text('status.waiting.plain') };
      return { level: 'WARNING', text: text('status.waiting', waiting.seconds, waiting.reason) };
    }
    default:
      break;
  }
  if (isRequested(row)) return { level: 'INFO', text: text('status.requested') };
  switch (status) {
    case 'completed':
      return { level: 'INFO', text: text('status.completed', contactsSynced, leadsSynced) };
    case 'completed-with-errors':
      return { level: 'WARNING', text: text('status.completed-with-errors', contactsSynced, leadsSynced, errors) };
    case 'failed':
      return { level: 'ERROR', text: text('status.failed', message).trim() };
    case 'cancelled':
      return { level: 'WARNING', text: text('status.cancelled', message).trim() };
    default:
      return null;
  }
}
