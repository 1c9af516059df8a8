import type { PrefillRefusal } from '@pmds/contracts/prefill';

/**
 * What came of one field. `masked`: beside it stands what may be seen of a value that stays in the service. `kept`: somebody has touched it. `empty`: the person's column holds nothing. `not-selected`: no
 * column of the answer has its name. `no-match`: no option says what the column says, or it cannot be told. `refused`:
 * the input or the page did not take the value.
 */
export type FieldOutcome = 'filled' | 'masked' | 'kept' | 'empty' | 'not-selected' | 'no-match' | 'refused';

export interface FieldReport {
  /** The names under which the field asks, as the page writes them. */
  readonly field: string;
  /** The column of the answer; `null` where there is none with a value. */
  readonly column: string | null;
  readonly outcome: FieldOutcome;
  readonly element: Element;
}

/** How the prefill stands; `docs/web-forms.md` says what to do about each. */
export type PrefillState =
  'filled' | 'nothing-filled' | 'late' | 'none' | 'handed-on' | 'not-set-up' | 'unreachable' | PrefillRefusal;

export interface PrefillDetail {
  readonly state: PrefillState;
  /** The columns that were filled in. */
  readonly columns: readonly string[];
  readonly fields: readonly FieldReport[];
}

export function filledColumns(reports: readonly FieldReport[]): readonly string[] {
  const filled = reports.flatMap(({ column, outcome }) => (outcome === 'filled' && column ? [column] : []));
  return Array.from(new Set(filled));
}

/** What the page owner can do about it; the other states say it themselves. */
const remedies: Partial<Record<PrefillState, string>> = {
  'not-set-up': ': write data-bridge="https://…" or <meta name="pmds-bridge">',
  'origin-not-allowed': `: allow ${location.origin}`,
  unreachable: ': look at data-bridge and connect-src',
};

/** Tells the page how the prefill stands. Neither a value nor the token is ever written here. */
export function tell(detail: PrefillDetail): void {
  const { state, fields } = detail;
  document.documentElement.setAttribute('data-pmds', state);
  document.dispatchEvent(new CustomEvent('pmds:prefill', { detail }));
  const odd = fields.filter(({ outcome }) => !/^(filled|masked|empty)$/.test(outcome));
  const named = odd.map(({ field, outcome }) => `; ${field}: ${outcome}`).join('');
  const well = /^(filled|none|handed-on)$/.test(state);
  if (!well || named) console[well ? 'info' : 'warn'](`pmds prefill: ${state}${remedies[state] || ''}${named}`);
}
