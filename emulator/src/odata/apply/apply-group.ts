import type { Row, TableRows } from '../../data/table-rows.js';
import type { Value } from '../../data/value.js';
import type { Column } from '../../model/column.js';
import type { Group } from '../../query/aggregate.js';
import type { QueryContext } from '../../query/caller.js';
import { formattedTotal, plainFormatted } from '../../query/values/formatted.js';
import { formattedAnnotation, writeValue } from '../../query/values/row-writer.js';
import type { PlannedMeasure } from './apply-plan.js';
import { followPath } from '../filter/navigation-path.js';

/** A property that rows are grouped by. */
export interface GroupKey {
  /** As the client wrote it. */
  readonly name: string;
  /** As the answer calls it. */
  readonly alias: string;
  readonly column: Column;
  /** False for a property of a related row. */
  readonly isDirect: boolean;
  readonly read: (row: Row) => Value;
}

/** Writes members of a group's object, each with a comma before it. */
type GroupWriter = (group: Group) => string;

/** Which column a measure is about. */
const attributeNameAnnotation = 'OData.Community.Display.V1.AttributeName';

/** A key that is null is left out, as in the results of FetchXML. */
export function keyWriter(context: QueryContext, { alias, column }: GroupKey, at: number): GroupWriter {
  return (group) => {
    const value = group.keys[at] ?? null;
    if (value === null) return '';
    const formatted = plainFormatted(column, value, context.caller);
    return `${annotation(context, alias, formattedAnnotation, formatted)},${JSON.stringify(alias)}:${writeValue(value)}`;
  };
}

export function aliasWriter(context: QueryContext, rows: TableRows, measure: PlannedMeasure, at: number): GroupWriter {
  const { alias, of } = measure;
  const attribute = annotation(context, alias, attributeNameAnnotation, of);
  return (group) => {
    const value = group.values[at] ?? null;
    const formatted = annotation(context, alias, formattedAnnotation, formattedMeasure(context, rows, measure, value));
    return `${attribute}${formatted},${JSON.stringify(alias)}:${writeValue(value)}`;
  };
}

function annotation(context: QueryContext, alias: string, name: string, text: string | null): string {
  return text === null || !context.annotations(name)
    ? ''
    : `,${JSON.stringify(`${alias}@${name}`)}:${JSON.stringify(text)}`;
}

/** Counts as plain numbers; amounts in the organisation's currency, because the rows of a group may have several. */
function formattedMeasure(
  context: QueryContext,
  rows: TableRows,
  { kind, of }: PlannedMeasure,
  value: Value,
): string | null {
  if (value === null) return null;
  if (of === null || kind === 'count' || kind === 'countdistinct') return Number(value).toLocaleString('en-US');
  const { column } = followPath(context, { rows, variable: null }, of.split('/'));
  return formattedTotal(context.store, column, value, context.caller);
}
