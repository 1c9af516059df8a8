import type { QueryNote } from '@pmds/contracts/run/query-notes';
import type { Element } from '@xmldom/xmldom';
import { parse, type ListQuery } from './dynamic-query.js';

/** Operators that count days, weeks, months or fiscal periods: where a day begins depends on the time zone of who asks. */
const zoned =
  /^(today|yesterday|tomorrow|on|not-on|on-or-before|on-or-after|(last|this|next)-(seven-days|week|month|year|fiscal-year|fiscal-period)|(last|next|olderthan)-x-(days|weeks|months|years|fiscal-years|fiscal-periods)|in-(or-(before|after)-)?fiscal-(year|period|period-and-year))$/;

/** What limits the list's rows; members are all who match. */
const limits = ['top', 'count', 'page'] as const;

/** By whose clocks days begin. */
export interface QueryZones {
  readonly service: string | null;
  readonly owner: string | null;
}

/**
 * What a list's query asks for that a run takes in another way than the list shows it to its owner. Orders, `distinct`,
 * options of the platform and annotations of a page change nothing about who is a member, so there is no word about them.
 * @param zones `null` where the owner's days begin when those of the service do.
 * @throws RunFailure LIST_QUERY_*
 */
export function queryNotes(query: ListQuery, zones: QueryZones | null): readonly QueryNote[] {
  const { fetch, entity } = parse(query);
  const list = query.listName;
  const limited = limits.flatMap((name): readonly QueryNote[] => {
    const value = fetch.getAttribute(name) ?? '';
    return value === '' ? [] : [{ kind: 'limit', list, said: `${name}="${value}"` }];
  });
  if (zones === null) return limited;
  const conditions = conditionsOf(entity).flatMap(({ operator, text }) => (zoned.test(operator) ? [text] : []));
  return [...limited, ...[...new Set(conditions)].map((said) => ({ kind: 'zone', list, said, ...zones }) as const)];
}

/** Whether the members depend on the time zone of who asks. @throws RunFailure LIST_QUERY_* */
export function dependsOnZone(query: ListQuery): boolean {
  return conditionsOf(parse(query).entity).some(({ operator }) => zoned.test(operator));
}

function conditionsOf(entity: Element): readonly { readonly operator: string; readonly text: string }[] {
  return [...entity.getElementsByTagName('condition')].map((condition) => {
    const [operator = '', column, value] = ['operator', 'attribute', 'value'].map(
      (name) => condition.getAttribute(name) ?? '',
    );
    return { operator, text: [column, operator, ...(operator.includes('-x-') ? [value] : [])].join(' ') };
  });
}
