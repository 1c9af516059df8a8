import { ok, refused, type Result } from '../result.js';

/**
 * What of a column's value leaves the service: all of it, a masked form of it, all of it once the person has typed a code
 * that was mailed to him, or nothing.
 */
export const exposures = ['clear', 'masked', 'verified', 'never'] as const;
export type Exposure = (typeof exposures)[number];

/** What a submit may do to a column: write it, write it where it is empty, ask a person first, or nothing. */
export const submitRules = ['override', 'only-if-empty', 'review', 'never'] as const;
export type SubmitRule = (typeof submitRules)[number];

/** An input of a web form, and what it is filled with. */
export interface WebFormField {
  /** What names the input on the page: its `name` or `data-pmds-field`. */
  readonly input: string;
  /** Logical name of the column for contacts, `null` where the input stays empty for them. */
  readonly contact: string | null;
  /** The same for leads. */
  readonly lead: string | null;
  readonly exposure: Exposure;
  readonly submit: SubmitRule;
  /** An input that was sent empty erases the value. */
  readonly blankErases: boolean;
}

interface WebFormFieldsFailure {
  readonly reason:
    | 'not-json'
    | 'wrong-version'
    | 'newer-version'
    | 'wrong-shape'
    | 'no-input'
    | 'twice'
    | 'not-a-logical-name'
    | 'unknown-exposure'
    | 'unknown-submit-rule';
  /** The field at fault, where there is one: its input, else its place from 1. */
  readonly at?: string;
}

const logicalName = /^[a-z_][a-z0-9_]{0,127}$/;
const longestInput = 256;

/**
 * Reads the text of `pmds_fields`. Empty text is a form without fields. Order is kept. Nothing is guessed: a field that does
 * not say its exposure or its submit rule is refused, since a guess could show what was to be kept.
 */
export function parseWebFormFields(
  text: string | null | undefined,
): Result<readonly WebFormField[], WebFormFieldsFailure> {
  if (text === null || text === undefined || text.trim() === '') return ok([]);
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return refused({ reason: 'not-json' });
  }
  if (!isObject(raw)) return refused({ reason: 'wrong-shape' });
  const { version, fields: listed } = raw;
  if (typeof version === 'number' && version > 1) return refused({ reason: 'newer-version' });
  if (version !== 1) return refused({ reason: 'wrong-version' });
  if (!Array.isArray(listed)) return refused({ reason: 'wrong-shape' });
  const fields: WebFormField[] = [];
  const inputs = new Set<string>();
  for (const [index, one] of (listed as readonly unknown[]).entries()) {
    const field = parseField(one, String(index + 1));
    if (!field.ok) return field;
    if (inputs.has(field.value.input)) return refused({ reason: 'twice', at: field.value.input });
    inputs.add(field.value.input);
    fields.push(field.value);
  }
  return ok(fields);
}

/** The text that is stored. */
export function serialiseWebFormFields(fields: readonly WebFormField[]): string {
  const listed = fields.map(({ input, contact, lead, exposure, submit, blankErases }) => ({
    input,
    contact,
    lead,
    exposure,
    submit,
    blankErases,
  }));
  return JSON.stringify({ version: 1, fields: listed });
}

function parseField(raw: unknown, place: string): Result<WebFormField, WebFormFieldsFailure> {
  if (!isObject(raw)) return refused({ reason: 'wrong-shape', at: place });
  const { input, contact = null, lead = null, exposure, submit, blankErases = false } = raw;
  if (typeof input !== 'string' || input.trim() === '' || input.length > longestInput) {
    return refused({ reason: 'no-input', at: place });
  }
  if (!isColumn(contact) || !isColumn(lead)) return refused({ reason: 'not-a-logical-name', at: input });
  const shown = exposures.find((known) => known === exposure);
  if (shown === undefined) return refused({ reason: 'unknown-exposure', at: input });
  const rule = submitRules.find((known) => known === submit);
  if (rule === undefined) return refused({ reason: 'unknown-submit-rule', at: input });
  if (typeof blankErases !== 'boolean') return refused({ reason: 'wrong-shape', at: input });
  return ok({ input, contact, lead, exposure: shown, submit: rule, blankErases });
}

function isColumn(raw: unknown): raw is string | null {
  return raw === null || (typeof raw === 'string' && logicalName.test(raw));
}

function isObject(raw: unknown): raw is Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}
