import { plannedForm } from '../../domain/links/planned-form.js';
import type { Run, SyncOrder } from '../../domain/run/run.js';
import type { Storage } from '../../ports/store/storage.js';

/**
 * The order with the web forms that the sync prepares, as they are at the claim: links that a run makes are the same from its
 * first batch to its last. Where a form names a column of a table that the lists hold, links are written there.
 */
export async function withLinks<Order extends SyncOrder>(
  { storage }: { readonly storage: Pick<Storage, 'read'> },
  run: Run,
  order: Order,
  now: Date,
): Promise<Order> {
  const prepared = await storage.read.webForms.preparedBy(run.dataSyncId);
  const sendEnd = order.plannedSendEnd === undefined ? null : new Date(order.plannedSendEnd);
  const forms = prepared.flatMap((form) => plannedForm(form, now, sendEnd) ?? []);
  if (forms.length === 0) return order;
  const tables = [...new Set(order.lists.map(({ table }) => table))];
  const writes = forms.some(({ linkColumns }) => tables.some((table) => linkColumns[table] !== null));
  const destinations = [...(order.destinations ?? []), ...(writes ? [{ kind: 'crm-column' } as const] : [])];
  return { ...order, forms, ...(destinations.length === 0 ? {} : { destinations }) };
}
