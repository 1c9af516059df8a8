import {
  importedSolutionVersion,
  incompatibility,
} from '../../../adapters/dataverse/reporting/claim/solution-version.js';
import { SolutionPackage } from '@pmds/contracts/generated/solution-package';
import { CommandFailed } from '../../command.js';
import { missingPrivilege } from '../explain.js';
import { grantedPrivileges } from '../granted-privileges.js';
import { requiredPrivileges } from '../required-privileges.js';
import type { Finding, SetupItem } from './item.js';
import { SetupRecord } from '../setup-record.js';
import { readVariable, writeVariable } from '../variable-values.js';
import { hasServiceRole, serviceRoleId } from './user-items.js';

/** The imported solution and this service fit together. */
export const solutionItem: SetupItem = {
  name: 'solution',
  async inspect({ client }) {
    const version = await importedSolutionVersion(client, { purpose: 'setup' });
    const detail = incompatibility(version);
    if (detail !== null) return [{ state: 'wrong', detail: `${detail} Import a solution of that range.` }];
    return [{ state: 'right', detail: `${SolutionPackage.uniqueName} ${version ?? ''}` }];
  },
};

/** Each user of the service has every privilege it needs. */
export const privilegeItem: SetupItem = {
  name: 'privileges',
  async inspect({ client, users }) {
    const findings = users.map(async (user): Promise<Finding> => {
      const { clientId } = user;
      const granted = await grantedPrivileges(user);
      const missing = requiredPrivileges.filter((name) => !granted.has(name.toLowerCase()));
      if (missing.length === 0) return { state: 'right', detail: `${clientId} has all that the service needs` };
      const detail = missingPrivilege(missing.join(', '), clientId);
      if ((await hasServiceRole(client, user)) || (await serviceRoleId(client, user)) === null) {
        return { state: 'wrong', detail };
      }
      // The role brings them; where it could not be given, that was said above.
      return { state: 'different', detail, apply: () => Promise.reject(new CommandFailed(detail)) };
    });
    return Promise.all(findings);
  },
};

/** The address of the service, where the form's scripts and flows find it. */
export const bridgeUrlItem: SetupItem = {
  name: 'environment variable',
  async inspect({ client, webhook }) {
    const name = SolutionPackage.environmentVariables.bridgeUrl;
    if (webhook === null) return [{ state: 'right', detail: `${name} is not needed without inbound traffic` }];
    const wanted = new URL(webhook.url).origin;
    const variable = await readVariable(client, name);
    if (variable === null) return [{ state: 'wrong', detail: `${name} is missing. Import the solution.` }];
    if (variable.value === wanted) return [{ state: 'right', detail: `${name} is ${wanted}` }];
    return [
      {
        state: 'different',
        detail: `${name} becomes ${wanted}`,
        apply: async () => {
          // A value that was there before is not set-up's own; teardown leaves it.
          if (variable.valueId === null) await (await SetupRecord.read(client)).remember('bridgeUrl', '');
          await writeVariable(client, name, variable, wanted);
        },
      },
    ];
  },
};
