import { DataverseError } from '../model/dataverse-error.js';
import { guidOfName } from '../model/guid.js';
import { isObject } from '../write/input/json-body.js';
import { adminJson, type AdminRoute } from './admin-route.js';

/** What an administrator does in Microsoft Entra, not in Dataverse. */
export const identityRoutes: readonly AdminRoute[] = [
  {
    method: 'POST',
    path: 'apis',
    summary:
      '{"identifierUri":"api://…","appId":"guid","grants":{"<client id>":["Role.Name"]}}: an app registration that exposes an API, and who has its app roles.',
    async run({ organisation, json }) {
      const { identifierUri, appId, grants } = await json();
      if (typeof identifierUri !== 'string' || !URL.canParse(identifierUri)) {
        throw new DataverseError(400, '', '"identifierUri" must be an address such as api://links.');
      }
      const id = typeof appId === 'string' ? appId.toLowerCase() : guidOfName(`api:${identifierUri}`);
      const given = isObject(grants) ? Object.entries(grants) : [];
      const rolesOf = new Map(
        given.map(([client, roles]) => [client.toLowerCase(), Array.isArray(roles) ? roles.map(String) : []]),
      );
      organisation.apis.register({ appId: id, identifierUri, grants: rolesOf });
      return adminJson({ appId: id });
    },
  },
  {
    method: 'POST',
    path: 'signing-key',
    summary: 'Rolls the key that tokens for exposed APIs are signed with; the one before stays published.',
    async run({ organisation }) {
      await organisation.apis.rollKey();
      return adminJson({ ok: true });
    },
  },
];
