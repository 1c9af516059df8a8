import type { RowObject } from '../data/value.js';
import { wellKnown } from '../identity/well-known.js';
import type { Table } from '../model/table.js';
import type { Unit } from './units/unit.js';

/**
 * A row that gets an amount of money gets a currency with it: the organisation's, unless it already has one.
 * https://learn.microsoft.com/power-apps/developer/data-platform/transaction-currency-currency-entity
 */
export function fillCurrency(unit: Unit, table: Table, changes: RowObject, before: RowObject = {}): void {
  if (!table.columns.has('transactioncurrencyid')) return;
  if (typeof (changes['transactioncurrencyid'] ?? before['transactioncurrencyid']) === 'string') return;
  const hasAmount = [...table.columns.values()].some(
    ({ type, logicalName }) => type === 'money' && typeof changes[logicalName] === 'number',
  );
  if (!hasAmount) return;
  const currency = unit.store.get('organization', wellKnown.organizationId)?.['basecurrencyid'];
  if (typeof currency !== 'string') return;
  changes['transactioncurrencyid'] = currency;
  if (table.columns.has('exchangerate')) changes['exchangerate'] = 1;
}
