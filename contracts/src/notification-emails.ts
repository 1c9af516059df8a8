import { ok, refused, type Result } from './result.js';

// One address as mail systems accept it in practice: no quoted local parts, a domain with at least one dot, no spaces.
const address = /^[^\s@;,<>()"]{1,64}@(?=.{4,255}$)[^\s@;,<>()".]+(?:\.[^\s@;,<>()".]+)+$/u;

/**
 * Splits `pmds_notificationemails` at its semicolons. Blank parts are dropped, repeats (whatever their case) too.
 * Refuses with the first part that is no address.
 */
export function parseNotificationEmails(
  text: string | null | undefined,
): Result<readonly string[], { readonly invalid: string }> {
  const found = new Map<string, string>();
  for (const part of (text ?? '').split(';').map((piece) => piece.trim())) {
    if (part === '') continue;
    if (!address.test(part) || part.includes('..') || part.startsWith('.') || part.includes('.@')) {
      return refused({ invalid: part });
    }
    if (!found.has(part.toLowerCase())) found.set(part.toLowerCase(), part);
  }
  return ok([...found.values()]);
}
