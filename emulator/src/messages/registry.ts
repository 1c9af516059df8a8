import { fileOperations } from '../files/file-operations.js';
import { formatAddress } from './operations/address-operations.js';
import { bulkOperations } from './operations/bulk-operations.js';
import { generalOperations } from './operations/general-operations.js';
import { initializeFrom } from './operations/initialize-from.js';
import { listOperations } from './operations/list-operations.js';
import { merge } from './operations/merge.js';
import type { Operation } from './operation.js';
import { privilegeOperations } from './operations/privilege-operations.js';
import { roleOperations } from './operations/role-operations.js';
import { salesOperations } from './operations/sales-operations.js';
import { sendEmail } from './operations/send-email.js';
import { sharingOperations } from './operations/sharing-operations.js';
import { solutionOperations } from './operations/solution-operations.js';
import { timeOperations } from './operations/time-operations.js';

/** Every function and action of the platform that the local Dataverse has. Custom APIs come on top, from their rows. */
export const operations: readonly Operation[] = [
  ...generalOperations,
  ...privilegeOperations,
  ...listOperations,
  ...bulkOperations,
  ...solutionOperations,
  ...sharingOperations,
  ...roleOperations,
  ...salesOperations,
  ...timeOperations,
  ...fileOperations,
  formatAddress,
  initializeFrom,
  merge,
  sendEmail,
];

const byName = new Map(operations.map((operation) => [operation.name, operation]));

export function findOperation(name: string): Operation | undefined {
  return byName.get(name);
}
