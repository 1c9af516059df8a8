import type { QueryContext } from '../../query/caller.js';
import { plainFormatted } from '../../query/values/formatted.js';
import { parentColumn } from '../../query/hierarchy.js';
import {
  attributeNameAnnotation,
  formattedAnnotation,
  propertyWriter,
  quote,
  type Property,
  type PropertyWriter,
} from '../../query/values/row-writer.js';
import type { FetchAttribute } from '../parse/fetch.js';
import { columnNamed } from '../scope.js';
import type { Source } from '../sources.js';

/** Writes what a source contributes to a row: its columns, then how many children the row has where the query asks for that. */
export function sourceWriter(context: QueryContext, source: Source, properties: readonly Property[]): PropertyWriter {
  const write = propertyWriter(context, source.rows, properties, false);
  const counted = source.entity.attributes.filter((attribute) => attribute.countsChildren);
  if (counted.length === 0) return write;
  const counts = counted.map((attribute) => childCountWriter(context, source, attribute));
  return (row) => write(row) + counts.map((count) => count(row)).join('');
}

/**
 * `rowaggregate="CountChildren"`: rows directly below this one in the table's hierarchy, those that the caller may not read included.
 * https://learn.microsoft.com/power-apps/developer/data-platform/query-hierarchical-data
 */
function childCountWriter(context: QueryContext, source: Source, attribute: FetchAttribute): PropertyWriter {
  const { store, caller, annotations } = context;
  const { rows } = source;
  const column = columnNamed(rows.table, attribute.name);
  const children = rows.byValue(parentColumn(store, rows.table));
  const name = attribute.alias ?? `${source.alias === null ? '' : `${source.alias}.`}${attribute.name}`;
  const key = (annotation: string): string => `,${quote(`${name}@${annotation}`)}:`;
  const ofName = annotations(attributeNameAnnotation) ? key(attributeNameAnnotation) + quote(column.logicalName) : '';
  return (row) => {
    const count = children.count(rows.id(row));
    const formatted = annotations(formattedAnnotation)
      ? key(formattedAnnotation) + quote(plainFormatted({ ...column, type: 'integer' }, count, caller) ?? '')
      : '';
    return `${ofName}${formatted},${quote(name)}:${count}`;
  };
}
