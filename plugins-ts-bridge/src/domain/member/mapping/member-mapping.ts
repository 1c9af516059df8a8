import { isNumeric, type ColumnKind } from '../columns.js';
import { parseKeepingDigits } from '../../values/exact-json.js';
import { isDateText, isGuidText, isIntegerToken, isNumberToken, isShortInteger } from '../../values/json-bytes.js';
import type { RowBytes } from '../record/record.js';
import type { RecordLayout } from '../record/record-layout.js';
import type { MappedRow } from '../mapped-row.js';
import { expectations, isAllowedValue } from './allowed-values.js';

/** Where a column's value and the label of a lookup stand; -1 for no label. */
interface ColumnSlot {
  readonly column: string;
  readonly kind: ColumnKind;
  readonly value: number;
  readonly label: number;
}

const comma = 0x2c;
const quote = 0x22;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const nullText = Buffer.from('null');

/**
 * Turns a row into the cells of a profile. Values in good order are copied as they stand, since their JSON text is what would
 * be made of them again; the others are parsed.
 */
export class MemberMapping {
  readonly #slots: readonly ColumnSlot[];
  #cells = Buffer.allocUnsafe(16_384);

  constructor(layout: RecordLayout) {
    this.#slots = layout.planned.map(({ logicalName, kind, property }) => ({
      column: logicalName,
      kind,
      value: layout.slotOf(logicalName),
      label: layout.labels.get(property) ?? -1,
    }));
  }

  /** @returns the profile, or the first column whose value its type does not allow. */
  map(row: RowBytes): MappedRow {
    const { bytes, starts, ends } = row;
    let to = 1;
    for (const slot of this.#slots) {
      // FetchXML leaves out columns that are empty.
      const start = starts[slot.value] ?? -1;
      const end = ends[slot.value] ?? 0;
      if (to > 1) this.#cells[to++] = comma;
      if (start < 0) to = this.#append(nullText, 0, 4, to);
      else if (isAsItStands(slot.kind, row, slot.value, start, end)) to = this.#append(bytes, start, end, to);
      else if (isDigits(slot.kind, bytes, start, end)) to = this.#appendQuoted(bytes, start, end, to);
      else if (isPlainLookup(slot, row, start, end)) to = this.#appendLookup(row, slot, to);
      else {
        const cell = parsedCell(row, slot, start, end);
        if (cell === null) return { kind: 'failed', column: slot.column, expected: expectations[slot.kind] };
        to = this.#append(cell, 0, cell.length, to);
      }
    }
    this.#cells[0] = openBracket;
    this.#cells[to] = closeBracket;
    return { kind: 'profile', cells: this.#cells.toString('utf8', 0, to + 1) };
  }

  #appendQuoted(from: Buffer, start: number, end: number, to: number): number {
    const behind = this.#append(from, start, end, to + 1);
    this.#cells[to] = quote;
    this.#cells[behind] = quote;
    return behind + 1;
  }

  /** `[id, label]`. */
  #appendLookup({ bytes, starts, ends }: RowBytes, { value, label }: ColumnSlot, to: number): number {
    let behind = this.#append(bytes, starts[value] ?? 0, ends[value] ?? 0, to + 1);
    this.#cells[to] = openBracket;
    this.#cells[behind] = comma;
    behind = this.#append(bytes, starts[label] ?? 0, ends[label] ?? 0, behind + 1);
    this.#cells[behind] = closeBracket;
    return behind + 1;
  }

  #append(from: Buffer, start: number, end: number, to: number): number {
    const length = end - start;
    // Room for the quote or brackets and the comma behind it.
    if (to + length + 3 > this.#cells.length) {
      const larger = Buffer.allocUnsafe(2 * (to + length + 3));
      this.#cells.copy(larger, 0, 0, to);
      this.#cells = larger;
    }
    const cells = this.#cells;
    if (length > 48) from.copy(cells, to, start, end);
    else for (let index = 0; index < length; index += 1) cells[to + index] = from[start + index] ?? 0;
    return to + length;
  }
}

/** Whether a value's text is what `JSON.stringify` would make of it again, and is of the column's kind. */
function isAsItStands(kind: ColumnKind, { bytes, plain }: RowBytes, slot: number, start: number, end: number): boolean {
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

/** Whether a lookup and its label are written as they would be written again. */
function isPlainLookup({ kind, label }: ColumnSlot, { bytes, starts, plain }: RowBytes, start: number, end: number) {
  if (kind !== 'lookup' || label < 0 || (starts[label] ?? -1) < 0 || plain[label] !== 1) return false;
  return bytes[start] === quote && isGuidText(bytes, start + 1, end - 1);
}

/** Whether a value is a number whose digits are its cell. */
function isDigits(kind: ColumnKind, bytes: Buffer, start: number, end: number): boolean {
  if (!isNumeric(kind) || !isNumberToken(bytes, start)) return false;
  return kind === 'number' || isIntegerToken(bytes, start, end);
}

/** The cell of a value that has to be looked at, `null` where it does not suit its column. */
function parsedCell({ bytes, starts, ends }: RowBytes, slot: ColumnSlot, start: number, end: number): Buffer | null {
  const value = parseKeepingDigits(bytes.toString('utf8', start, end));
  if (!isAllowedValue(slot.kind, value)) return null;
  if (isNumeric(slot.kind)) return Buffer.from(JSON.stringify(String(value)));
  const label = slot.label < 0 ? -1 : (starts[slot.label] ?? -1);
  if (label < 0) return Buffer.from(JSON.stringify(value));
  const labelText: unknown = JSON.parse(bytes.toString('utf8', label, ends[slot.label] ?? 0));
  return Buffer.from(JSON.stringify(typeof labelText === 'string' ? [String(value), labelText] : value));
}
