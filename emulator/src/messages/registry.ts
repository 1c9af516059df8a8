import { bulkOperations } from './bulk-operations.js';
import { generalOperations } from './general-operations.js';
import { listOperations } from './list-operations.js';
import type { Operation } from './operation.js';
import { privilegeOperations } from './privilege-operations.js';
import { sendEmail } from './send-email.js';
import { solutionOperations } from './solution-operations.js';

/** Every function and action of the platform that the local Dataverse has. Custom APIs come on top, from their rows. */
export const operations: readonly Operation[] = [
  ...generalOperations,
  ...privilegeOperations,
  ...listOperations,
  ...bulkOperations,
  ...solutionOperations,
  sendEmail,
];

const byName = new Map(operations.map((operation) => [operation.name, operation]));

export function findOperation(name: string): Operation | undefined {
  return byName.get(name);
}
