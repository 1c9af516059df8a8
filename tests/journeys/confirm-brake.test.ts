import { randomUUID } from 'node:crypto';
import { callWebApi, readRows } from '@pmds/scripts/dataverse/web-api';
import { sharedBrowser } from '../support/browser.js';
import { RecordPage } from '../support/record-page.js';
import { aDataSync, aStart, sharedSystem, theEnd } from '../support/system.js';

describe('K6 a run that was stopped for its numbers', () => {
  const system = sharedSystem(20);
  const browser = sharedBrowser();

  it('asks on the form with both numbers, goes on once they are confirmed, and not before', async () => {
    const { dataverse } = system();
    const listid = randomUUID();
    await callWebApi(dataverse, 'POST', 'lists', { listid, listname: 'Guests', type: false, createdfromcode: 2 });
    const guests = await readRows(dataverse, 'contacts?$select=contactid&$top=12');
    for (const { contactid } of guests) {
      await callWebApi(dataverse, 'POST', `lists(${listid})/Microsoft.Dynamics.CRM.AddMemberList`, {
        EntityId: contactid,
      });
    }
    const fields = { contact: ['firstname'], lead: [] };
    const id = await aDataSync(system(), { name: 'Guests', listIds: [listid], fields });
    await theEnd(system(), await aStart(system(), id));
    for (const { contactid } of guests.slice(0, 9)) {
      await callWebApi(dataverse, 'POST', `lists(${listid})/Microsoft.Dynamics.CRM.RemoveMemberList`, {
        EntityId: contactid,
      });
    }
    await theEnd(system(), await aStart(system(), id));

    const context = await browser().newContext({ viewport: { width: 1_400, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    const record = new RecordPage(page);
    const address = new URL(dataverse.appUrl);
    for (const [name, value] of Object.entries({ pagetype: 'entityrecord', etn: 'pmds_datasync', id })) {
      address.searchParams.set(name, value);
    }
    await page.goto(address.href);
    await record.shows('Data Sync Status', /^Failed$/);
    await record.command('Start Sync').click();
    const dialog = page.getByRole('alertdialog').filter({ hasText: 'far fewer members were found' });
    const question = await dialog.innerText();
    expect(question).toContain('Marketing list "Guests": 12 before, 3 now');
    expect(question).toContain('Contacts: 12 before, 3 now');
    await page.screenshot({ path: process.env['PMDS_SCREENSHOT'] ?? '/dev/null', type: 'png' });
    await dialog.getByRole('button', { name: 'The numbers are right' }).click();
    await record.shows('Data Sync Status', /^Completed/);
    const runs = await readRows(
      dataverse,
      `pmds_syncruns?$select=pmds_contactmembers,pmds_message&$filter=_pmds_datasyncid_value eq ${id}`,
    );
    // In no order: times of Dataverse are whole seconds, and the first two runs took less.
    expect(runs.map((run) => Number(run['pmds_contactmembers'])).sort((a, b) => a - b)).toEqual([3, 3, 12]);
    await context.close();
  });
});
