import { randomUUID } from 'node:crypto';
import { loadRows } from '@pmds/scripts/dataverse/admin';
import { callWebApi } from '@pmds/scripts/dataverse/web-api';
import { aDataSync, aStart, theEnd, type TestSystem } from './system.js';

/** A sync whose first run has ended, with an error for each of its members. */
export interface FailedSync {
  readonly id: string;
  /** Corrects the value that made a member fail. */
  readonly heal: (firstName: string) => Promise<void>;
}

/** People with a birthday that is none, on a list of their own, synced once. */
export async function aFailedSync(
  system: TestSystem,
  name: string,
  firstNames: readonly string[],
): Promise<FailedSync> {
  const { dataverse } = system;
  const people = new Map(firstNames.map((firstname) => [firstname, randomUUID()]));
  const rows = [...people].map(([firstname, contactid]) => ({
    contactid,
    firstname,
    lastname: name,
    fullname: `${firstname} ${name}`,
    emailaddress1: 'somebody@example.org',
    statecode: 0,
    birthdate: 'in spring',
  }));
  await loadRows(dataverse.adminUrl, 'contact', rows as never);
  const listid = randomUUID();
  await callWebApi(dataverse, 'POST', 'lists', { listid, listname: name, type: false, createdfromcode: 2 });
  for (const EntityId of people.values()) {
    await callWebApi(dataverse, 'POST', `lists(${listid})/Microsoft.Dynamics.CRM.AddMemberList`, { EntityId });
  }
  const fields = { contact: ['firstname', 'birthdate'], lead: [] };
  const id = await aDataSync(system, { name, listIds: [listid], fields });
  await theEnd(system, await aStart(system, id));
  const heal = async (firstName: string): Promise<void> => {
    await callWebApi(dataverse, 'PATCH', `contacts(${people.get(firstName) ?? ''})`, { birthdate: '1980-05-17' });
  };
  return { id, heal };
}
