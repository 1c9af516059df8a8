import { comparePlain } from '../data/ordered-index.js';
import type { Value } from '../data/value.js';
import { isChoice, type Column } from '../model/column.js';
import { DataverseError } from '../model/dataverse-error.js';
import {
  aggregate,
  aggregateLimitExceeded,
  aggregateRowLimit,
  type Group,
  type Measure,
  type MeasureKind,
} from '../query/aggregate.js';
import type { QueryContext } from '../query/caller.js';
import { isHidden } from '../query/filter.js';
import { plainFormatted } from '../query/formatted.js';
import { lookupName } from '../query/lookup-target.js';
import { formattedAnnotation, writeValue } from '../query/row-writer.js';
import { dateGroup } from './date-group.js';
import type { Fetch, FetchAttribute, FetchOrder } from './fetch.js';
import { eachOf, sizeOf, type FetchPage } from './fetch-page.js';
import { columnNamed } from './scope.js';
import { sourcesOf, type Source, type Sources, type Tuple } from './sources.js';
import { allTuples } from './tuple-page.js';

interface Output {
  readonly alias: string;
  readonly source: Source;
  readonly attribute: FetchAttribute;
  readonly column: Column;
}

/**
 * Evaluates `aggregate="true"`: groups and measures over the joined rows, at most 50,000 of them.
 * https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/aggregate-data
 */
export function runAggregate(context: QueryContext, fetch: Fetch): FetchPage {
  const sources = sourcesOf(context, fetch);
  const outputs = [sources.root, ...sources.joined].flatMap((source) =>
    source.entity.attributes.map((attribute) => outputOf(source, attribute)),
  );
  if (outputs.length === 0 || fetch.entity.allAttributes) {
    throw new DataverseError(400, '0x80040203', 'An aggregate fetch needs attributes with an aggregate or groupby.');
  }
  const tuples = allTuples(context, withoutOrders(fetch), silenced(sources));
  if (tuples.length > Math.min(fetch.aggregateLimit ?? aggregateRowLimit, aggregateRowLimit))
    throw aggregateLimitExceeded();
  const keys = outputs.filter(({ attribute }) => attribute.groupBy);
  const measured = outputs.filter(({ attribute }) => !attribute.groupBy);
  const groups = aggregate(
    tuples,
    keys.map((output) => valueReader(context, output)),
    measured.map((output): Measure<Tuple> => ({ kind: kindOf(output.attribute), of: valueReader(context, output) })),
  );
  const ordered = orderGroups(context, fetch, sources, groups, keys, measured);
  const size = sizeOf(context, fetch);
  const from = ((fetch.page ?? 1) - 1) * size;
  const page = ordered.slice(from, from + size);
  return {
    rowsJson: eachOf(page, (group) => groupJson(context, group, keys, measured)),
    rowCount: page.length,
    more: fetch.top === null && ordered.length > from + size,
    cookie: null,
    total: fetch.returnTotalRecordCount ? ordered.length : null,
    columns: outputs.map(({ alias }) => alias),
  };
}

function withoutOrders(fetch: Fetch): Fetch {
  return { ...fetch, distinct: false, entity: { ...fetch.entity, orders: [] } };
}

function silenced(sources: Sources): Sources {
  const joined = sources.joined.map((source) => ({ ...source, entity: { ...source.entity, orders: [] } }));
  return { ...sources, joined, root: { ...sources.root, entity: { ...sources.root.entity, orders: [] } } };
}

function outputOf(source: Source, attribute: FetchAttribute): Output {
  const { alias } = attribute;
  if (alias === null) {
    throw new DataverseError(
      400,
      '0x80040203',
      `An aggregate fetch needs an alias for the attribute '${attribute.name}'.`,
    );
  }
  if (!attribute.groupBy && attribute.aggregate === null) {
    throw new DataverseError(400, '0x80040203', `The attribute '${attribute.name}' needs an aggregate or groupby.`);
  }
  return { alias, source, attribute, column: columnNamed(source.rows.table, attribute.name) };
}

const summable = new Set(['integer', 'bigint', 'decimal', 'double', 'money']);

function kindOf(attribute: FetchAttribute): MeasureKind {
  switch (attribute.aggregate) {
    case 'count':
      return attribute.distinct ? 'countdistinct' : 'count';
    case 'countcolumn':
      return attribute.distinct ? 'countdistinct' : 'countcolumn';
    case 'sum':
    case 'avg':
    case 'min':
    case 'max':
      return attribute.aggregate;
    default:
      throw new DataverseError(400, '0x80040203', `The aggregate '${attribute.aggregate ?? ''}' is not known.`);
  }
}

function valueReader(context: QueryContext, output: Output): (tuple: Tuple) => Value {
  const { source, attribute, column } = output;
  if ((attribute.aggregate === 'sum' || attribute.aggregate === 'avg') && !summable.has(column.type)) {
    throw new DataverseError(
      400,
      '0x80040203',
      `The column '${column.logicalName}' holds no numbers to ${attribute.aggregate}.`,
    );
  }
  const hidden = isHidden(context, source.rows, column);
  const read = (tuple: Tuple): Value => {
    const row = tuple[source.ordinal];
    return row === undefined || hidden ? null : source.rows.value(row, column.logicalName);
  };
  const { dateGrouping } = attribute;
  if (dateGrouping === null) return read;
  return (tuple) => dateGroup(dateGrouping, read(tuple), context.caller.timeZoneMinutes);
}

function orderGroups(
  context: QueryContext,
  fetch: Fetch,
  sources: Sources,
  groups: readonly Group[],
  keys: readonly Output[],
  measured: readonly Output[],
): Group[] {
  const orders = [sources.root, ...sources.joined].flatMap((source) => source.entity.orders);
  const terms = orders.map((order) => ({
    descending: order.descending,
    read: groupReader(context, fetch, order, keys, measured),
  }));
  return [...groups].sort((a, b) => {
    for (const { descending, read } of terms) {
      const sign = comparePlain(read(a), read(b));
      if (sign !== 0) return descending ? -sign : sign;
    }
    return 0;
  });
}

function groupReader(
  context: QueryContext,
  fetch: Fetch,
  order: FetchOrder,
  keys: readonly Output[],
  measured: readonly Output[],
): (group: Group) => Value {
  const key = keys.findIndex(({ alias }) => alias === order.alias);
  const measure = measured.findIndex(({ alias }) => alias === order.alias);
  const output = keys[key];
  if (output !== undefined) {
    const byLabel = !fetch.rawOrderBy && isChoice(output.column) && output.attribute.dateGrouping === null;
    return ({ keys: values }) => {
      const value = values[key] ?? null;
      return byLabel && value !== null ? plainFormatted(output.column, value, context.caller) : value;
    };
  }
  if (measure < 0) {
    throw new DataverseError(400, '0x80040203', 'An aggregate fetch is ordered by the alias of one of its attributes.');
  }
  return ({ values }) => values[measure] ?? null;
}

/** The JSON of a group: aliases as keys, nulls left out, formatted values where asked for. */
function groupJson(context: QueryContext, group: Group, keys: readonly Output[], measured: readonly Output[]): string {
  const parts: string[] = [];
  const add = ({ alias, column, attribute }: Output, value: Value): void => {
    if (value === null) return;
    const formatted = context.annotations(formattedAnnotation) ? formattedOf(context, column, attribute, value) : null;
    if (formatted !== null)
      parts.push(`${JSON.stringify(`${alias}@${formattedAnnotation}`)}:${JSON.stringify(formatted)}`);
    parts.push(`${JSON.stringify(alias)}:${writeValue(value)}`);
  };
  measured.forEach((output, at) => add(output, group.values[at] ?? null));
  keys.forEach((output, at) => add(output, group.keys[at] ?? null));
  return `{${parts.join(',')}}`;
}

function formattedOf(context: QueryContext, column: Column, attribute: FetchAttribute, value: Value): string | null {
  const isCount = attribute.aggregate === 'count' || attribute.aggregate === 'countcolumn';
  if (isCount || attribute.dateGrouping !== null) {
    return plainFormatted({ ...column, type: 'integer' }, value, context.caller);
  }
  for (const target of column.targets ?? []) {
    const name = lookupName(context.store, target, value);
    if (name !== null) return String(name);
  }
  return plainFormatted(column, value, context.caller);
}
