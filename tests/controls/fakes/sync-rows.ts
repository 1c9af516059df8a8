import { statusValue, type SyncStatus } from '@pmds/contracts/run/sync-status';

const list = (listname: string, createdfromcode: number, statecode = 0) => ({ listname, createdfromcode, statecode });
export const contactList = list('Customers', 2);
export const leadList = list('Fair visitors', 4);
export const inactiveList = list('Last year', 2, 1);

/** A row of `pmds_datasync` as the Web API gives it, ready to be started. */
export function aSync(status: SyncStatus = 'draft', more: Readonly<Record<string, unknown>> = {}) {
  return {
    '@odata.etag': 'W/"4711"',
    pmds_name: 'Spring mailing',
    pmds_notificationemails: 'team@contoso.example',
    pmds_fields: JSON.stringify({ version: 1, contact: ['firstname'], lead: ['subject'] }),
    pmds_datasync_list: [contactList, leadList],
    pmds_status: statusValue(status),
    pmds_requestedon: null,
    pmds_startedon: null,
    pmds_completedon: null,
    pmds_contactssynced: null,
    pmds_leadssynced: null,
    pmds_errors: null,
    pmds_safetosend: null,
    pmds_readinessreasons: null,
    pmds_message: null,
    pmds_progress: null,
    _pmds_currentrunid_value: null,
    ...more,
  };
}
