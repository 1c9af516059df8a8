import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { WebFormField } from '@pmds/contracts/web-form/definition';
import type {
  ChangeOutcome,
  ChangeReason,
  ColumnValue,
  SentValue,
  SubmissionChange,
} from '@pmds/contracts/web-form/submission';
import { prefillColumn } from '../values/prefill-column.js';
import { maskedText } from '../web-form/masked-text.js';
import { changesIdentity } from './identity.js';
import { isBlank, readTyped, textsOf, type ReadingTerms } from './read-typed.js';
import { shownValue } from './shown-value.js';
import { isEmptyValue, sameValue, type CurrentValue, type WritableColumn } from './writable-column.js';

/** What a submit is decided by. */
export interface SubmissionFacts extends ReadingTerms {
  readonly table: SelectableTable;
  readonly fields: readonly WebFormField[];
  readonly sent: Readonly<Record<string, SentValue>>;
  /** By logical name; a column that Dataverse does not know is missing. */
  readonly columns: ReadonlyMap<string, WritableColumn>;
  readonly record: ReadonlyMap<string, CurrentValue>;
}

/** Masked characters: what holds one was never entered by anybody. */
const bullet = '•';

/**
 * What a submit changes in the record of its link, field by field: what is written, what a person has to decide, and what
 * stays although it was sent. Fields that say what the record says are left out. A change of identity makes all of it wait.
 */
export function decideSubmission(facts: SubmissionFacts): readonly SubmissionChange[] {
  const changes = new Map<string, SubmissionChange>();
  for (const field of facts.fields) {
    const change = changeOf(field, facts);
    if (change === null) continue;
    const other = changes.get(change.column);
    const agrees = other === undefined || ('to' in other && 'to' in change && other.to === change.to);
    changes.set(change.column, agrees ? change : { ...without(change), outcome: 'review', reason: 'two-values' });
  }
  const decided = [...changes.values()];
  return changesIdentity(decided) ? heldBack(decided, 'identity') : decided;
}

/** Lets a person decide about everything that would have been written. */
export function heldBack(changes: readonly SubmissionChange[], reason: ChangeReason): readonly SubmissionChange[] {
  return changes.map((change) => (change.outcome === 'written' ? { ...change, outcome: 'review', reason } : change));
}

/** Inputs that came and that the form does not name. */
export function unnamedInputs(
  fields: readonly WebFormField[],
  sent: Readonly<Record<string, SentValue>>,
): readonly string[] {
  const named = new Set(fields.map(({ input }) => input));
  return Object.keys(sent).filter((input) => !named.has(input));
}

function changeOf(field: WebFormField, facts: SubmissionFacts): SubmissionChange | null {
  const name = field[facts.table];
  if (name === null || !Object.hasOwn(facts.sent, field.input)) return null;
  const sent = facts.sent[field.input] ?? null;
  const column = facts.columns.get(name);
  const current = facts.record.get(name);
  if (column === undefined || current === undefined) {
    if (textsOf(sent).length === 0) return null;
    const missing = { column: name, label: name, old: null, new: textsOf(sent).join(', '), from: null };
    return { ...missing, rule: field.submit, outcome: outcomeBy(field, 'review'), reason: 'not-writable' };
  }
  if (isUntouched(field, column, sent, current)) return null;
  const old = shownValue(column, current.raw, facts.zone, current.name);
  const about = { column: name, label: column.label, old, rule: field.submit, from: current.raw };
  if (isBlank(column, sent)) {
    // Whoever did not see the value has not emptied it.
    const seen = field.exposure === 'clear' || field.exposure === 'masked';
    if (!field.blankErases || !seen || isEmptyValue(current.raw) || field.submit === 'only-if-empty') return null;
    return field.submit === 'never' ? null : ruled(field, { ...about, new: null, to: null }, column, current);
  }
  const read = readTyped(column, sent, current, facts);
  if (!read.ok) {
    const typed = typeof sent === 'boolean' ? String(sent) : textsOf(sent).join(', ');
    const outcome = outcomeBy(field, 'review');
    return { ...about, new: typed, outcome, reason: outcome === 'left' ? 'rule-never' : read.failure };
  }
  if (sameValue(column, read.value, current.raw)) return null;
  // A column that holds nothing is no "yes": a box that nobody ticked says nothing new.
  if (read.value === false && isEmptyValue(current.raw) && typeof sent === 'boolean') return null;
  const wanted = shownValue(column, read.value, facts.zone, null);
  return ruled(field, { ...about, new: wanted, to: read.value }, column, current);
}

/** Sent back as it was shown: masked, so that nothing of it says what the value is. */
function isUntouched(
  { exposure }: WebFormField,
  column: WritableColumn,
  sent: SentValue,
  { raw }: CurrentValue,
): boolean {
  const [text, ...more] = textsOf(sent);
  if (exposure === 'clear' || text === undefined || more.length > 0 || isEmptyValue(raw)) return false;
  return maskedText(raw, prefillColumn(column, raw)) === text;
}

function ruled(
  field: WebFormField,
  change: Omit<SubmissionChange, 'outcome' | 'reason' | 'to'> & { readonly to: ColumnValue },
  column: WritableColumn,
  current: CurrentValue,
): SubmissionChange {
  const decided = (outcome: ChangeOutcome, reason: ChangeReason | null): SubmissionChange => ({
    ...change,
    outcome,
    reason,
  });
  if (field.submit === 'never') return decided('left', 'rule-never');
  if (!column.writable) return { ...without(change), outcome: 'review', reason: 'not-writable' };
  if (typeof change.to === 'string' && field.exposure === 'masked' && change.to.includes(bullet)) {
    return { ...without(change), outcome: 'review', reason: 'half-masked' };
  }
  if (field.submit === 'only-if-empty' && !isEmptyValue(current.raw)) return decided('left', 'not-empty');
  return field.submit === 'review' ? decided('review', 'rule-review') : decided('written', null);
}

/** What does not fit is never written, and what may not be written needs nobody. */
function outcomeBy({ submit }: WebFormField, otherwise: ChangeOutcome): ChangeOutcome {
  return submit === 'never' ? 'left' : otherwise;
}

function without<Of extends { readonly to?: ColumnValue }>({ to: _, ...rest }: Of): Omit<Of, 'to'> {
  return rest;
}
