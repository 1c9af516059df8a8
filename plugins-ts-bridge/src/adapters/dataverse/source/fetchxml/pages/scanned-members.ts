import type { RowId } from '@pmds/contracts/ids';
import type { ColumnKind } from '../../../../../domain/member/columns.js';
import {
  isAllowedValue,
  isNumeric,
  labelProperty,
  mapRow,
  type MappedRow,
  type MemberShape,
} from '../../../../../domain/member/recipient-mapping.js';
import { parseKeepingDigits } from './exact-json.js';
import {
  isDateText,
  isGuidText,
  isIntegerToken,
  isNumberToken,
  isShortInteger,
  isSurelyNotBlank,
} from './json-bytes.js';
import type { ScannedRow } from './row-scanner.js';

/** What a column needs of a scanned row. */
interface ColumnSlot {
  readonly kind: ColumnKind;
  readonly value: number;
  /** The label of a lookup, -1 for other kinds. */
  readonly label: number;
}

const asciiComma = 0x2c;
const quote = 0x22;
const nullText = Buffer.from('null');

/**
 * `mapRow` on the bytes of a row: values in good order are copied as they stand, since their JSON text is what would be
 * made of them again. Whatever is out of the ordinary goes through `mapRow` itself, so that both always say the same.
 */
export class ScannedMembers {
  /** Properties to scan for. */
  readonly names: readonly string[];
  readonly #shape: MemberShape;
  readonly #slots: readonly ColumnSlot[];
  readonly #state: number;
  readonly #email: number;
  readonly #flags: readonly number[];
  #scratch = Buffer.allocUnsafe(16_384);

  /** @param key The table's primary key. */
  constructor(key: string, shape: MemberShape) {
    const names: string[] = [];
    const slot = (name: string): number => {
      const known = names.indexOf(name);
      return known < 0 ? names.push(name) - 1 : known;
    };
    slot(key);
    this.#state = slot('statecode');
    this.#email = slot('emailaddress1');
    this.#flags = shape.optOutFlags.map(slot);
    this.#slots = shape.columns.map(({ kind, property }) => ({
      kind,
      value: slot(property),
      label: kind === 'lookup' ? slot(labelProperty(property)) : -1,
    }));
    this.#shape = shape;
    this.names = names;
  }

  map(row: ScannedRow): MappedRow {
    const cells = this.#isInGoodOrder(row) ? this.#cells(row) : null;
    return cells === null ? mapRow(row.toObject(), this.#shape) : { kind: 'profile', cells };
  }

  #isInGoodOrder({ bytes, starts, ends, plain }: ScannedRow): boolean {
    const [state, email] = [starts[this.#state] ?? -1, starts[this.#email] ?? -1];
    if (state >= 0 && !(bytes[state] === 0x30 && ends[this.#state] === state + 1)) return false;
    if (plain[this.#email] !== 1 || email < 0) return false;
    if (!isSurelyNotBlank(bytes, email + 1, (ends[this.#email] ?? 0) - 1)) return false;
    for (const flag of this.#flags) {
      const start = starts[flag] ?? -1;
      // Neither absent nor `false` nor `null`.
      if (start >= 0 && bytes[start] !== 0x66 && bytes[start] !== 0x6e) return false;
    }
    return true;
  }

  /** The JSON array of the cells, `null` where a value does not suit its column. */
  #cells(row: ScannedRow): string | null {
    const { bytes, starts, ends } = row;
    let to = 1;
    for (const slot of this.#slots) {
      const start = starts[slot.value] ?? -1;
      const end = ends[slot.value] ?? 0;
      if (to > 1) this.#scratch[to++] = asciiComma;
      if (start < 0) to = this.#append(nullText, 0, 4, to);
      else if (isAsItStands(slot.kind, row, slot.value, start, end)) to = this.#append(bytes, start, end, to);
      else if (isDigits(slot.kind, bytes, start, end)) to = this.#appendQuoted(bytes, start, end, to);
      else {
        const cell = parsedCell(row, slot, start, end);
        if (cell === null) return null;
        to = this.#append(cell, 0, cell.length, to);
      }
    }
    const cells = this.#scratch;
    cells[0] = 0x5b;
    cells[to] = 0x5d;
    return cells.toString('utf8', 0, to + 1);
  }

  #appendQuoted(from: Buffer, start: number, end: number, to: number): number {
    const behind = this.#append(from, start, end, to + 1);
    this.#scratch[to] = quote;
    this.#scratch[behind] = quote;
    return behind + 1;
  }

  #append(from: Buffer, start: number, end: number, to: number): number {
    const length = end - start;
    // Room for the quote and the comma or bracket behind it.
    if (to + length + 3 > this.#scratch.length) {
      const larger = Buffer.allocUnsafe(2 * (to + length + 3));
      this.#scratch.copy(larger, 0, 0, to);
      this.#scratch = larger;
    }
    const scratch = this.#scratch;
    if (length > 48) from.copy(scratch, to, start, end);
    else for (let index = 0; index < length; index += 1) scratch[to + index] = from[start + index] ?? 0;
    return to + length;
  }
}

/** Whether a value's text is what `JSON.stringify` would make of it again, and is of the column's kind. */
function isAsItStands(
  kind: ColumnKind,
  { bytes, plain }: ScannedRow,
  slot: number,
  start: number,
  end: number,
): boolean {
  if (bytes[start] === 0x6e) return true;
  const text = plain[slot] === 1;
  switch (kind) {
    case 'text':
      return text;
    case 'choice':
      return isShortInteger(bytes, start, end);
    case 'boolean':
      return bytes[start] === 0x74 || bytes[start] === 0x66;
    case 'datetime':
      return text && isDateText(bytes, start + 1, end - 1);
    case 'guid':
      return text && isGuidText(bytes, start + 1, end - 1);
    default:
      return false;
  }
}

/** Whether a value is a number whose digits are its cell. */
function isDigits(kind: ColumnKind, bytes: Buffer, start: number, end: number): boolean {
  if (!isNumeric(kind) || !isNumberToken(bytes, start)) return false;
  return kind === 'number' || isIntegerToken(bytes, start, end);
}

/** The cell of a value that has to be looked at, `null` where it does not suit its column. */
function parsedCell({ bytes, starts, ends }: ScannedRow, slot: ColumnSlot, start: number, end: number): Buffer | null {
  const value = parseKeepingDigits(bytes.toString('utf8', start, end));
  if (!isAllowedValue(slot.kind, value)) return null;
  if (isNumeric(slot.kind)) return Buffer.from(JSON.stringify(String(value)));
  const label = slot.label < 0 ? -1 : (starts[slot.label] ?? -1);
  if (label < 0) return Buffer.from(JSON.stringify(value));
  const labelText: unknown = JSON.parse(bytes.toString('utf8', label, ends[slot.label] ?? 0));
  return Buffer.from(JSON.stringify(typeof labelText === 'string' ? [String(value), labelText] : value));
}

/** The id in a slot, where it stands there as Dataverse writes ids. */
export function scannedId({ bytes, starts, ends, plain }: ScannedRow, slot: number): RowId | null {
  const start = starts[slot] ?? -1;
  const end = ends[slot] ?? 0;
  if (start < 0 || plain[slot] !== 1 || !isGuidText(bytes, start + 1, end - 1)) return null;
  return bytes.toString('latin1', start + 1, end - 1) as RowId;
}
