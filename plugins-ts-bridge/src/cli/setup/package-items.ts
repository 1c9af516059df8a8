import { importedSolutionVersion, incompatibility } from '../../adapters/reporting/solution-version.js';
import { rowsOf, quoted, textOf } from '../../adapters/reporting/json.js';
import { SolutionPackage } from '@pmds/contracts/generated/solution-package';
import { missingPrivilege } from './explain.js';
import { grantedPrivileges } from './granted-privileges.js';
import { requiredPrivileges } from './required-privileges.js';
import type { SetupItem } from './item.js';

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
  async inspect({ users }) {
    const findings = users.map(async (user) => {
      const { clientId } = user;
      const granted = await grantedPrivileges(user);
      const missing = requiredPrivileges.filter((name) => !granted.has(name.toLowerCase()));
      if (missing.length === 0)
        return { state: 'right', detail: `${clientId} has all that the service needs` } as const;
      return { state: 'wrong', detail: missingPrivilege(missing.join(', '), clientId) } as const;
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
    const filter = encodeURIComponent(`schemaname eq ${quoted(name)}`);
    const definitions = `environmentvariabledefinitions?$select=environmentvariabledefinitionid&$filter=${filter}`;
    const definition = textOf(
      rowsOf(await client.get(definitions, { purpose: 'setup' }))[0]?.['environmentvariabledefinitionid'],
    );
    if (definition === null) return [{ state: 'wrong', detail: `${name} is missing. Import the solution.` }];
    const of = encodeURIComponent(`_environmentvariabledefinitionid_value eq ${definition}`);
    const values = `environmentvariablevalues?$select=value&$filter=${of}`;
    const row = rowsOf(await client.get(values, { purpose: 'setup' }))[0];
    if (row?.['value'] === wanted) return [{ state: 'right', detail: `${name} is ${wanted}` }];
    const id = textOf(row?.['environmentvariablevalueid']);
    const bound = { 'EnvironmentVariableDefinitionId@odata.bind': `/environmentvariabledefinitions(${definition})` };
    return [
      {
        state: 'different',
        detail: `${name} becomes ${wanted}`,
        apply: async () => {
          await client.request({
            method: id === null ? 'POST' : 'PATCH',
            path: id === null ? 'environmentvariablevalues' : `environmentvariablevalues(${id})`,
            purpose: 'setup',
            body: id === null ? { value: wanted, schemaname: name, ...bound } : { value: wanted },
          });
        },
      },
    ];
  },
};
