import type { TableRows } from '../data/table-rows.js';
import type { Column } from '../model/column.js';
import { DataverseError } from '../model/dataverse-error.js';
import type { Table } from '../model/table.js';
import type { QueryContext, RowFilter } from '../query/caller.js';
import type { Filter } from '../query/filter.js';

/** 400 `0x80041102` for a table that FetchXML names and nobody has. */
export function rowsNamed(context: QueryContext, name: string): TableRows {
  if (context.store.model.findTable(name) === undefined) {
    throw new DataverseError(
      400,
      '0x80041102',
      `The entity with a name = '${name}' with namemapping = 'Logical' was not found in the MetadataCache.`,
    );
  }
  return context.store.rows(name);
}

/** 400 `0x80041103` for a column that FetchXML names and the table lacks. */
export function columnNamed(table: Table, name: string): Column {
  const column = table.columns.get(name);
  if (column === undefined) {
    throw new DataverseError(
      400,
      '0x80041103',
      `'${table.logicalName}' entity doesn't contain attribute with Name = '${name}' and NameMapping = 'Logical' ` +
        '(look up attribute by name is case-sensitive).',
    );
  }
  return column;
}

/** What the caller may read of a table, as a filter; null when that is everything. */
export function readFilterOf(context: QueryContext, rows: TableRows): Filter | null {
  const readable: RowFilter | null = context.caller.readFilter(rows.table);
  return readable === null ? null : { test: (row) => readable(row, rows), hints: [], isVolatile: false };
}
