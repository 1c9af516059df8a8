import type { TableRows } from '../data/table-rows.js';
import type { Value } from '../data/value.js';
import { isChoice, isLookup, type Column } from '../model/column.js';
import type { QueryContext } from '../query/caller.js';
import { isHidden } from '../query/filter.js';
import { plainFormatted } from '../query/values/formatted.js';
import { isText } from '../query/values/literal.js';
import { lookupName, lookupTarget } from '../query/values/lookup-target.js';
import { fold, plainTerm, type OrderTerm } from '../query/order.js';

/** Ordering by the primary key: the platform's default, and the last term of every other order. */
export function keyTerm(rows: TableRows, descending = false): OrderTerm {
  return plainTerm(rows.table.primaryId, rows.slot(rows.table.primaryId), descending, false);
}

/**
 * The term for one column. FetchXML sorts choices by their label and lookups by the name of the row they point to, unless the
 * fetch says `useraworderby`; OData sorts both by value.
 * https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/order-rows
 */
export function orderTerm(
  context: QueryContext,
  rows: TableRows,
  column: Column,
  descending: boolean,
  byLabel: boolean,
): OrderTerm {
  const name = column.logicalName;
  const slot = isHidden(context, rows, column) ? -1 : rows.slot(name);
  if (byLabel && (isChoice(column) || column.type === 'boolean')) {
    const labelOf = (v: Value): Value => (v === null ? null : fold(plainFormatted(column, v, context.caller)));
    return byText(
      name,
      descending,
      (row) => (slot < 0 ? null : (row[slot] ?? null)),
      (v) => labelOf(numeric(v)),
    );
  }
  if (byLabel && isLookup(column)) {
    const nameOf = (row: Parameters<OrderTerm['raw']>[0]): Value =>
      slot < 0 ? null : lookupName(context.store, lookupTarget(context.store, rows, row, column), row[slot] ?? null);
    return byText(name, descending, nameOf, fold);
  }
  const term = plainTerm(name, slot, descending, isText(column));
  return term.keyOf === fold || column.type === 'datetime' ? term : { ...term, keyOf: (v) => typed(column, v) };
}

function byText(name: string, descending: boolean, raw: OrderTerm['raw'], keyOf: OrderTerm['keyOf']): OrderTerm {
  return { name, descending, raw, keyOf, key: (row) => keyOf(raw(row)) };
}

/** A cookie carries text; the key is what the row holds. */
function typed(column: Column, value: Value): Value {
  if (typeof value !== 'string') return value;
  if (column.type === 'boolean') return value === 'true';
  return column.type === 'uniqueidentifier' || isLookup(column) ? value : numeric(value);
}

function numeric(value: Value): Value {
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
}
