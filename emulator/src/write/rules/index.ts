import type { Table } from '../../model/table.js';
import type { TableRule, TableRules } from '../table-rules.js';
import { addresses } from './addresses.js';
import { customApi } from './custom-api.js';
import { email } from './email.js';
import { list, listMember } from './list.js';
import { personName } from './person-name.js';
import { processingStep } from './processing-step.js';
import { serviceEndpoint } from './service-endpoint.js';
import { solution } from './solution.js';
import { systemUser } from './system-user.js';

/** Somebody with a name and addresses. */
const person: TableRule = {
  beforeCreate(unit, values) {
    personName.beforeCreate?.(unit, values);
    addresses.beforeCreate?.(unit, values);
  },
  beforeUpdate(unit, id, changes, before) {
    personName.beforeUpdate?.(unit, id, changes, before);
    addresses.beforeUpdate?.(unit, id, changes, before);
  },
};

const rules: TableRules = {
  account: addresses,
  contact: person,
  lead: person,
  systemuser: systemUser,
  list,
  listmember: listMember,
  email,
  customapi: customApi,
  serviceendpoint: serviceEndpoint,
  sdkmessageprocessingstep: processingStep,
  solution,
};

export function ruleOf(table: Table): TableRule | undefined {
  return rules[table.logicalName];
}
