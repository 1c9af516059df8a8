import type { Store } from '@pmds/emulator/data/store';
import { answerFetch } from '@pmds/emulator/fetchxml/run-fetch';
import { aStore, contextOf, id } from './data-world';

/** Name, employees, city, primary contact: the accounts of a new organisation's sample data, as the FetchXML pages use them. */
const accounts = [
  ['Litware, Inc. (sample)', 6000, 'Dallas', 'Susanna', 'Stubberod (sample)'],
  ['Adventure Works (sample)', 4300, 'Santa Cruz', 'Nancy', 'Anderson (sample)'],
  ['Fabrikam, Inc. (sample)', 2700, 'Lynnwood', 'Maria', 'Campbell (sample)'],
  ['Blue Yonder Airlines (sample)', 2900, 'Los Angeles', 'Sidney', 'Higa (sample)'],
  ['City Power & Light (sample)', 2900, 'Redmond', 'Scott', 'Konersmann (sample)'],
  ['Contoso Pharmaceuticals (sample)', 1500, 'Redmond', 'Robert', 'Lyon (sample)'],
  ['Alpine Ski House (sample)', 4800, 'Missoula', 'Paul', 'Cannon (sample)'],
  ['A. Datum Corporation (sample)', 6200, 'Redmond', 'Rene', 'Valdes (sample)'],
  ['Coho Winery (sample)', 3900, 'Phoenix', 'Jim', 'Glynn (sample)'],
] as const;

/** The sample accounts with their primary contacts, and the one account without anything that the aggregate page adds. */
export function sampleAccounts(): Store {
  const store = aStore();
  accounts.forEach(([name, numberofemployees, address1_city, firstname, lastname], at) => {
    const [accountid, contactid] = [id('a', at + 1), id('c', at + 1)];
    store.insert('contact', {
      contactid,
      firstname,
      lastname,
      fullname: `${firstname} ${lastname}`,
      parentcustomerid: accountid,
      'parentcustomerid@table': 'account',
    });
    store.insert('account', {
      accountid,
      name,
      numberofemployees,
      address1_city,
      primarycontactid: contactid,
      createdon: '2023-03-25T17:42:00Z',
    });
  });
  store.insert('account', { accountid: id('a', 10), name: 'Example Account', createdon: '2023-08-27T12:00:00Z' });
  return store;
}

/** Runs a query of the documentation; `rows` without their etags. */
export function run(
  store: Store,
  fetchXml: string,
  more: Parameters<typeof contextOf>[1] = {},
): { readonly rows: Record<string, unknown>[]; readonly head: Readonly<Record<string, unknown>> } {
  const name = /<entity\s+name=['"](\w+)['"]/.exec(fetchXml)?.[1] ?? '';
  const set = store.model.table(name).entitySetName;
  const { value, ...head } = JSON.parse(answerFetch(contextOf(store, more), set, fetchXml).body) as {
    readonly value: Record<string, unknown>[];
    readonly [member: string]: unknown;
  };
  return { head, rows: value.map(({ '@odata.etag': _etag, ...row }) => row) };
}

/** One column of the rows that a query of the documentation finds. */
export function column(store: Store, fetchXml: string, name: string): unknown[] {
  return run(store, fetchXml).rows.map((row) => row[name] ?? null);
}
