import type { WebForms } from '../../ports/store/web-forms.js';

/** A browser keeps what it was told before a request for ten minutes; a look at the store costs a fraction of a millisecond. */
const lifeMs = 2_000;

/**
 * The pages that may ask at all: those of the described forms and those that the operator names. Which page may read the
 * answer of which link is decided by the link's form.
 */
export function pageOrigins(
  configured: readonly string[],
  forms: Pick<WebForms, 'all'>,
  nowMs: () => number,
): () => Promise<ReadonlySet<string>> {
  let known: Promise<ReadonlySet<string>> | null = null;
  let untilMs = -Infinity;
  const look = async (): Promise<ReadonlySet<string>> =>
    new Set([...configured, ...(await forms.all()).flatMap(({ origins }) => origins)]);
  return () => {
    if (known === null || nowMs() >= untilMs) {
      untilMs = nowMs() + lifeMs;
      known = look();
      // Not remembered: the next request looks again.
      known.catch(() => {
        known = null;
      });
    }
    return known;
  };
}
