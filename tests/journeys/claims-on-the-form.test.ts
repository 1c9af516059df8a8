import { randomUUID } from 'node:crypto';
import { askAdmin, loadRows } from '@pmds/scripts/dataverse/admin';
import { callWebApi } from '@pmds/scripts/dataverse/web-api';
import { pmds } from '@pmds/scripts/processes/bridge-process';
import type { Page } from 'playwright-core';
import { sharedBrowser } from '../support/browser.js';
import { RecordPage } from '../support/record-page.js';
import { aDataSync, sharedSystem } from '../support/system.js';
import { until } from '../support/waiting.js';

/** Of a page of a table above 1,000 rows: long enough to look, to cancel and to kill. */
const heldMs = 12_000;

describe('what the form says of runs that did not go as planned', () => {
  // What was read on demand is read again each time, so that nobody has to wait for its age.
  const system = sharedSystem(1_100, { bridgeEnvironment: { PMDS_ON_DEMAND_MAX_AGE_MINUTES: '0' } });
  const browser = sharedBrowser();
  let page: Page;
  let record: RecordPage;

  beforeEach(async () => {
    const context = await browser().newContext({ viewport: { width: 1_400, height: 900 } });
    page = await context.newPage();
    page.setDefaultTimeout(60_000);
    record = new RecordPage(page);
  });
  afterEach(async () => {
    await admin('page-time', { ms: 0 });
    await page.context().close();
  });

  const admin = (path: string, body: unknown) => askAdmin(system().dataverse.adminUrl, 'POST', path, body);
  const call = (method: 'PATCH' | 'DELETE', path: string, body?: unknown) =>
    callWebApi(system().dataverse, method, path, body);
  const open = (id: string) => record.open(system().dataverse.appUrl, id);
  async function picture(name: string): Promise<void> {
    const folder = process.env['PMDS_PICTURES'];
    if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, animations: 'disabled' });
  }
  /** Starts a run on the form, whose pages take long. @returns its id. */
  async function running(id: string): Promise<string> {
    await open(id);
    await admin('page-time', { ms: heldMs });
    await record.command('Start Sync').click();
    await record.shows('Data Sync Status', /^In Progress$/);
    const row = await callWebApi(system().dataverse, 'GET', `pmds_datasyncs(${id})?$select=_pmds_currentrunid_value`);
    return String(row?.['_pmds_currentrunid_value']);
  }

  it('K8 shows nobody as synced where the first run was cancelled', async () => {
    const id = await aDataSync(system(), { name: 'Cancelled' });
    const run = await running(id);
    expect(await pmds(system().env, 'cancel', '--run', run)).toMatchObject({ code: 0 });
    await record.shows('Data Sync Status', /^Cancelled$/);
    await record.shows('Contact Records Synced', /^0$/);
    await record.shows('Lead Records Synced', /^0$/);
    await page
      .getByText(/^Cancelled\. /)
      .first()
      .waitFor();
    await picture('cancelled');
  });

  it('K11 refuses in words to start a sync that was deactivated after its form was opened', async () => {
    const id = await aDataSync(system(), { name: 'Deactivated' });
    await open(id);
    await until('Start Sync is enabled', () => record.command('Start Sync').isEnabled());
    await call('PATCH', `pmds_datasyncs(${id})`, { statecode: 1, statuscode: 2 });
    await record.command('Start Sync').click();
    await page.getByText('This sync is inactive. Activate it and start again.').first().waitFor();
    await picture('deactivated');
    const row = await callWebApi(system().dataverse, 'GET', `pmds_datasyncs(${id})?$select=_pmds_currentrunid_value`);
    expect(row?.['_pmds_currentrunid_value']).toBeNull();
  });

  it('K9 says that nothing is heard of a run whose service was killed, offers to queue, and goes on with the service', async () => {
    const id = await aDataSync(system(), { name: 'Silent' });
    await running(id);
    const killed = system().bridge().child;
    killed.kill('SIGKILL');
    await killed.ended;
    await admin('page-time', { ms: 0 });
    // A minute of silence, without the wait: the platform's clock decides.
    await admin('clock', { now: new Date(Date.now() + 180_000).toISOString() });
    await page.reload();
    await page.getByText(/^Nothing has been heard from the service for/).waitFor();
    await until('Start Sync is enabled', () => record.command('Start Sync').isEnabled());
    await picture('silent');
    await record.command('Start Sync').click();
    const dialog = page.getByRole('alertdialog').filter({ hasText: 'The service did not answer' });
    await dialog.getByRole('button', { name: 'Queue' }).click();
    await page
      .getByText(/^Queued\./)
      .first()
      .waitFor();
    await system().restartBridge();
    await record.shows('Data Sync Status', /^Completed/);
    await admin('clock', {});
  });

  it('E11 a link of somebody whom no run has read fills the form with what is so now, and with nothing once he is deleted', async () => {
    const contactid = randomUUID();
    const someone = { contactid, firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.com', statecode: 0 };
    await loadRows(system().dataverse.adminUrl, 'contact', [someone] as never);
    const { stdout } = await pmds(system().env, 'link', '--table', 'contact', '--id', contactid);
    const firstName = page.locator('[name="firstname"]').first();
    const openLink = async () => {
      await page.goto('about:blank');
      await page.goto(stdout.trim());
    };
    await openLink();
    await until('the form is filled', async () => (await firstName.inputValue()) === 'Ada');
    await call('PATCH', `contacts(${contactid})`, { firstname: 'Augusta' });
    await openLink();
    await until('the form shows the new name', async () => (await firstName.inputValue()) === 'Augusta');
    await call('DELETE', `contacts(${contactid})`);
    await openLink();
    await page.locator('html[data-pmds="not-found"]').waitFor();
    expect(await firstName.inputValue()).toBe('');
    expect(page.url()).not.toContain('pmds=');
  });
});
