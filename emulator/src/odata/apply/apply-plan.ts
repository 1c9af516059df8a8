import { malformed, NotImplemented } from '../../model/dataverse-error.js';
import type { MeasureKind } from '../../query/aggregate.js';
import { splitOutside } from '../expand/expand-options.js';

export interface PlannedMeasure {
  readonly alias: string;
  readonly kind: MeasureKind;
  /** Property it is computed from; null for `$count`. */
  readonly of: string | null;
}

/** What a `$apply` asks for. */
interface ApplyPlan {
  /** Texts of the `filter(…)` transformations before the grouping. */
  readonly filters: readonly string[];
  /** Properties to group by, or paths to one of a related row (`primarycontactid/fullname`). */
  readonly keys: readonly string[];
  readonly measures: readonly PlannedMeasure[];
}

/**
 * Reads `filter(…)/groupby((a,b/c),aggregate(…))` or `aggregate(…)`.
 * @throws DataverseError 400 for what is malformed, 501 for transformations that the local Dataverse lacks
 */
export function parseApply(text: string): ApplyPlan {
  const filters: string[] = [];
  let grouping: Omit<ApplyPlan, 'filters'> | null = null;
  for (const step of splitOutside(text, '/')) {
    const [, name = '', inside = ''] = /^\s*(\w+)\(([\s\S]*)\)\s*$/.exec(step) ?? [];
    if (grouping !== null) throw new NotImplemented('a transformation after groupby or aggregate in $apply');
    if (name === 'filter') filters.push(inside);
    else if (name === 'groupby') grouping = parseGroupBy(inside);
    else if (name === 'aggregate') grouping = { keys: [], measures: measuresOf(inside) };
    else if (name === '') throw malformed(`'${step.slice(0, 100)}' is no transformation of $apply.`);
    else throw new NotImplemented(`the transformation '${name}' in $apply`);
  }
  if (grouping === null) throw malformed('$apply needs a groupby or an aggregate.');
  return { filters, ...grouping };
}

function parseGroupBy(inside: string): Omit<ApplyPlan, 'filters'> {
  const [keys = '', measures, ...more] = splitOutside(inside, ',').map((part) => part.trim());
  if (more.length > 0 || !keys.startsWith('(')) throw malformed(`'groupby(${inside.slice(0, 100)})' is malformed.`);
  const names = keys
    .slice(1, -1)
    .split(',')
    .map((name) => name.trim());
  if (measures === undefined) return { keys: names, measures: [] };
  const [, within] = /^aggregate\(([\s\S]*)\)$/.exec(measures) ?? [];
  if (within === undefined) throw malformed(`'${measures.slice(0, 100)}' is no aggregate.`);
  return { keys: names, measures: measuresOf(within) };
}

const kinds: Readonly<Record<string, MeasureKind>> = {
  sum: 'sum',
  average: 'avg',
  min: 'min',
  max: 'max',
  countdistinct: 'countdistinct',
};

function measuresOf(text: string): PlannedMeasure[] {
  return splitOutside(text, ',').map((part) => {
    const count = /^\s*\$count\s+as\s+(\w+)\s*$/.exec(part);
    if (count !== null) return { alias: count[1] ?? '', kind: 'count', of: null };
    const [, of = '', method = '', alias = ''] = /^\s*([\w/]+)\s+with\s+(\w+)\s+as\s+(\w+)\s*$/.exec(part) ?? [];
    const kind = kinds[method];
    if (alias === '') throw malformed(`'${part.slice(0, 100)}' is no aggregate expression.`);
    if (kind === undefined) throw malformed(`The aggregation method '${method}' is not known.`);
    return { alias, kind, of };
  });
}
