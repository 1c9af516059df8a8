import type { RowObject } from '../../data/value.js';
import type { TableRule } from '../table-rules.js';

/** `fullname` of contacts, leads and users is computed from its parts; the organisation's format is first name, last name. */
export const personName: TableRule = {
  beforeCreate(_unit, values) {
    const name = fullName(values);
    if (name !== null) values['fullname'] = name;
  },
  beforeUpdate(_unit, _id, changes, before) {
    if (!('firstname' in changes) && !('lastname' in changes)) return;
    changes['fullname'] = fullName({ ...before, ...changes });
  },
};

function fullName(values: RowObject): string | null {
  const parts = [values['firstname'], values['lastname']].filter((part) => typeof part === 'string' && part !== '');
  return parts.length === 0 ? null : parts.join(' ');
}
