import { guidOfName } from '../../model/guid.js';
import type { TableRule } from '../table-rules.js';
import { personName } from './person-name.js';

/**
 * A user made through the Web API with an application id is an application user; its object id is that of the service principal, which
 * the local tenant derives from the client id.
 * https://learn.microsoft.com/power-platform/admin/manage-application-users
 */
export const systemUser: TableRule = {
  ...personName,
  beforeCreate(unit, values) {
    personName.beforeCreate?.(unit, values);
    const { applicationid } = values;
    if (typeof applicationid !== 'string') return;
    values['fullname'] ??= `# ${applicationid}`;
    values['azureactivedirectoryobjectid'] ??= guidOfName(`service principal:${applicationid.toLowerCase()}`);
    values['businessunitid'] ??= unit.caller.businessUnitId;
    values['domainname'] ??= `${applicationid}@local.example`;
    values['accessmode'] ??= 4;
    values['isdisabled'] ??= false;
  },
};
