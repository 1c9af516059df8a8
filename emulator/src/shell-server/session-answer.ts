import { localized, shellLanguages } from './labels.js';
import type { ShellRequestContext } from './shell-context.js';

/** Who is signed in, who else could be, and which apps there are. */
export function sessionAnswer({
  store,
  caller,
  languageId,
  organizationId,
  organizationName,
}: ShellRequestContext): unknown {
  const users = store.rows('systemuser');
  const people = [...users.all()]
    .map((row) => users.toObject(row))
    .filter(
      (user) =>
        (user['applicationid'] ?? null) === null && user['isdisabled'] !== true && user['fullname'] !== 'SYSTEM',
    )
    .map((user) => ({ id: String(user['systemuserid']), name: String(user['fullname'] ?? user['systemuserid']) }))
    .sort((a, b) => a.name.localeCompare(b.name));
  const apps = store.rows('appmodule');
  return {
    organization: { id: organizationId, name: organizationName },
    user: {
      id: caller.userId,
      name: String(store.get('systemuser', caller.userId)?.['fullname'] ?? caller.userId),
      languageId,
      roles: rolesOf(store, caller.userId),
    },
    users: people,
    languages: shellLanguages,
    apps: [...apps.all()].map((row) => {
      const id = apps.id(row);
      const name = String(apps.value(row, 'name'));
      return {
        id,
        uniqueName: String(apps.value(row, 'uniquename')),
        name: localized(store, id, 'name', languageId, name),
      };
    }),
  };
}

function rolesOf(store: ShellRequestContext['store'], userId: string): { id: string; name: string }[] {
  if (store.model.findTable('systemuserroles') === undefined) return [];
  const rows = store.rows('systemuserroles');
  return [...rows.byValue('systemuserid').rows(userId)].map((row) => {
    const id = String(rows.value(row, 'roleid'));
    return { id, name: String(store.get('role', id)?.['name'] ?? '') };
  });
}
