import { wellKnown } from '../identity/well-known.js';
import type { Organisation } from '../organisation.js';
import { removeRow } from '../write/units/delete-row.js';
import type { Message, Unit } from '../write/units/unit.js';
import type { TriggeredAction } from './page-triggers.js';

/**
 * Changes rows without asking whether anybody may: what happens behind a client's back. Dependants go with a deleted row, and
 * asynchronous steps are called; an update is not validated.
 * @returns how many rows there were to change
 */
export function changeRows(
  organisation: Pick<Organisation, 'store' | 'authenticator' | 'webhooks'>,
  actions: readonly TriggeredAction[],
): number {
  const { store, webhooks } = organisation;
  const messages: Message[] = [];
  const caller = organisation.authenticator.callerOf(wellKnown.administratorId);
  const transaction = store.begin();
  const unit: Unit = {
    store,
    model: store.model,
    caller,
    serviceRoot: '',
    transaction,
    messages,
    contentIds: new Map(),
  };
  const changed = actions.reduce((sum, action) => sum + act(unit, action), 0);
  transaction.commit();
  webhooks.queueAsynchronous(messages, caller);
  return changed;
}

function act(unit: Unit, action: TriggeredAction): number {
  if ('update' in action) {
    const { table, id, values } = action.update;
    return unit.transaction.update(table, id, values) ? 1 : 0;
  }
  const { table, ids } = action.delete;
  const known = ids.map((id) => id.toLowerCase()).filter((id) => unit.store.rows(table).find(id) !== undefined);
  for (const id of known) removeRow(unit, unit.model.table(table), id);
  return known.length;
}
