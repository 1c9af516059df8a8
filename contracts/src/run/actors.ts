/**
 * Who has to act first before trying again can help, in the words of the choice `pmds_actor`. With `nobody` trying again alone
 * may help. A marketer works with syncs, lists and people; an administrator with rights and settings of Dataverse and its
 * tenant; an operator with the service; support is whoever an error of the product or of Dataverse is reported to.
 */
export const actors = ['nobody', 'marketer', 'administrator', 'operator', 'support'] as const;
export type Actor = (typeof actors)[number];

/** Value of the choice `pmds_actor`: the option value prefix 74210 followed by the position. */
export function actorValue(actor: Actor): number {
  return 742_100_000 + actors.indexOf(actor);
}

export function actorOfValue(value: unknown): Actor | null {
  return typeof value === 'number' ? (actors[value - 742_100_000] ?? null) : null;
}

/** Whether trying again can help without anybody acting. */
export function helpsUnaided(actor: Actor): boolean {
  return actor === 'nobody';
}

/**
 * Whether a retry takes an error of a member: people retry after they have acted. What is reported to support stays as it is,
 * whoever retries.
 */
export function mayBeRetried(actor: Actor): boolean {
  return actor !== 'support';
}
