import type { RowId } from '@pmds/contracts/ids';
import type { RowBytes } from '../../../../../domain/member/record/record.js';
import { parseKeepingDigits } from '../../../../../domain/values/exact-json.js';
import { isGuidText } from '../../../../../domain/values/json-bytes.js';

/** The id in a slot, where it stands there as Dataverse writes ids. */
export function scannedId({ bytes, starts, ends, plain }: RowBytes, slot: number): RowId | null {
  const start = starts[slot] ?? -1;
  const end = ends[slot] ?? 0;
  if (start < 0 || plain[slot] !== 1 || !isGuidText(bytes, start + 1, end - 1)) return null;
  return bytes.toString('latin1', start + 1, end - 1) as RowId;
}

/** The value in a slot as parsing the row would give it, `undefined` where the row does not have it. */
export function parsedValue({ bytes, starts, ends }: RowBytes, slot: number): unknown {
  const start = starts[slot] ?? -1;
  return start < 0 ? undefined : parseKeepingDigits(bytes.toString('utf8', start, ends[slot]));
}

/** What stood where an id should be: cut, because nobody knows what it is; escaped, because PostgreSQL keeps no NUL. */
export function rawId(id: unknown): string {
  const text = JSON.stringify(id ?? null).slice(0, 64);
  return typeof id === 'string' ? text.replace(/^"|"$/g, '') : text;
}
