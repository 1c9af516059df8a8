import type { RowId, SyncRunId } from '@pmds/contracts/ids';

/** By what links are ended before their time. */
export const revocationKinds = ['run', 'form', 'form-key', 'member', 'key', 'before'] as const;
export type RevocationKind = (typeof revocationKinds)[number];

/** Ends links. `value` is the id of the run or member, the address or key of the form, the id of the key, empty for `before`. */
export interface Revocation {
  readonly kind: RevocationKind;
  readonly value: string;
  /** When it was said; of `before`: the time before which a link was issued to be ended. */
  readonly at: Date;
}

/** What a link says of itself, once its signature holds. */
export interface LinkFacts {
  readonly id: RowId;
  /** The run it was made for, `null` for one made apart from any. */
  readonly runId: SyncRunId | null;
  /** Address of the web form it was made for, `null` where it does not say. */
  readonly form: string | null;
  /** Key of the described form that is its audience; absent where it opens a form that nobody described. */
  readonly formKey?: string | null;
  /** The key that signed it. */
  readonly kid: string;
  /** To the second. */
  readonly issuedAt: Date;
}

/** Which rules may speak of a link. */
export function rulesOf(link: LinkFacts): readonly Pick<Revocation, 'kind' | 'value'>[] {
  return [
    { kind: 'member', value: link.id },
    { kind: 'key', value: link.kid },
    { kind: 'before', value: '' },
    ...(link.runId === null ? [] : [{ kind: 'run', value: link.runId } as const]),
    ...(link.form === null ? [] : [{ kind: 'form', value: link.form } as const]),
    ...((link.formKey ?? null) === null ? [] : [{ kind: 'form-key', value: link.formKey ?? '' } as const]),
  ];
}

/**
 * Whether a rule that speaks of a link ends it. Runs and keys are ended for ever: whoever has a stolen key signs any date.
 * Members and forms may get new links afterwards; one of the same second counts as made before.
 */
export function ends({ kind, at }: Pick<Revocation, 'kind' | 'at'>, { issuedAt }: LinkFacts): boolean {
  if (kind === 'run' || kind === 'key') return true;
  return kind === 'before' ? issuedAt < at : issuedAt <= at;
}
