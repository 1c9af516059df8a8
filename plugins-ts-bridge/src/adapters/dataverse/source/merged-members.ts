import { memberSets } from '@pmds/contracts/fields/member-table';
import { parseRowId } from '@pmds/contracts/ids';
import type { MergedMembers } from '../../../ports/merged-members.js';
import type { DataverseClient } from '../http/client.js';
import { rowsOf } from '../reporting/json.js';

/**
 * By the lookup that a merge leaves on the row that gave way. One call; who merged so many rows into one that they do not
 * fit a page did so long ago.
 * https://learn.microsoft.com/power-apps/developer/data-platform/merge-data
 */
export function createMergedMembers(client: DataverseClient): MergedMembers {
  return {
    async subordinatesOf(table, id, call) {
      const filter = encodeURIComponent(`_masterid_value eq ${id} and merged eq true`);
      const order = encodeURIComponent('modifiedon desc');
      const path = `${memberSets[table]}?$select=${table}id&$filter=${filter}&$orderby=${order}&$top=500`;
      const answer = await client.get(path, { purpose: 'verify', ...call });
      return rowsOf(answer).flatMap((row) => {
        const parsed = parseRowId(row[`${table}id`]);
        return parsed.ok ? [parsed.value] : [];
      });
    },
  };
}
