import { DataverseError } from '../../model/dataverse-error.js';
import { guidOfName } from '../../model/guid.js';
import type { TableRule } from '../table-rules.js';

/**
 * A Custom API is a message of its own, on which steps can be registered.
 * https://learn.microsoft.com/power-apps/developer/data-platform/custom-api
 */
export const customApi: TableRule = {
  beforeCreate(unit, values) {
    const name = String(values['uniquename']);
    const rows = unit.store.rows('customapi');
    if (rows.byValue('uniquename').count(name) > 0) {
      throw new DataverseError(412, '0x80040237', 'A record with matching key values already exists.');
    }
    const bound = values['boundentitylogicalname'];
    const needsTable = values['bindingtype'] !== 0;
    if (needsTable && (typeof bound !== 'string' || unit.model.findTable(bound) === undefined)) {
      throw new DataverseError(
        400,
        '0x80040203',
        `The Custom API '${name}' is bound and needs an existing table in boundentitylogicalname.`,
      );
    }
    values['sdkmessageid'] = guidOfName(`sdkmessage:${name}`);
  },
  afterCreate(unit, _id, values) {
    const name = String(values['uniquename']);
    const sdkmessageid = guidOfName(`sdkmessage:${name}`);
    if (unit.store.rows('sdkmessage').find(sdkmessageid) === undefined) {
      unit.transaction.insert('sdkmessage', { sdkmessageid, name });
    }
    const primaryobjecttypecode =
      typeof values['boundentitylogicalname'] === 'string' ? values['boundentitylogicalname'] : 'none';
    const sdkmessagefilterid = guidOfName(`sdkmessagefilter:${name}:${primaryobjecttypecode}`);
    if (unit.store.rows('sdkmessagefilter').find(sdkmessagefilterid) === undefined) {
      unit.transaction.insert('sdkmessagefilter', {
        sdkmessagefilterid,
        sdkmessageid,
        primaryobjecttypecode,
        iscustomprocessingstepallowed: true,
      });
    }
  },
};
