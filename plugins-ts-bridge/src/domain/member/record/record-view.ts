import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { MemberRecord, RowBytes } from './record.js';
import type { RecordLayout } from './record-layout.js';

const quote = 0x22;
const zero = 0x30;
const digits = Array.from({ length: 10 }, (_, digit) => String(digit));

/** A record over the bytes of a row; whoever reads pages moves it from row to row. */
export class RecordView implements MemberRecord {
  readonly table: SelectableTable;
  readonly lists: readonly number[] | null;
  readonly layout: RecordLayout;
  #id = '' as RowId;
  #row: RowBytes = nothing;

  constructor(layout: RecordLayout, lists: readonly number[] | null) {
    this.table = layout.table;
    this.layout = layout;
    this.lists = lists;
  }

  /** @returns itself, on that row. */
  at(id: RowId, row: RowBytes): this {
    this.#id = id;
    this.#row = row;
    return this;
  }

  get id(): RowId {
    return this.#id;
  }

  get row(): RowBytes {
    return this.#row;
  }

  text(column: string): string | null {
    const { bytes, starts, ends, plain } = this.#row;
    const slot = this.layout.slotOf(column);
    const start = starts[slot] ?? -1;
    if (start < 0 || bytes[start] !== quote) return null;
    const end = ends[slot] ?? 0;
    if (plain[slot] === 1) return bytes.toString('utf8', start + 1, end - 1);
    return JSON.parse(bytes.toString('utf8', start, end)) as string;
  }

  json(column: string): string | null {
    const { bytes, starts, ends } = this.#row;
    const slot = this.layout.slotOf(column);
    const start = starts[slot] ?? -1;
    if (start < 0) return null;
    // What most rows hold costs no text of its own.
    switch (bytes[start]) {
      case 0x6e:
        return null;
      case 0x74:
        return 'true';
      case 0x66:
        return 'false';
    }
    const end = ends[slot] ?? 0;
    return (end - start === 1 ? digits[(bytes[start] ?? 0) - zero] : null) ?? bytes.toString('utf8', start, end);
  }
}

const nothing: RowBytes = {
  bytes: Buffer.alloc(0),
  starts: new Int32Array(),
  ends: new Int32Array(),
  plain: new Uint8Array(),
};
