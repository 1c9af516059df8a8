import type { Row } from './page-reply.js';

export interface PageText {
  /** The page without its rows but the last. */
  readonly envelope: unknown;
  /** Rows one after the other, each parsed when it is asked for; to be taken once. */
  readonly rows: Iterable<unknown>;
}

const opening = '"value":[';
/** Ends one row and begins the next. Inside a string the quote would be escaped, so it can only stand between objects. */
const between = '},{"';

/**
 * Takes a page apart without building it as a whole: 5,000 rows of 20 columns are 4 MB of text but 15 MB of objects, and
 * parsed one by one they are gone before the next. Pages of another build are parsed as a whole.
 * @throws SyntaxError for what is not JSON.
 */
export function takeApart(text: string): PageText {
  const opened = text.indexOf(opening);
  const first = opened + opening.length;
  const last = text.lastIndexOf(between);
  if (opened < 0 || last < first) return whole(text);
  let envelope: unknown;
  try {
    envelope = JSON.parse(text.slice(0, first) + text.slice(last + 2));
  } catch {
    return whole(text);
  }
  return { envelope, rows: rowsOf(text, first, last, envelope) };
}

function* rowsOf(text: string, first: number, last: number, envelope: unknown): Iterable<unknown> {
  let taken = 0;
  for (let from = first; from <= last; taken += 1) {
    const end = text.indexOf(between, from);
    const row = parsed(text.slice(from, end + 1));
    if (row === undefined) {
      // Not a row alone: an empty object, or objects within a row. What was taken so far were rows.
      yield* valueOf(JSON.parse(text)).slice(taken);
      return;
    }
    yield row;
    from = end + 2;
  }
  yield* valueOf(envelope);
}

function parsed(piece: string): unknown {
  try {
    return JSON.parse(piece);
  } catch {
    return undefined;
  }
}

function whole(text: string): PageText {
  const envelope: unknown = JSON.parse(text);
  return { envelope, rows: valueOf(envelope) };
}

function valueOf(envelope: unknown): readonly unknown[] {
  const value = typeof envelope === 'object' && envelope !== null ? (envelope as Row)['value'] : null;
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}
