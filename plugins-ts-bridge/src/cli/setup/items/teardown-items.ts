import { SolutionPackage } from '@pmds/contracts/generated/solution-package';
import type { DataverseClient } from '../../../adapters/dataverse/http/client.js';
import { rowsOf, textOf } from '../../../adapters/dataverse/reporting/json.js';
import { pluginSteps } from '../../../plugins/registry.js';
import type { Finding, SetupContext, SetupItem } from './item.js';
import { SetupRecord, type Grant } from '../setup-record.js';
import { clearVariable, readVariable } from '../variable-values.js';
import { endpointId, find, removeRow, stepId } from './webhook-items.js';

const { roles, columnSecurityProfiles, environmentVariables } = SolutionPackage;

/** What set-up made, in the reverse order. What it did not make stays, whatever it is. */
export const teardownItems: readonly SetupItem[] = [
  {
    name: 'webhook step',
    inspect: (context) =>
      Promise.all(
        pluginSteps(context.optOutFlags).map((step) =>
          gone(context, `sdkmessageprocessingsteps(${stepId(context, step)})`, `${step.message} of ${step.table}`),
        ),
      ),
  },
  {
    name: 'service endpoint',
    inspect: async (context) => [await gone(context, `serviceendpoints(${endpointId(context)})`, 'the endpoint')],
  },
  granted('column security', 'readers', {
    relation: 'systemuserprofiles_association',
    key: 'fieldsecurityprofileid',
    name: columnSecurityProfiles.profileSyncReaders.name,
  }),
  granted('column security', 'writers', {
    relation: 'systemuserprofiles_association',
    key: 'fieldsecurityprofileid',
    name: columnSecurityProfiles.profileSyncApplication.name,
  }),
  granted('role', 'role', {
    relation: 'systemuserroles_association',
    key: 'roleid',
    name: roles.profileSyncApplication.name,
  }),
  {
    name: 'environment variable',
    async inspect({ client }) {
      const record = await SetupRecord.read(client);
      const names = [
        ...(record.madeBridgeUrl ? [environmentVariables.bridgeUrl] : []),
        ...(record.isEmpty ? [] : [environmentVariables.setupRecord]),
      ];
      const findings = await Promise.all(names.map((name) => valueFinding(client, name)));
      return findings.length > 0 ? findings : [{ state: 'right', detail: 'no value was made by set-up' }];
    },
  },
];

async function gone({ client }: SetupContext, path: string, what: string): Promise<Finding> {
  const key = path.startsWith('service') ? 'serviceendpointid' : 'sdkmessageprocessingstepid';
  if ((await find(client, `${path}?$select=${key}`)) === null)
    return { state: 'right', detail: `${what} is not there` };
  return { state: 'different', detail: `${what} is removed`, apply: () => removeRow(client, path) };
}

/** Rows of a kind that users are associated with, found by their name. */
interface Granted {
  readonly relation: string;
  readonly key: string;
  readonly name: string;
}

function granted(item: string, grant: Grant, of: Granted): SetupItem {
  return {
    name: item,
    async inspect({ client }) {
      const users = (await SetupRecord.read(client)).usersOf(grant);
      const findings = await Promise.all(users.map((userId) => grantFinding(client, userId, of)));
      return findings.length > 0 ? findings : [{ state: 'right', detail: `nobody got "${of.name}" by set-up` }];
    },
  };
}

async function grantFinding(
  client: DataverseClient,
  userId: string,
  { relation, key, name }: Granted,
): Promise<Finding> {
  const user = await find(client, `systemusers(${userId})?$select=fullname`);
  const who = textOf(user?.['fullname']) ?? userId;
  const rows =
    user === null
      ? []
      : rowsOf(await client.get(`systemusers(${userId})/${relation}?$select=name`, { purpose: 'setup' }));
  const ids = rows.flatMap((row) => (row['name'] === name ? (textOf(row[key]) ?? []) : []));
  if (ids.length === 0) return { state: 'right', detail: `${who} has "${name}" no more` };
  return {
    state: 'different',
    detail: `"${name}" is taken from ${who}`,
    apply: async () => {
      for (const id of ids) await removeRow(client, `systemusers(${userId})/${relation}(${id})/$ref`);
    },
  };
}

async function valueFinding(client: DataverseClient, name: string): Promise<Finding> {
  const variable = await readVariable(client, name);
  const value = variable?.value ?? null;
  if (variable === null || value === null) return { state: 'right', detail: `${name} has no value here` };
  return {
    state: 'different',
    detail: `the value of ${name} is removed`,
    apply: () => clearVariable(client, variable),
  };
}
