import { ok, refused, type Result } from '../result.js';
import { submitRules, type SubmitRule } from './definition.js';

/** What an input of a form was sent with: a text, several for boxes and lists, a tick, or nothing. */
export type SentValue = string | readonly string[] | boolean | null;

/** The text of `pmds_sent`: what the form's own inputs held, and the names of those that it does not name. */
interface SentValues {
  readonly values: Readonly<Record<string, SentValue>>;
  /** Inputs that came and that the form does not name. Their values are kept nowhere. */
  readonly ignored: readonly string[];
}

/** Why a change was not written at once. Each has its sentence below. */
export const changeReasons = [
  'rule-never',
  'not-empty',
  'rule-review',
  'identity',
  'address-taken',
  'too-long',
  'not-text',
  'not-a-number',
  'number-ambiguous',
  'out-of-range',
  'not-a-date',
  'date-ambiguous',
  'zone-unknown',
  'not-yes-or-no',
  'not-a-choice',
  'not-an-address',
  'lookup',
  'not-writable',
  'two-values',
  'half-masked',
  'overtaken',
  'write-failed',
] as const;
export type ChangeReason = (typeof changeReasons)[number];

/** What became of a change: it is in the record, a person has to decide, or it stays as it was. */
const changeOutcomes = ['written', 'review', 'left'] as const;
export type ChangeOutcome = (typeof changeOutcomes)[number];

/** A value as the Web API has it. */
export type ColumnValue = string | number | boolean | null;

/** One entry of `pmds_changes`. */
export interface SubmissionChange {
  /** Logical name. */
  readonly column: string;
  /** Display name of the column. */
  readonly label: string;
  /** As people read them; `null` is empty. */
  readonly old: string | null;
  readonly new: string | null;
  readonly rule: SubmitRule;
  readonly reason: ChangeReason | null;
  readonly outcome: ChangeOutcome;
  /** The value that `old` shows, as the Web API had it. */
  readonly from: ColumnValue;
  /** The value that `new` stands for; absent where it is none that the column takes. */
  readonly to?: ColumnValue;
}

interface SubmissionTextFailure {
  readonly reason: 'not-json' | 'wrong-version' | 'newer-version' | 'wrong-shape';
  /** The entry at fault, where there is one: its column, else its place from 1. */
  readonly at?: string;
}

/** Reads `pmds_changes`. Empty text holds no change. */
export function parseSubmissionChanges(
  text: string | null | undefined,
): Result<readonly SubmissionChange[], SubmissionTextFailure> {
  const stored = readStored(text);
  if (!stored.ok) return stored;
  if (stored.value === null) return ok([]);
  const { changes: listed } = stored.value;
  if (!Array.isArray(listed)) return refused({ reason: 'wrong-shape' });
  const changes: SubmissionChange[] = [];
  for (const [index, raw] of (listed as readonly unknown[]).entries()) {
    const change = changeOf(raw);
    if (change === null) return refused({ reason: 'wrong-shape', at: nameOf(raw) ?? String(index + 1) });
    changes.push(change);
  }
  return ok(changes);
}

/** The text that is stored. */
export function serialiseSubmissionChanges(changes: readonly SubmissionChange[]): string {
  return JSON.stringify({ version: 1, changes });
}

/** The text that is stored. */
export function serialiseSentValues({ values, ignored }: SentValues): string {
  return JSON.stringify({ version: 1, values, ...(ignored.length === 0 ? {} : { ignored }) });
}

/** Whether a value is one that an input can be sent with. */
export function isSentValue(raw: unknown): raw is SentValue {
  return raw === null || typeof raw === 'string' || typeof raw === 'boolean' || isTexts(raw);
}

function changeOf(raw: unknown): SubmissionChange | null {
  if (!isObject(raw)) return null;
  const { column, label, reason, from = null } = raw;
  const { old: shownOld, new: shownNew } = raw;
  const rule = submitRules.find((known) => known === raw['rule']);
  const outcome = changeOutcomes.find((known) => known === raw['outcome']);
  const why = reason === null ? null : changeReasons.find((known) => known === reason);
  if (typeof column !== 'string' || typeof label !== 'string' || rule === undefined || why === undefined) return null;
  if (outcome === undefined || !isShown(shownOld) || !isShown(shownNew) || !isColumnValue(from)) return null;
  const change = { column, label, old: shownOld, new: shownNew, rule, reason: why, outcome, from };
  const { to } = raw;
  if (to === undefined) return change;
  return isColumnValue(to) ? { ...change, to } : null;
}

/** `null` for empty text. */
function readStored(
  text: string | null | undefined,
): Result<Readonly<Record<string, unknown>> | null, SubmissionTextFailure> {
  if (text === null || text === undefined || text.trim() === '') return ok(null);
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return refused({ reason: 'not-json' });
  }
  if (!isObject(raw)) return refused({ reason: 'wrong-shape' });
  const { version } = raw;
  if (typeof version === 'number' && version > 1) return refused({ reason: 'newer-version' });
  return version === 1 ? ok(raw) : refused({ reason: 'wrong-version' });
}

const isShown = (raw: unknown): raw is string | null => raw === null || typeof raw === 'string';
const isColumnValue = (raw: unknown): raw is ColumnValue =>
  raw === null || typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean';
const isTexts = (raw: unknown): raw is readonly string[] =>
  Array.isArray(raw) && raw.every((one) => typeof one === 'string');

function nameOf(raw: unknown): string | null {
  const column = isObject(raw) ? raw['column'] : null;
  return typeof column === 'string' ? column : null;
}

function isObject(raw: unknown): raw is Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}
