import { parseRowId } from '@pmds/contracts/ids';
import type { RowBytes } from '../../../../../domain/member/record/record.js';
import type { RecordLayout } from '../../../../../domain/member/record/record-layout.js';
import { RecordView } from '../../../../../domain/member/record/record-view.js';
import { rowBytes } from '../../../../../domain/member/record/row-bytes.js';
import type { MemberPage, PageMember, TakeRecord } from '../../../../../ports/recipient-source.js';
import type { PageReader, ReadPage, Row } from './page-reply.js';
import { RowScanner } from './row-scanner.js';
import { parsedValue, rawId, scannedId } from './row-values.js';

const formattedValue = 'OData.Community.Display.V1.FormattedValue';

/** Annotations that a read asks for. The label of a lookup is the name of a row, which no metadata holds. */
export function annotationsFor({ labels }: RecordLayout): readonly string[] {
  return labels.size === 0 ? [] : [formattedValue];
}

/** A member, or what stood where its id should be. */
export type Taken<Value> = PageMember<Value> | { readonly id: null; readonly invalidId: string };

/**
 * Rows of members as records over the bytes of the page or, where it is built otherwise, over those of the parsed row. Says
 * nothing of who may be mailed.
 * @param lists That hold the page's members, where its query tells.
 */
export function memberReader<Value>(
  layout: RecordLayout,
  lists: readonly number[] | null,
  take: TakeRecord<Value>,
): PageReader<Taken<Value>> {
  const slots = slotsOf(layout);
  const view = new RecordView(layout, lists);
  const taken = (raw: unknown, row: RowBytes): Taken<Value> => {
    const id = parseRowId(raw);
    return id.ok ? { id: id.value, value: take(view.at(id.value, row)) } : { id: null, invalidId: rawId(raw) };
  };
  return {
    take: (row: Row) => taken(row[`${layout.table}id`], rowBytes(row, slots, layout.size)),
    scan: {
      scanner: new RowScanner(slots, layout.size),
      take: (row) => {
        const id = scannedId(row, 0);
        return id === null ? taken(parsedValue(row, 0), row) : { id, value: take(view.at(id, row)) };
      },
    },
  };
}

function slotsOf({ values, labels }: RecordLayout): ReadonlyMap<string, number> {
  const labelled = [...labels].map(([property, slot]) => [`${property}@${formattedValue}`, slot] as const);
  return new Map([...values, ...labelled]);
}

export function members<Value>({ values, next }: ReadPage<Taken<Value>>): MemberPage<Value> {
  const rows: PageMember<Value>[] = [];
  const invalidIds: string[] = [];
  for (const taken of values) {
    if (taken.id === null) invalidIds.push(taken.invalidId);
    else rows.push(taken);
  }
  return { rows, invalidIds, next };
}
