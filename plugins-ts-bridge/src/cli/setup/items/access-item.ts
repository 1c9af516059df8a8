import { selectableTables } from '@pmds/contracts/fields/field-selection';
import { planTableColumns } from '../../../adapters/dataverse/source/column-metadata.js';
import { UserRights } from '../../../adapters/dataverse/source/access/user-rights.js';
import { readLimitOf, readLimitSentence } from '../../../domain/access/read-limit.js';
import { consentRules } from '../../../domain/member/consent/consent-rules.js';
import { decidingColumns } from '../../../domain/access/secured-column.js';
import { failureSentence, RunFailure } from '../../../domain/failures.js';
import { grantedPrivileges } from '../granted-privileges.js';
import type { BridgeUser, Finding, SetupItem } from './item.js';

const tables = ['list', ...selectableTables, 'account'] as const;

/** Each user of the service sees every list, contact, lead and account; in the words of a start. */
export const readAccessItem: SetupItem = {
  name: 'read access',
  inspect: async ({ users }) => (await Promise.all(users.map(readAccess))).flat(),
};

async function readAccess(user: BridgeUser): Promise<readonly Finding[]> {
  const granted = await grantedPrivileges(user);
  const limits = tables.flatMap((table) => readLimitOf(table, granted.get(`prvread${table}`)) ?? []);
  if (limits.length === 0)
    return [{ state: 'right', detail: `${user.clientId} reads all rows of ${tables.join(', ')}` }];
  return limits.map((limit) => {
    const detail = `${failureSentence('READ_LIMITED', readLimitSentence(limit))} (${user.clientId})`;
    return { state: 'wrong', detail };
  });
}

/** Each user of the service may read the columns that decide what becomes of a member; in the words of a start. */
export const decidingColumnsItem: SetupItem = {
  name: 'deciding columns',
  inspect: async ({ users, optOutFlags }) => {
    const deciding = decidingColumns(consentRules(optOutFlags));
    const read = selectableTables.map((table) => `${deciding[table].join(', ')} of ${table}`).join('; ');
    const findings = users.map(async (user) => {
      const refused = await Promise.all(selectableTables.map((table) => refusal(user, table, deciding[table])));
      const wrong = refused.flatMap((finding) => finding ?? []);
      if (wrong.length > 0) return wrong;
      return [{ state: 'right', detail: `${user.clientId} reads ${read}` } as const];
    });
    return (await Promise.all(findings)).flat();
  },
};

async function refusal(
  { client, clientId }: BridgeUser,
  table: (typeof selectableTables)[number],
  deciding: readonly string[],
): Promise<Finding | null> {
  const call = { flow: 'setup', signal: new AbortController().signal };
  try {
    await planTableColumns(client, new UserRights(client), { table, selected: [], deciding }, call);
    return null;
  } catch (error) {
    if (!(error instanceof RunFailure)) throw error;
    return { state: 'wrong', detail: `${failureSentence(error.code, error.message)} (${clientId})` };
  }
}
