import { guidOfName } from '../model/guid.js';

/** Ids that are the same in every local organisation, so that a configuration written once goes on working. */
export const wellKnown = {
  tenantId: guidOfName('tenant'),
  organizationId: guidOfName('organization'),
  organizationName: 'local',
  rootBusinessUnitId: guidOfName('businessunit:root'),
  rootTeamId: guidOfName('team:root'),
  administratorId: guidOfName('systemuser:Ada Admin'),
  applicationUserId: guidOfName('systemuser:application'),
  systemUserId: guidOfName('systemuser:SYSTEM'),
  systemAdministratorRoleId: guidOfName('role:System Administrator'),
  /** The role template by which the platform recognises a System Administrator in every business unit. */
  systemAdministratorTemplateId: '627090ff-40a3-4053-8790-584edc5be201',
  queueId: guidOfName('queue:Profile Management'),
  currencyId: guidOfName('transactioncurrency:EUR'),
} as const;
