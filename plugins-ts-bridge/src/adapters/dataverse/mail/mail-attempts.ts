import type { MailAttempts } from '../../../domain/outbox/kinds/mail.js';
import { backOffs, doubledMs } from '../../../domain/retry-policy.js';

/** RFC 5321, section 4.5.4.1 asks for days between servers; who waits for this mail is served by hours. */
const giveUpAfterMs = 24 * 60 * 60_000;

export function attemptsOf(message: { readonly attempts?: MailAttempts }, now: Date): MailAttempts {
  return message.attempts ?? { since: now, failed: 0, reasons: [] };
}

/**
 * @param firstPauseMs Pause after the first failed attempt; each further one doubles it.
 * @returns when to try again and until when at all; `null` to give up.
 */
export function nextAttempt(
  { since, failed }: MailAttempts,
  now: Date,
  firstPauseMs: number,
): { readonly failed: number; readonly dueAt: Date; readonly until: Date } | null {
  const until = new Date(since.getTime() + giveUpAfterMs);
  // A server that puts unknown senders off (greylisting) takes the mail after a few minutes; a mended one within hours.
  const pauseMs = doubledMs(failed + 1, { ...backOffs.mail, firstMs: firstPauseMs });
  const dueAt = new Date(now.getTime() + pauseMs);
  return dueAt > until ? null : { failed: failed + 1, dueAt, until };
}
