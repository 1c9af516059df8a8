import type { Store } from '../data/store.js';
import { DataverseError } from '../model/dataverse-error.js';
import { parseGuid } from '../model/guid.js';

/** The cookie by which a browser of the app shell says who it is. There is no password: everybody here is an invented person. */
const cookieName = 'local-dataverse-user';

interface SignedIn {
  readonly userId: string;
  readonly fullName: string;
}

/** @param who systemuserid, full name or user name. @throws DataverseError 404. */
export function findUser(store: Store, who: string): SignedIn {
  const id = parseGuid(who);
  const wanted = who.toLowerCase();
  const rows = store.rows('systemuser');
  for (const row of rows.all()) {
    const fullName = String(rows.value(row, 'fullname') ?? '');
    const names = [fullName, String(rows.value(row, 'domainname') ?? '')].map((name) => name.toLowerCase());
    if (rows.id(row) === id || names.includes(wanted)) return { userId: rows.id(row), fullName };
  }
  throw new DataverseError(404, '', `There is no user "${who}".`);
}

/** The signed-in user of a request's cookies, or null. */
export function signedInUser(cookies: string | undefined): string | null {
  const found = new RegExp(`(?:^|;\\s*)${cookieName}=([^;]+)`).exec(cookies ?? '')?.[1];
  return found === undefined ? null : parseGuid(found);
}

export function signInCookie(userId: string): string {
  return `${cookieName}=${userId}; Path=/; HttpOnly; SameSite=Lax`;
}
