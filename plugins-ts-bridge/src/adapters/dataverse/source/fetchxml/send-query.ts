import type { RowId } from '@pmds/contracts/ids';
import { attributesText, byCreation } from './pages/page-request.js';
import { inValues } from './static-queries.js';

/** `channeltypecode` Email. */
const byEmail = 7;
/** Status reasons of open campaign activities that send nothing any more: System Aborted, Completed. */
const overReasons = [5, 6];

/**
 * The first mail that is planned to a list: the open campaign activity by e-mail with the earliest `scheduledstart` among
 * those that the lists are associated with (`campaignactivitylist_association`, pairs in `campaignactivityitem`).
 * https://learn.microsoft.com/dynamics365/developer/reference/entities/campaignactivity
 * https://learn.microsoft.com/dynamics365/developer/reference/entities/campaignactivityitem
 */
export function firstSendQuery(listIds: readonly RowId[], from: Date): string {
  const open = [
    condition('statecode', 'eq', '0'),
    `<condition attribute="statuscode" operator="not-in">${overReasons.map((reason) => `<value>${reason}</value>`).join('')}</condition>`,
    condition('channeltypecode', 'eq', String(byEmail)),
    condition('scheduledstart', 'ge', byCreation.write(from.getTime())),
  ].join('');
  const toLists = `<link-entity name="campaignactivityitem" from="campaignactivityid" to="activityid" link-type="exists"><filter>${inValues('itemid', listIds)}</filter></link-entity>`;
  return `<fetch top="1"><entity name="campaignactivity"><attribute name="scheduledstart"/><order attribute="scheduledstart"/><filter type="and">${open}</filter>${toLists}</entity></fetch>`;
}

function condition(attribute: string, operator: string, value: string): string {
  return `<condition${attributesText({ attribute, operator, value })}/>`;
}
