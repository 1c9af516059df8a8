import { backOffs } from '../../../../domain/retry-policy.js';

/**
 * What a `Retry-After` header asks for, in milliseconds: whole seconds, or an HTTP date. Several headers are joined by a
 * comma: they contradict each other, so the longest wish counts, and it is not less than the wait without a header.
 * https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 * @returns `null` where there is no wish that can be read: none, of nothing, negative, in the past, no number and no date.
 */
export function retryAfterMs(header: string | undefined, nowMs: number): number | null {
  if (header === undefined) return null;
  const wishes = header.split(notInDate).map((text) => wishMs(text.trim(), nowMs));
  const longest = Math.max(0, ...wishes.filter((wish) => wish !== null));
  if (longest === 0) return null;
  return wishes.length === 1 ? longest : Math.max(longest, backOffs.throttled.firstMs);
}

/** A date has a comma of its own, behind the name of its day. */
const notInDate = /(?<!\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*),/i;
const month = /\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b/i;

function wishMs(text: string, nowMs: number): number | null {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  // A date of HTTP names its month; `Date.parse` reads a year into almost anything else.
  if (!month.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at - nowMs;
}
