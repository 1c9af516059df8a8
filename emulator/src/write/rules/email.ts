import { DataverseError } from '../../model/dataverse-error.js';
import type { TableRule } from '../table-rules.js';

/** `email.statuscode`. https://learn.microsoft.com/power-apps/developer/data-platform/reference/entities/email */
export const emailStatus = {
  draft: 1,
  completed: 2,
  sent: 3,
  received: 4,
  canceled: 5,
  pendingSend: 6,
  sending: 7,
  failed: 8,
} as const;

/** An e-mail starts as a draft, outgoing unless it says otherwise; one that was sent can no longer be changed. */
export const email: TableRule = {
  beforeCreate(_unit, values) {
    values['directioncode'] ??= true;
    values['statecode'] ??= 0;
    values['statuscode'] ??= emailStatus.draft;
    values['activitytypecode'] = 'email';
  },
  beforeUpdate(_unit, _id, changes, before) {
    if (before['statecode'] === 1 && !('statecode' in changes)) {
      throw new DataverseError(400, '0x80040203', 'An e-mail that has been sent or received cannot be changed.');
    }
  },
};
