import type { Store } from '../data/store.js';
import { guidOfName } from '../model/guid.js';

const rowMessages = [
  'Create',
  'Update',
  'Delete',
  'Retrieve',
  'RetrieveMultiple',
  'Associate',
  'Disassociate',
  'CreateMultiple',
  'UpdateMultiple',
  'UpsertMultiple',
  'Assign',
  'SetState',
  'SetStateDynamicEntity',
];
/** Messages that belong to one table only. */
const ownMessages: Readonly<Record<string, readonly string[]>> = {
  list: ['AddMember', 'RemoveMember', 'AddListMembers'],
  email: ['Send'],
  account: ['Merge'],
  contact: ['Merge'],
  lead: ['Merge'],
  incident: ['Merge'],
};

/**
 * Fills `sdkmessage` and `sdkmessagefilter`: on which messages of which tables steps can be registered. Run again after an import, it
 * adds what the new tables need.
 */
export function seedMessages(store: Store): void {
  for (const name of new Set([...rowMessages, ...Object.values(ownMessages).flat()])) {
    const sdkmessageid = guidOfName(`sdkmessage:${name}`);
    if (store.rows('sdkmessage').find(sdkmessageid) === undefined)
      store.insert('sdkmessage', { sdkmessageid, name, isprivate: false });
  }
  for (const table of store.model.tables) {
    if (table.isIntersect) continue;
    for (const name of [...rowMessages, ...(ownMessages[table.logicalName] ?? [])])
      seedFilter(store, name, table.logicalName);
  }
}

function seedFilter(store: Store, message: string, table: string): void {
  const sdkmessagefilterid = guidOfName(`sdkmessagefilter:${message}:${table}`);
  if (store.rows('sdkmessagefilter').find(sdkmessagefilterid) !== undefined) return;
  store.insert('sdkmessagefilter', {
    sdkmessagefilterid,
    sdkmessageid: guidOfName(`sdkmessage:${message}`),
    primaryobjecttypecode: table,
    secondaryobjecttypecode: 'none',
    iscustomprocessingstepallowed: true,
    isvisible: true,
  });
}
