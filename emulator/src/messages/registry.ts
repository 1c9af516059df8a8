import { formatAddress } from './address-operations.js';
import { bulkOperations } from './bulk-operations.js';
import { generalOperations } from './general-operations.js';
import { initializeFrom } from './initialize-from.js';
import { listOperations } from './list-operations.js';
import { merge } from './merge.js';
import type { Operation } from './operation.js';
import { privilegeOperations } from './privilege-operations.js';
import { roleOperations } from './role-operations.js';
import { salesOperations } from './sales-operations.js';
import { sendEmail } from './send-email.js';
import { sharingOperations } from './sharing-operations.js';
import { solutionOperations } from './solution-operations.js';
import { timeOperations } from './time-operations.js';

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
  formatAddress,
  initializeFrom,
  merge,
  sendEmail,
];

const byName = new Map(operations.map((operation) => [operation.name, operation]));

export function findOperation(name: string): Operation | undefined {
  return byName.get(name);
}
