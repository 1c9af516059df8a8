import { randomUUID } from 'node:crypto';
import { askAdmin, loadRows } from '@pmds/scripts/dataverse/admin';
import { callWebApi, readRow, readRows, type Row } from '@pmds/scripts/dataverse/web-api';
import { recipientLinks } from '@pmds/scripts/sync/prefill';
import type { Page } from 'playwright-core';
import { sharedBrowser } from '../support/browser.js';
import { RecordPage } from '../support/record-page.js';
import { aDataSync, aStart, sharedSystem, theEnd } from '../support/system.js';
import { until } from '../support/waiting.js';

const minuteMs = 60_000;

describe('what a marketer and a recipient see of people, lists and clocks that change', () => {
  // Its page shows the company, which is the name of another row.
  const system = sharedSystem(20, { formPage: 'event.html', bridgeEnvironment: { PMDS_POLL_SECONDS: '1' } });
  const browser = sharedBrowser();
  let page: Page;
  let record: RecordPage;

  beforeEach(async () => {
    const context = await browser().newContext({ viewport: { width: 1_400, height: 900 }, timezoneId: 'UTC' });
    page = await context.newPage();
    page.setDefaultTimeout(60_000);
    record = new RecordPage(page);
  });
  afterEach(() => page.context().close());

  const admin = (path: string, body: unknown) => askAdmin(system().dataverse.adminUrl, 'POST', path, body);
  const call = (method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown) =>
    callWebApi(system().dataverse, method, path, body);
  const open = (id: string) => record.open(system().dataverse.appUrl, id);
  async function picture(name: string): Promise<void> {
    const folder = process.env['PMDS_PICTURES'];
    if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, animations: 'disabled' });
  }

  async function aContact(more: Row = {}): Promise<string> {
    const contactid = randomUUID();
    const person = { firstname: 'Ada', lastname: 'Byron', jobtitle: 'Analyst', emailaddress1: 'ada@example.org' };
    await call('POST', 'contacts', { contactid, ...person, ...more });
    return contactid;
  }
  const member = (action: 'Add' | 'Remove', listid: string, EntityId: string) =>
    call('POST', `lists(${listid})/Microsoft.Dynamics.CRM.${action}MemberList`, { EntityId });
  async function aList(listname: string, members: readonly string[], createdfromcode = 2): Promise<string> {
    const listid = randomUUID();
    await call('POST', 'lists', { listid, listname, type: false, createdfromcode });
    for (const one of members) await member('Add', listid, one);
    return listid;
  }
  const aSync = (name: string, listid: string, contact: readonly string[] = ['firstname', 'lastname', 'jobtitle']) =>
    aDataSync(system(), { name, listIds: [listid], fields: { contact, lead: [] } });
  const run = async (id: string) => theEnd(system(), await aStart(system(), id));

  /** Presses Start Sync on the form that is open, and opens it anew when that run has ended: no end is mixed up with the one before. */
  async function startOnForm(id: string, status: RegExp): Promise<Row> {
    const current = async () =>
      (await readRow(system().dataverse, `pmds_datasyncs(${id})`))['_pmds_currentrunid_value'];
    const before = await current();
    await until('Start Sync is enabled', () => record.command('Start Sync').isEnabled());
    await record.command('Start Sync').click();
    const runId = await until('another run has begun', async () => {
      const now = await current();
      return now !== before && String(now);
    });
    await theEnd(system(), { dataSyncId: id, runId });
    await open(id);
    await record.shows('Data Sync Status', status);
    return readRow(system().dataverse, `pmds_syncruns(${runId})`);
  }

  /** Opens somebody's link as from the mail. @returns what the form says of the prefill. */
  async function follow(link: string): Promise<string> {
    await page.goto('about:blank');
    await page.goto(link);
    await page.locator('html[data-pmds]').waitFor();
    return String(await page.locator('html').getAttribute('data-pmds'));
  }
  const shown = (name: string) => page.locator(`[name="${name}"]`).first().inputValue();
  const linksOf = (ids: readonly string[]) => recipientLinks(system().env, 'contact', ids);

  it('K2 the web form of somebody shows the new name of his company after an incremental run that reads nobody else again', async () => {
    const accountid = randomUUID();
    await call('POST', 'accounts', { accountid, name: 'Old & Sons' });
    // Changed long before the first run: nothing but the name of the account speaks for reading anybody again.
    const ago = { createdon: '2025-06-01T08:00:00Z', modifiedon: '2025-06-01T08:00:00Z', statecode: 0, statuscode: 1 };
    const [works, colleague] = [randomUUID(), randomUUID()];
    const person = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.org', ...ago };
    await loadRows(system().dataverse.adminUrl, 'contact', [
      { contactid: works, ...person, parentcustomerid: accountid, 'parentcustomerid@table': 'account' },
      { contactid: colleague, ...person },
    ]);
    const list = await aList('Employees', [works, colleague]);
    const id = await aSync('Renamed company', list, ['firstname', 'parentcustomerid']);
    await run(id);
    const [link = ''] = await linksOf([works]);
    expect([await follow(link), await shown('company')]).toEqual(['filled', 'Old & Sons']);

    await call('PATCH', `accounts(${accountid})`, { name: 'New <Holding>' });
    await open(id);
    expect(await startOnForm(id, /^Completed$/)).toMatchObject({ pmds_runtype: 'Incremental', pmds_unchanged: 1 });
    await record.shows('Safe to Send', /^Yes$/);
    expect([await follow(link), await shown('company')]).toEqual(['filled', 'New <Holding>']);
    await picture('k2-web-form');
  });

  it('K3 a form keeps all fields of a person whom a later sync with fewer of them holds as well, and the Yes stays', async () => {
    const person = await aContact();
    const first = await aSync('Everything', await aList('First', [person, await aContact()]));
    await run(first);
    await open(first);
    await record.shows('Safe to Send', /^Yes$/);
    await page.getByText(/Not watched until the next run: changes to the members themselves/).waitFor();
    const [link = ''] = await linksOf([person]);
    expect([await follow(link), await shown('lastname')]).toEqual(['filled', 'Byron']);

    await run(await aSync('Fewer', await aList('Second', [person]), ['firstname']));
    expect([await follow(link), await shown('firstname'), await shown('lastname')]).toEqual(['filled', 'Ada', 'Byron']);
    await open(first);
    await record.shows('Safe to Send', /^Yes$/);
    await picture('k3-two-syncs');
  });

  /** Waits until the service has taken the mark back, and looks at what the form says. */
  async function takenBack(id: string, reason: string): Promise<void> {
    await until('the mark is taken back', async () => {
      const row = await readRow(system().dataverse, `pmds_datasyncs(${id})?$select=pmds_safetosend`);
      return row['pmds_safetosend'] === false;
    });
    await open(id);
    await record.shows('Data Sync Status', /^Completed$/);
    await record.shows('Safe to Send', /^No$/);
    await page
      .getByText(/^Not safe to send any more: /)
      .filter({ hasText: reason })
      .first()
      .waitFor();
    await page.getByText(/Not watched until the next run/).waitFor({ state: 'detached' });
  }

  it('K3 the form says No and why after a swapped member, a list deactivated, a field added and another primary contact', async () => {
    const leaver = await aContact();
    const swapped = await aList('Swapped', [leaver, await aContact()]);
    const retired = await aList('Retired', [await aContact()]);
    const chosen = await aList('Chosen', [await aContact()]);
    const accountid = randomUUID();
    const primary = (contact: string) => ({ 'primarycontactid@odata.bind': `/contacts(${contact})` });
    await call('POST', 'accounts', { accountid, name: 'Firm', ...primary(await aContact()) });
    const firms = await aList('Firms', [accountid], 1);
    const ids: string[] = [];
    for (const [at, list] of [swapped, retired, chosen, firms].entries()) ids.push(await aSync(`Watched ${at}`, list));
    for (const id of ids) {
      await run(id);
      await open(id);
      await record.shows('Safe to Send', /^Yes$/);
    }
    await member('Remove', swapped, leaver);
    await member('Add', swapped, await aContact());
    await call('PATCH', `lists(${retired})`, { statecode: 1, statuscode: 1 });
    const fields = { version: 1, contact: ['firstname', 'lastname', 'jobtitle', 'mobilephone'], lead: [] };
    await call('PATCH', `pmds_datasyncs(${String(ids[2])})`, { pmds_fields: JSON.stringify(fields) });
    await call('PATCH', `accounts(${accountid})`, primary(await aContact()));
    const reasons = [
      '"Swapped" has other members than when it was synced',
      '"Retired" was deactivated',
      'fields of contact were added that are not synced yet: mobilephone',
      'another primary contact was chosen for an account on marketing list "Firms"',
    ];
    for (const [at, reason] of reasons.entries()) await takenBack(String(ids[at]), reason);
    await picture('k3-primary-contact');
  });

  it('K12 fills no form for who was deleted, deactivated or opted out once one of two syncs that hold him has run', async () => {
    const people = [await aContact(), await aContact(), await aContact(), await aContact()];
    const [deleted, inactive, optedOut] = people;
    const list = await aList('Both', people);
    const [one, two] = [await aSync('One', list), await aSync('Two', list)];
    await run(one);
    await run(two);
    const links = await linksOf(people);
    for (const link of links) expect([await follow(link), await shown('firstname')]).toEqual(['filled', 'Ada']);

    await call('DELETE', `contacts(${String(deleted)})`);
    await call('PATCH', `contacts(${String(inactive)})`, { statecode: 1, statuscode: 2 });
    await call('PATCH', `contacts(${String(optedOut)})`, { donotbulkemail: true });
    await open(one);
    await startOnForm(one, /^Completed$/);
    await record.shows('Contact Records Synced', /^1$/);
    const seen: unknown[] = [];
    for (const link of links) {
      seen.push([await follow(link), await shown('firstname'), await shown('lastname'), await shown('jobtitle')]);
      expect(page.url()).not.toContain('pmds=');
    }
    const empty = ['not-found', '', '', ''];
    expect(seen).toEqual([empty, empty, empty, ['filled', 'Ada', 'Byron', 'Analyst']]);
    await follow(links[0] ?? '');
    await picture('k12-web-form');
  });

  it.each(['deleted', 'deactivated'])(
    'K13 the form says Failed, No and the name of a list that is %s while its members are read, and the web form keeps what was synced',
    async (how) => {
      const name = `List to be ${how}`;
      const person = await aContact();
      const list = await aList(name, [person, await aContact()]);
      const id = await aSync(`Sync of a list ${how}`, list);
      await run(id);
      await call('PATCH', `contacts(${person})`, { firstname: 'Augusta' });
      const then =
        how === 'deleted'
          ? { delete: { table: 'list', ids: [list] } }
          : { update: { table: 'list', id: list, values: { statecode: 1, statuscode: 1 } } };
      await open(id);
      await record.shows('Safe to Send', /^Yes$/);
      await admin('triggers', { when: { table: 'contact', memberPage: 1, phase: 'after' }, then: [then] });
      await startOnForm(id, /^Failed$/);
      await record.shows('Safe to Send', /^No$/);
      await record.shows('Message', new RegExp(`marketing list "${name}" was .*${how}`));
      await page
        .getByText(/^Failed\. /)
        .filter({ hasText: name })
        .first()
        .waitFor();
      await picture(`k13-${how}`);
      const [link = ''] = await linksOf([person]);
      expect([await follow(link), await shown('firstname')]).toEqual(['filled', 'Ada']);
    },
  );

  it('K13 the form says No and the name of a list that lost a member while its members were read', async () => {
    const leaver = await aContact();
    const list = await aList('Shrinking', [leaver, await aContact()]);
    const id = await aSync('Sync of a shrinking list', list);
    const filter = `_listid_value eq ${list} and _entityid_value eq ${leaver}`;
    const memberships = await readRows(system().dataverse, `listmembers?$select=listmemberid&$filter=${filter}`);
    const ids = memberships.map(({ listmemberid }) => listmemberid);
    expect(ids).toHaveLength(1);
    const then = [{ delete: { table: 'listmember', ids } }];
    await admin('triggers', { when: { table: 'contact', memberPage: 1, phase: 'after' }, then });
    await open(id);
    await startOnForm(id, /^Completed$/);
    await record.shows('Safe to Send', /^No$/);
    await page
      .getByText(/^Not safe to send any more: marketing list "Shrinking" has 1 member fewer than when it was synced/)
      // What the run itself has said at its end, not what somebody who looks at the lists says later.
      .filter({ hasText: '2 of 2 members ready' })
      .first()
      .waitFor();
    await picture('k13-shrinking');
    await startOnForm(id, /^Completed$/);
    await record.shows('Safe to Send', /^Yes$/);
    await record.shows('Contact Records Synced', /^1$/);
  });

  it('K1 with a service whose clock is 15 minutes ahead the form has the times of Dataverse, and web forms show what changed', async () => {
    const aheadMs = 15 * minuteMs;
    const restartedAt = async (clock: { readonly now?: string }) => {
      await system().bridge().child.stop();
      await admin('clock', clock);
      await system().restartBridge();
    };
    await restartedAt({ now: new Date(Date.now() - aheadMs).toISOString() });
    try {
      const people = [await aContact(), await aContact()];
      const [renamed, optedOut] = people;
      const id = await aSync('Skewed', await aList('Skewed', people));
      await open(id);
      await startOnForm(id, /^Completed$/);
      await record.shows('Contact Records Synced', /^2$/);
      await call('PATCH', `contacts(${String(renamed)})`, { firstname: 'Augusta' });
      await call('PATCH', `contacts(${String(optedOut)})`, { donotemail: true });
      const row = await startOnForm(id, /^Completed$/);
      expect(row).toMatchObject({ pmds_runtype: 'Incremental' });
      await record.shows('Contact Records Synced', /^1$/);
      await page
        .getByText(/^Safe to send: .*1 of 2 members ready/)
        .filter({ hasText: '1 opted out' })
        .first()
        .waitFor();
      for (const label of ['Data Sync Started', 'Data Sync Completed']) {
        const text = (await record.field(label).inputValue()).replaceAll(/\s/g, ' ');
        // To the minute, by the user's time zone, which is UTC.
        expect(Math.abs(Date.parse(`${text} UTC`) - (Date.now() - aheadMs))).toBeLessThan(4 * minuteMs);
      }
      await picture('k1-form');
      const links = await linksOf(people);
      expect([await follow(links[0] ?? ''), await shown('firstname')]).toEqual(['filled', 'Augusta']);
      expect([await follow(links[1] ?? ''), await shown('firstname')]).toEqual(['not-found', '']);
    } finally {
      await restartedAt({});
    }
  });
});
