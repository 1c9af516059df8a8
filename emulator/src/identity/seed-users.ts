import type { Store } from '../data/store.js';
import { targetKey, type RowObject } from '../data/value.js';
import { guidOfName } from '../model/guid.js';
import { seedZones } from '../time/seed-zones.js';
import { utcCode } from '../time/windows-zones.js';
import { findRole, giveProfile, giveRoles } from './give-roles.js';
import { basicUserRole, seedPrivileges } from './seed-privileges.js';
import { wellKnown } from './well-known.js';

/** An invented person of the local organisation, with the roles they get as soon as those exist. */
interface SamplePerson {
  readonly firstName: string;
  readonly lastName: string;
  readonly role: string | null;
  readonly profile: string | null;
}

const people: readonly SamplePerson[] = [
  { firstName: 'Ada', lastName: 'Admin', role: 'System Administrator', profile: null },
  { firstName: 'Sam', lastName: 'Service', role: 'Profile Sync Service', profile: 'Profile Sync Readers' },
  { firstName: 'Rita', lastName: 'Reader', role: 'Profile Sync Reader', profile: 'Profile Sync Readers' },
  { firstName: 'Noa', lastName: 'None', role: null, profile: null },
];

/** What every organisation has before anything is imported: itself, a business unit, a currency, an administrator, a queue. */
export function seedOrganisation(store: Store): void {
  if (store.rows('organization').size > 0) return;
  const { organizationId, rootBusinessUnitId, currencyId } = wellKnown;
  store.insert('transactioncurrency', {
    transactioncurrencyid: currencyId,
    currencyname: 'Euro',
    isocurrencycode: 'EUR',
    currencysymbol: '€',
    exchangerate: 1,
  });
  store.insert('organization', {
    organizationid: organizationId,
    name: wellKnown.organizationName,
    languagecode: 1033,
    basecurrencyid: currencyId,
    allowunresolvedpartiesonemailsend: false,
    expirechangetrackingindays: 7,
  });
  store.insert('businessunit', {
    businessunitid: rootBusinessUnitId,
    name: wellKnown.organizationName,
    organizationid: organizationId,
  });
  store.insert('team', {
    teamid: wellKnown.rootTeamId,
    name: wellKnown.organizationName,
    businessunitid: rootBusinessUnitId,
    isdefault: true,
    teamtype: 0,
  });
  store.insert('role', {
    roleid: wellKnown.systemAdministratorRoleId,
    name: 'System Administrator',
    businessunitid: rootBusinessUnitId,
    roletemplateid: wellKnown.systemAdministratorTemplateId,
  });
  seedPrivileges(store);
  seedZones(store);
  for (const person of people) insertPerson(store, person);
  insertUser(store, {
    ...userBase(),
    systemuserid: wellKnown.systemUserId,
    fullname: 'SYSTEM',
    accessmode: 3,
    domainname: 'SYSTEM',
  });
  store.insert('queue', {
    queueid: wellKnown.queueId,
    name: 'Profile Management',
    emailaddress: 'profiles@local.example',
    emailrouteraccessapproval: 1,
    ownerid: wellKnown.administratorId,
    [targetKey('ownerid')]: 'systemuser',
    owningbusinessunit: rootBusinessUnitId,
    statecode: 0,
    statuscode: 1,
  });
  giveRoles(store, wellKnown.administratorId, ['System Administrator']);
}

/** After an import: gives the sample people the imported roles and profiles they stand for. */
export function assignSampleRoles(store: Store): void {
  for (const person of people) {
    const userId = guidOfName(`systemuser:${person.firstName} ${person.lastName}`);
    if (person.role !== null && findRole(store, person.role) !== null)
      giveRoles(store, userId, [basicUserRole, person.role]);
    if (person.profile !== null) giveProfile(store, userId, person.profile);
  }
}

/** The user of an app registration. @returns its systemuserid. */
export function makeApplicationUser(store: Store, clientId: string, name: string): string {
  const rows = store.rows('systemuser');
  for (const row of rows.byValue('applicationid').rows(clientId)) return rows.id(row);
  return insertUser(store, {
    ...userBase(),
    systemuserid: guidOfName(`systemuser:application:${clientId}`),
    applicationid: clientId,
    azureactivedirectoryobjectid: guidOfName(`service principal:${clientId}`),
    fullname: name,
    lastname: name,
    domainname: `${clientId}@local.example`,
    accessmode: 4,
  });
}

function insertPerson(store: Store, { firstName, lastName }: SamplePerson): void {
  const fullname = `${firstName} ${lastName}`;
  const address = `${firstName}.${lastName}@local.example`.toLowerCase();
  const id = guidOfName(`systemuser:${fullname}`);
  insertUser(store, {
    ...userBase(),
    systemuserid: id,
    firstname: firstName,
    lastname: lastName,
    fullname,
    domainname: address,
    internalemailaddress: address,
    azureactivedirectoryobjectid: guidOfName(`entra user:${fullname}`),
    accessmode: 0,
  });
}

/**
 * A user with their settings, which every user has.
 * https://learn.microsoft.com/power-apps/developer/data-platform/reference/entities/usersettings
 */
function insertUser(store: Store, user: RowObject): string {
  const id = store.insert('systemuser', user);
  store.insert('usersettings', {
    systemuserid: id,
    businessunitid: wellKnown.rootBusinessUnitId,
    timezonecode: utcCode,
    localeid: 1033,
    uilanguageid: 1033,
  });
  return id;
}

function userBase(): RowObject {
  return { businessunitid: wellKnown.rootBusinessUnitId, organizationid: wellKnown.organizationId, isdisabled: false };
}
