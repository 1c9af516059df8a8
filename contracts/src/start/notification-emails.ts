import { ok, refused, type Result } from '../result.js';

// One address as mail systems accept it in practice: no quoted local parts, a domain with at least one dot, no spaces.
const address = /^[^\s@;,<>()"]{1,64}@(?=.{4,255}$)[^\s@;,<>()".]+(?:\.[^\s@;,<>()".]+)+$/u;

/**
 * Splits `pmds_notificationemails` at its semicolons. Blank parts are dropped, repeats (whatever their case) too.
 * Refuses with the first part that is no address.
 */
export function parseNotificationEmails(
  text: string | null | undefined,
): Result<readonly string[], { readonly invalid: string }> {
  const { valid, invalid } = splitNotificationEmails(text);
  const [first] = invalid;
  return first === undefined ? ok(valid) : refused({ invalid: first });
}

/**
 * The same parts told apart: who can be written to, and what is no address. A text that a start refuses may still name
 * people who have to hear of the refusal.
 */
export function splitNotificationEmails(text: string | null | undefined): {
  readonly valid: readonly string[];
  readonly invalid: readonly string[];
} {
  const valid = new Map<string, string>();
  const invalid: string[] = [];
  for (const part of (text ?? '').split(';').map((piece) => piece.trim())) {
    if (part === '') continue;
    if (!isEmailAddress(part)) invalid.push(part);
    else if (!valid.has(part.toLowerCase())) valid.set(part.toLowerCase(), part);
  }
  return { valid: [...valid.values()], invalid };
}

/** Whether a text is one e-mail address. */
export function isEmailAddress(part: string): boolean {
  return address.test(part) && !part.includes('..') && !part.startsWith('.') && !part.includes('.@');
}
