import { ExactNumber, isExactDouble } from './exact-number.js';

const quote = 0x22;
const backslash = 0x5c;
const minus = 0x2d;
const zero = 0x30;
const nine = 0x39;

/** Name of the member that stands for a number while it is parsed; no property of Dataverse has such a name. */
const mark = '\ue000digits';
const numberToken = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * `JSON.parse` that loses no digit: a number that a double would change comes as an `ExactNumber`.
 * @throws SyntaxError for what is not JSON.
 */
export function parseKeepingDigits(text: string): unknown {
  const parsed: unknown = JSON.parse(text);
  const marked = withMarks(text);
  return marked === null ? parsed : JSON.parse(marked, revive);
}

/** @param text JSON. @returns `null` where a double holds every number. */
function withMarks(text: string): string | null {
  let marked = '';
  let from = 0;
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code === quote) at = behindString(text, at);
    else if (code === minus || (code >= zero && code <= nine)) {
      numberToken.lastIndex = at;
      const token = numberToken.exec(text)?.[0] ?? '';
      if (!isExactDouble(token)) {
        marked += `${text.slice(from, at)}{"${mark}":"${token}"}`;
        from = at + token.length;
      }
      at += Math.max(token.length, 1);
    } else at += 1;
  }
  return from === 0 ? null : marked + text.slice(from);
}

/** @returns the position behind the string that begins at `at`. */
function behindString(text: string, at: number): number {
  for (let end = text.indexOf('"', at + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === backslash) escapes += 1;
    if (escapes % 2 === 0) return end + 1;
  }
  return text.length;
}

function revive(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, mark)) return value;
  const digits = (value as Readonly<Record<string, unknown>>)[mark];
  return typeof digits === 'string' ? new ExactNumber(digits) : value;
}
