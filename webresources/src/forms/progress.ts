import type { Texts } from '../texts/texts.js';

const stages = ['scan', 'read', 'verify', 'deliver', 'finish'] as const;

/** What the service writes into `pmds_progress` while a run is on its way. */
interface Progress {
  readonly stage: (typeof stages)[number];
  readonly done: number;
  readonly total: number;
  readonly ratePerSecond: number;
  readonly waiting: { readonly seconds: number; readonly reason: string } | null;
}

/** `null` for nothing and for anything unreadable: progress is a courtesy and never an error. */
export function parseProgress(text: string | null): Progress | null {
  if (text === null || text === '') return null;
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof raw !== 'object' || raw === null) return null;
  const { stage, done, total, ratePerSecond, waiting } = raw as Readonly<Record<keyof Progress, unknown>>;
  const known = stages.find((name) => name === stage);
  if (known === undefined) return null;
  return {
    stage: known,
    done: countOf(done),
    total: countOf(total),
    ratePerSecond: countOf(ratePerSecond),
    waiting: waitingOf(waiting),
  };
}

function waitingOf(raw: unknown): Progress['waiting'] {
  if (typeof raw !== 'object' || raw === null) return null;
  const { seconds, reason } = raw as Readonly<Record<'seconds' | 'reason', unknown>>;
  return { seconds: countOf(seconds), reason: typeof reason === 'string' ? reason : '' };
}

function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}

/** Stage, count, rate and time left, as far as they are known. */
export function progressText(progress: Progress | null, text: Texts): string {
  if (progress === null) return text('stage.start');
  const { stage, done, total, ratePerSecond } = progress;
  if (stage === 'scan') return text('stage.scan', done);
  let sentence = text(`stage.${stage}`);
  if (total > 0) sentence = text('progress.counted', sentence, done, total, Math.floor((100 * done) / total));
  if (stage !== 'read' || ratePerSecond === 0) return sentence;
  sentence = text('progress.rate', sentence, Math.round(ratePerSecond));
  const leftSeconds = Math.ceil(Math.max(0, total - done) / ratePerSecond);
  return leftSeconds === 0 ? sentence : text('progress.left', sentence, durationText(leftSeconds, text));
}

/** Seconds, and from a minute and a half on minutes. */
export function durationText(seconds: number, text: Texts): string {
  return seconds < 90 ? text('duration.seconds', seconds) : text('duration.minutes', Math.ceil(seconds / 60));
}
