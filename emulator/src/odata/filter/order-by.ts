import type { TableRows } from '../../data/table-rows.js';
import { isLookup } from '../../model/column.js';
import { malformed, NotImplemented } from '../../model/dataverse-error.js';
import { keyTerm, orderTerm } from '../../fetchxml/orders.js';
import type { QueryContext } from '../../query/caller.js';
import { plainTerm, type OrderTerm } from '../../query/order.js';
import { followPath } from './navigation-path.js';
import { isText } from '../../query/values/literal.js';
import { propertyNamed } from '../properties.js';

/**
 * `$orderby`, ended by the primary key so that pages never overlap. Choices sort by their value, lookups by
 * the name of the row they point to.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/order-rows
 */
export function orderTerms(context: QueryContext, rows: TableRows, text: string | undefined): OrderTerm[] {
  const terms: OrderTerm[] = [];
  for (const part of text === undefined ? [] : text.split(',')) {
    const [path = '', direction = 'asc', ...more] = part.trim().split(/\s+/);
    if (path === '' || more.length > 0 || (direction !== 'asc' && direction !== 'desc')) {
      throw malformed(`'${part.slice(0, 100)}' is no order: write a property, then asc or desc.`);
    }
    const descending = direction === 'desc';
    if (path.includes('(')) throw new NotImplemented('a function in $orderby');
    if (path.includes('/')) {
      const target = followPath(context, { rows, variable: null }, path.split('/'));
      terms.push({ ...plainTerm(path, -1, descending, isText(target.column)), raw: target.read, key: target.read });
      continue;
    }
    const column = propertyNamed(rows.table, path);
    if (column.isPrimaryId) return [...terms, keyTerm(rows, descending)];
    terms.push(orderTerm(context, rows, column, descending, isLookup(column)));
  }
  return [...terms, keyTerm(rows)];
}
