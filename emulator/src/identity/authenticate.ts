import type { Store } from '../data/store.js';
import type { RowObject } from '../data/value.js';
import type { Headers } from '../http/requests/message.js';
import { DataverseError } from '../model/dataverse-error.js';
import { parseGuid } from '../model/guid.js';
import { RightsBook } from './rights.js';
import type { TokenSubject, Tokens } from './entra/tokens.js';
import { UserCaller } from './user-caller.js';

/** 401: no token, or one that is not valid here. The challenge is added by the HTTP layer, which knows the address. */
export class Unauthorized extends DataverseError {
  constructor() {
    super(401, '', 'HTTP Error 401 - Unauthorized: Access is denied');
  }
}

/** Turns a request's credentials into a caller. */
export class Authenticator {
  readonly #store: Store;
  readonly #tokens: Tokens;
  readonly rights: RightsBook;

  constructor(store: Store, tokens: Tokens) {
    this.#store = store;
    this.#tokens = tokens;
    this.rights = new RightsBook(store);
  }

  /**
   * @param signedInUserId the app shell's user, from its cookie; used only when there is no Authorization header
   * @throws Unauthorized; DataverseError 403 for somebody who is no (enabled) user of the organisation.
   */
  async caller(headers: Headers, signedInUserId: string | null): Promise<UserCaller> {
    const subject = await this.#subject(headers, signedInUserId);
    const user = this.#user(subject);
    const own = this.rights.of(String(user['systemuserid']));
    const onBehalfOf = this.#impersonated(headers);
    if (onBehalfOf === null) return new UserCaller(this.#store, user, [own], this.rights.version);
    const caller = new UserCaller(this.#store, user, [own], this.rights.version);
    caller.assertNamedPrivilege('prvActOnBehalfOfAnotherUser');
    const theirs = this.rights.of(String(onBehalfOf['systemuserid']));
    return new UserCaller(this.#store, onBehalfOf, [own, theirs], this.rights.version, caller.userId);
  }

  /** A caller for a known user: the app shell and the platform's own work. */
  callerOf(userId: string): UserCaller {
    const user = this.#store.get('systemuser', userId);
    if (user === undefined) throw new Unauthorized();
    return new UserCaller(this.#store, user, [this.rights.of(userId)], this.rights.version);
  }

  async #subject(headers: Headers, signedInUserId: string | null): Promise<TokenSubject> {
    const header = headers.get('authorization');
    if (header === undefined && signedInUserId !== null) return { kind: 'user', id: signedInUserId };
    const token = /^Bearer\s+(\S+)$/i.exec(header ?? '')?.[1];
    const subject = token === undefined ? null : await this.#tokens.verify(token);
    if (subject === null) throw new Unauthorized();
    return subject;
  }

  #user(subject: TokenSubject): RowObject {
    const user =
      subject.kind === 'user' ? this.#store.get('systemuser', subject.id) : this.#find('applicationid', subject.id);
    if (user === undefined) {
      throw new DataverseError(403, '0x80072560', 'The user is not a member of the organization.');
    }
    if (user['isdisabled'] === true) {
      throw new DataverseError(
        403,
        '0x80040225',
        `The specified user(Id = ${String(user['systemuserid'])}) is disabled. Consider enabling this user.`,
      );
    }
    return user;
  }

  /** `CallerObjectId` is the Entra object id, `MSCRMCallerID` the systemuserid; the first wins. */
  #impersonated(headers: Headers): RowObject | null {
    const objectId = headers.get('callerobjectid');
    const userId = headers.get('mscrmcallerid');
    const text = objectId ?? userId;
    if (text === undefined || text === '') return null;
    const id = parseGuid(text);
    if (id === null) throw new DataverseError(400, '0x80040203', `The caller id '${text}' is not a valid GUID.`);
    const user =
      objectId === undefined ? this.#store.get('systemuser', id) : this.#find('azureactivedirectoryobjectid', id);
    if (user === undefined) {
      throw new DataverseError(403, '0x80072560', 'The user is not a member of the organization.');
    }
    return user;
  }

  #find(column: string, value: string): RowObject | undefined {
    const rows = this.#store.rows('systemuser');
    for (const row of rows.byValue(column).rows(value)) return rows.toObject(row);
    return undefined;
  }
}
