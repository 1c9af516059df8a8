import type { Element } from '@xmldom/xmldom';
import { parse, type ListQuery } from './dynamic-query.js';

/** Operators that count days, weeks, months or fiscal periods: where a day begins depends on the time zone of who asks. */
const zoned =
  /^(today|yesterday|tomorrow|on|not-on|on-or-before|on-or-after|(last|this|next)-(seven-days|week|month|year|fiscal-year|fiscal-period)|(last|next|olderthan)-x-(days|weeks|months|years|fiscal-years|fiscal-periods)|in-(or-(before|after)-)?fiscal-(year|period|period-and-year))$/;

/** What limits or reshapes the list's rows; members are all who match. */
const limits = ['top', 'count', 'page'] as const;
const shaping = ['latematerialize', 'options', 'useraworderby', 'datasource'] as const;

/**
 * What a list's query asks for that a run changes or cannot honour as its owner sees it, a sentence each.
 * @param zone Name of the application user's time zone, `null` where it is not known.
 * @throws RunFailure LIST_QUERY_*
 */
export function queryNotes(query: ListQuery, zone: string | null): readonly string[] {
  const { fetch, entity } = parse(query);
  const named = `The query of marketing list "${query.listName}"`;
  const notes: string[] = [];
  for (const name of limits) {
    const value = fetch.getAttribute(name);
    if (value === null || value === '') continue;
    notes.push(`${named} asks for ${name}="${value}"; a run takes everybody who matches, whatever the limit.`);
  }
  for (const name of shaping) {
    const value = fetch.getAttribute(name);
    if (value !== null && value !== '')
      notes.push(`${named} has the option ${name}="${value}", which is handed on as it is.`);
  }
  const where =
    zone === null ? 'the time zone of the application user' : `the time zone of the application user (${zone})`;
  for (const said of new Set(
    conditionsOf(entity)
      .filter(({ operator }) => zoned.test(operator))
      .map(({ text }) => text),
  )) {
    notes.push(
      `${named} has the condition "${said}", whose days begin by ${where}; who looks at the list in another zone may see other members.`,
    );
  }
  return notes;
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
