import { parseRowId, type RowId } from '@pmds/contracts/ids';
import { ok, refused, type Result } from '@pmds/contracts/result';
import { isSentValue, type SentValue } from '@pmds/contracts/web-form/submission';

/** What a page sends when its form is sent. */
export interface SubmissionBody {
  readonly id: RowId;
  readonly values: Readonly<Record<string, SentValue>>;
  /** From the opening of the form to its sending, in milliseconds. */
  readonly elapsedMs: number;
  /** Of an input that people do not see. */
  readonly trap: string;
}

/** The part of a body at fault, and what it has to be. */
export interface BodyFailure {
  readonly name: string;
  readonly expected: string;
}

const mostInputs = 500;
const longestInput = 256;
const noId = '00000000-0000-0000-0000-000000000000';

/** Reads what was posted. Members that are not known are left alone: a later version of the page may send more. */
export function submissionBodyOf(raw: unknown): Result<SubmissionBody, BodyFailure> {
  if (!isObject(raw)) return refused({ name: '(body)', expected: 'a JSON object' });
  const id = parseRowId(raw['id']);
  if (!id.ok || id.value === noId) return refused({ name: 'id', expected: 'a GUID that was made for this submit' });
  const { values, elapsedMs, trap = '' } = raw;
  if (!isObject(values)) return refused({ name: 'values', expected: 'an object of inputs and what they hold' });
  const sent = Object.entries(values);
  if (sent.length > mostInputs)
    return refused({ name: 'values', expected: `an object of ${mostInputs} inputs at most` });
  for (const [input, value] of sent) {
    if (input === '' || input.length > longestInput) {
      return refused({
        name: 'values',
        expected: `an object whose inputs have names of 1 to ${longestInput} characters`,
      });
    }
    if (!isSentValue(value))
      return refused({ name: placeOf(input), expected: 'text, a list of texts, true, false or null' });
  }
  if (typeof elapsedMs !== 'number' || !Number.isFinite(elapsedMs) || elapsedMs < 0) {
    return refused({ name: 'elapsedMs', expected: 'a number of milliseconds' });
  }
  if (typeof trap !== 'string') return refused({ name: 'trap', expected: 'a text' });
  return ok({ id: id.value, values: values as Readonly<Record<string, SentValue>>, elapsedMs, trap });
}

/** Names an input in a message; whatever else a name can hold stays out of it. */
function placeOf(input: string): string {
  return /^[\w.[\]-]{1,64}$/.test(input) ? `values.${input}` : 'values';
}

function isObject(raw: unknown): raw is Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}
