import type { PrefillRefusal } from '@pmds/contracts/prefill';

/**
 * What came of one field. `kept`: somebody has touched it. `empty`: the person's column holds nothing. `not-selected`: no
 * column of the answer has its name. `no-match`: no option says what the column says, or it cannot be told. `refused`:
 * the input or the page did not take the value.
 */
export type FieldOutcome = 'filled' | 'kept' | 'empty' | 'not-selected' | 'no-match' | 'refused';

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
  'filled' | 'nothing-filled' | 'none' | 'handed-on' | 'not-set-up' | 'unreachable' | PrefillRefusal;

export interface PrefillDetail {
  readonly state: PrefillState;
  /** The columns that were filled in. */
  readonly columns: readonly string[];
  readonly fields: readonly FieldReport[];
}

const hints: Partial<Record<PrefillState, string>> = {
  'not-set-up':
    'no service is named. Write data-bridge="https://…" into the script element, or <meta name="pmds-bridge" content="https://…"> where a tag manager drops it. Nobody was asked.',
  'origin-not-allowed': 'the service answers, but not to this page. Add its origin to PMDS_PREFILL_ORIGINS: ',
  unreachable: 'the service did not answer. Look at its address and at connect-src of the Content-Security-Policy.',
  'token-invalid': 'the link was changed on its way or belongs to no key of the service.',
  'token-expired': 'the link has expired.',
  'not-found': 'there is nothing to fill in for this link.',
  'nothing-filled': 'the values came, but no field took one: ',
};

/** Tells the page how the prefill stands. Neither a value nor the token is ever written here. */
export function tell(detail: PrefillDetail): void {
  const { state, fields } = detail;
  document.documentElement.setAttribute('data-pmds', state);
  document.dispatchEvent(new CustomEvent('pmds:prefill', { detail }));
  const hint = hints[state];
  const odd = fields.filter(({ outcome }) => outcome !== 'filled' && outcome !== 'empty');
  const named = odd.map(({ field, outcome }) => `${field} (${outcome})`).join(', ');
  if (hint !== undefined) {
    console.warn(`pmds prefill: ${hint}${state === 'origin-not-allowed' ? location.origin : named}`);
  } else if (named !== '') console.info(`pmds prefill: not filled in: ${named}`);
}
