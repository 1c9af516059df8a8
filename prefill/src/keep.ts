import type { Answer } from './ask-bridge.js';
import { isExpired } from './expiry.js';
import { setting } from './settings.js';

/** Under one name for each page: another page of the site is another form. */
const name = (): string => `pmds ${location.pathname}`;

/**
 * Keeps the values for the reload of this page in this tab, where the page owner allows it by `data-keep="tab"`, and until
 * the link expires. A link that is refused, and a `null`, leave nothing.
 */
export function keep(token: string | null, answer: Answer | null): void {
  try {
    if (!answer || answer.kind === 'refused') sessionStorage.removeItem(name());
    else if (token && setting('keep') === 'tab') sessionStorage.setItem(name(), JSON.stringify([token, answer]));
  } catch {
    // A page without a storage keeps nothing.
  }
}

export function kept(): readonly [token: string, answer: Answer] | null {
  try {
    const held = JSON.parse(String(sessionStorage.getItem(name()))) as [string, Answer];
    if (setting('keep') === 'tab' && !isExpired(held[0])) return held;
  } catch {
    // Nothing is kept.
  }
  return null;
}
