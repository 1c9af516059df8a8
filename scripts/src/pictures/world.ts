import { randomUUID } from 'node:crypto';
import { askAdmin } from '../dataverse/admin.js';
import { callWebApi, readRows } from '../dataverse/web-api.js';
import { startLocalSystem, type LocalSystem } from '../local-system.js';
import { seededPopulation } from '../population/seeded.js';
import { seedOfSize } from '../seeds/seed.js';
import { createDataSync, ownEmail, startSync } from '../sync/data-sync.js';
import { recipientLinks } from '../sync/prefill.js';
import { watchRun } from '../sync/watch-run.js';

/** Three syncs as a marketer has them, each in another state, and a link of one person. */
export interface PictureWorld extends AsyncDisposable {
  readonly system: LocalSystem;
  /** Completed, nobody failed. */
  readonly safe: string;
  /** Completed with errors. */
  readonly troubled: string;
  /** Fields are chosen, lists are not. */
  readonly draft: string;
  /** Its pages are slow: whoever starts it can watch it. */
  readonly slow: string;
  readonly link: string;
  /** Holds back pages of members from now on, for so many milliseconds each; 0 ends it. */
  readonly holdPages: (ms: number) => Promise<void>;
}

/** The same people every time; enough of them that their pages can be slow. */
const contacts = 3_000;
const guests = 240;

/** Starts the product and brings its syncs into their states. @throws StartError, ChildFailed */
export async function pictureWorld(): Promise<PictureWorld> {
  const system = await startLocalSystem({
    ports: { dataverse: 0, bridge: 0, forms: 0 },
    dataFolder: null,
    formPage: 'newsletter.html',
  });
  try {
    const { dataverse } = system;
    const loaded = await seededPopulation(seedOfSize(contacts, 1)).load(dataverse, () => undefined);
    await system.connect();
    const email = await ownEmail(dataverse);
    const lists = loaded.lists.map(({ id }) => id);
    const make = async (name: string, listIds: readonly string[], fields = loaded.fields): Promise<string> => {
      const id = randomUUID();
      const selection = { version: 1, contact: fields.contact, lead: fields.lead } as never;
      await createDataSync(dataverse, { id, name, notificationEmails: email, fields: selection, listIds });
      return id;
    };
    const run = async (id: string): Promise<void> => {
      const runId = randomUUID();
      await startSync(dataverse, id, runId);
      const never = new Promise<Error>(() => undefined);
      await watchRun(dataverse, id, runId, { show: () => undefined, ended: never, everyMs: 200 });
    };
    const troubled = await make('Spring campaign', lists);
    const draft = await make('Autumn campaign', []);
    const slow = await make('Winter campaign', lists);
    // First the one under which seeded members are deleted, so that it meets them.
    await run(troubled);
    const { listid, contact } = await guestList(system);
    const formFields = { contact: ['firstname', 'lastname', 'emailaddress1', 'jobtitle', 'telephone1'], lead: [] };
    const safe = await make('Summer event', [listid], formFields);
    await run(safe);
    const [link = ''] = await recipientLinks(system.env, 'contact', [contact]);
    const holdPages = async (ms: number): Promise<void> => {
      await askAdmin(dataverse.adminUrl, 'POST', 'page-time', { ms });
    };
    const dispose = () => system[Symbol.asyncDispose]();
    return { system, safe, troubled, draft, slow, link, holdPages, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await system[Symbol.asyncDispose]();
    throw error;
  }
}

/** People who may be written to, on a list of their own. */
async function guestList({ dataverse }: LocalSystem): Promise<{ readonly listid: string; readonly contact: string }> {
  const listid = randomUUID();
  await callWebApi(dataverse, 'POST', 'lists', {
    listid,
    listname: 'Guests of the summer event',
    type: false,
    createdfromcode: 2,
  });
  const flags = ['donotbulkemail', 'donotemail', 'donotsendmm'].map((flag) => `${flag} ne true`).join(' and ');
  const well = `statecode eq 0 and emailaddress1 ne null and ${flags}`;
  const query = `contacts?$select=contactid&$orderby=contactid&$top=${String(guests)}&$filter=${encodeURIComponent(well)}`;
  const ids = (await readRows(dataverse, query)).map((row) => String(row['contactid']));
  // Somebody of whom there is much to fill in, and who is in the other sync alone, which has more fields.
  const known = ['firstname', 'lastname', 'mobilephone', 'birthdate', 'address1_line1', 'address1_city'];
  // The browser of the tests has no font for every script.
  const rich = `${well} and address1_country eq 'Germany' and ${known.map((column) => `${column} ne null`).join(' and ')}`;
  const one = `contacts?$select=contactid&$orderby=contactid desc&$top=1&$filter=${encodeURIComponent(rich)}`;
  const contact = (await readRows(dataverse, one)).map((row) => String(row['contactid']))[0] ?? '';
  if (ids.length === 0 || contact === '') throw new Error('The seeds hold nobody who may be written to.');
  await callWebApi(dataverse, 'POST', 'AddListMembersList', {
    List: { listid, '@odata.type': 'Microsoft.Dynamics.CRM.list' },
    Members: ids.map((contactid) => ({ contactid, '@odata.type': 'Microsoft.Dynamics.CRM.contact' })),
  });
  return { listid, contact };
}
