import { utc } from '../../time/time-zone.js';
import { comparePlain } from '../../data/ordered-index.js';
import type { Value } from '../../data/value.js';
import { isChoice, isLookup, type Column } from '../../model/column.js';
import {
  aggregate,
  aggregateLimitExceeded,
  aggregateRowLimit,
  type Group,
  type Measure,
  type MeasureKind,
} from '../../query/aggregate.js';
import type { QueryContext } from '../../query/caller.js';
import { isHidden } from '../../query/filter.js';
import { formattedTotal, plainFormatted } from '../../query/values/formatted.js';
import { lookupName } from '../../query/values/lookup-target.js';
import { queryError } from '../../query/query-error.js';
import {
  attributeNameAnnotation,
  formattedAnnotation,
  quote,
  targetAnnotation,
  writeValue,
} from '../../query/values/row-writer.js';
import { dateGroup } from './date-group.js';
import type { Fetch, FetchAttribute, FetchOrder } from '../parse/fetch.js';
import { eachOf, sizeOf, skipOf, type FetchPage } from '../fetch-page.js';
import { columnNamed } from '../scope.js';
import { sourcesOf, type Source, type Sources, type Tuple } from '../sources.js';
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
  if (outputs.length === 0) {
    throw queryError('QueryBuilderDeserializeInvalidAggregate', 'There is no attribute with an aggregate or groupby.');
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
  ).map((group) => ({ ...group, values: group.values.map((value, at) => asColumn(measured[at], value)) }));
  const ordered = orderGroups(context, fetch, sources, groups, keys, measured);
  const size = sizeOf(context, fetch);
  const from = skipOf(fetch, size);
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
  const column = columnNamed(source.rows.table, attribute.name);
  return { alias: attribute.alias ?? attribute.name, source, attribute, column };
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
      throw queryError(
        'QueryBuilderDeserializeInvalidAggregate',
        `The aggregate '${attribute.aggregate ?? ''}' is not known.`,
      );
  }
}

function valueReader(context: QueryContext, output: Output): (tuple: Tuple) => Value {
  const { source, attribute, column } = output;
  if ((attribute.aggregate === 'sum' || attribute.aggregate === 'avg') && !summable.has(column.type)) {
    throw queryError('QueryBuilderInvalidAggregateAttribute', null, attribute.aggregate, column.type);
  }
  const hidden = isHidden(context, source.rows, column);
  const read = (tuple: Tuple): Value => {
    const row = tuple[source.ordinal];
    return row === undefined || hidden ? null : source.rows.value(row, column.logicalName);
  };
  const { dateGrouping } = attribute;
  if (dateGrouping === null) return read;
  const zone = attribute.inUserTimeZone ? context.caller.timeZone : utc;
  return (tuple) => dateGroup(dateGrouping, read(tuple), zone);
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
  if (order.alias === null) {
    throw queryError(
      order.attribute === null
        ? 'QueryBuilderAliasRequiredForAggregateOrderBy'
        : 'QueryBuilderAttributeNotAllowedForAggregateOrderBy',
    );
  }
  if (measure < 0) throw queryError('QueryBuilderAlias_Does_Not_Exist', `No attribute has the alias '${order.alias}'.`);
  return ({ values }) => values[measure] ?? null;
}

/** The database's average of whole numbers is a whole number. */
function asColumn(output: Output | undefined, value: Value): Value {
  const isWhole = output?.column.type === 'integer' || output?.column.type === 'bigint';
  return output?.attribute.aggregate === 'avg' && isWhole && typeof value === 'number' ? Math.trunc(value) : value;
}

/** The JSON of a group: aliases as keys, nulls left out, formatted values where asked for. */
function groupJson(context: QueryContext, group: Group, keys: readonly Output[], measured: readonly Output[]): string {
  const parts: string[] = [];
  const add = ({ alias, column, attribute }: Output, value: Value): void => {
    if (value === null) return;
    const annotate = (annotation: string, text: string | null): void => {
      if (text !== null && context.annotations(annotation))
        parts.push(`${quote(`${alias}@${annotation}`)}:${quote(text)}`);
    };
    annotate(attributeNameAnnotation, column.logicalName);
    const target = attribute.groupBy ? targetOf(context, column, value) : null;
    annotate(formattedAnnotation, formattedOf(context, column, attribute, value, target));
    annotate(targetAnnotation, target);
    parts.push(`${quote(alias)}:${writeValue(value)}`);
  };
  measured.forEach((output, at) => add(output, group.values[at] ?? null));
  keys.forEach((output, at) => add(output, group.keys[at] ?? null));
  return `{${parts.join(',')}}`;
}

/** The table that a grouped lookup points to. */
function targetOf(context: QueryContext, column: Column, value: Value): string | null {
  const targets = isLookup(column) ? (column.targets ?? []) : [];
  return targets.find((target) => lookupName(context.store, target, value) !== null) ?? null;
}

function formattedOf(
  context: QueryContext,
  column: Column,
  attribute: FetchAttribute,
  value: Value,
  target: string | null,
): string | null {
  const isCount = attribute.aggregate === 'count' || attribute.aggregate === 'countcolumn';
  if (isCount || attribute.dateGrouping !== null) {
    return plainFormatted({ ...column, type: 'integer' }, value, context.caller);
  }
  if (target !== null) return String(lookupName(context.store, target, value));
  return formattedTotal(context.store, column, value, context.caller);
}
