import type { Page } from 'playwright-core';
import { sharedBrowser } from '../support/browser.js';
import { RecordPage } from '../support/record-page.js';
import { aDataSync, sharedSystem } from '../support/system.js';

describe('people with other roles, and a service that is away', () => {
  const system = sharedSystem(200);
  const browser = sharedBrowser();
  let page: Page;
  let record: RecordPage;

  afterEach(() => page.close());

  /** Opens a page on which somebody is signed in. */
  async function signIn(user: string): Promise<void> {
    const context = await browser().newContext({ viewport: { width: 1_400, height: 900 } });
    page = await context.newPage();
    page.setDefaultTimeout(60_000);
    record = new RecordPage(page);
    await page.goto(new URL(`sign-in?user=${encodeURIComponent(user)}`, system().dataverse.adminUrl).href);
  }

  async function openRecord(id: string): Promise<void> {
    const address = new URL(system().dataverse.appUrl);
    for (const [name, value] of Object.entries({ pagetype: 'entityrecord', etn: 'pmds_datasync', id })) {
      address.searchParams.set(name, value);
    }
    await page.goto(address.href);
  }

  /** Calls the Web API as the person who is signed in. */
  function call(
    method: string,
    path: string,
    body: unknown,
  ): Promise<{ readonly status: number; readonly text: string }> {
    return page.evaluate(
      async ([verb, url, text]) => {
        const headers = { 'Content-Type': 'application/json', 'OData-Version': '4.0' };
        const response = await fetch(`/api/data/v9.2/${url}`, { method: verb, headers, body: text });
        return { status: response.status, text: await response.text() };
      },
      [method, path, JSON.stringify(body)] as const,
    );
  }

  it('CD-09 somebody with the role Profile Sync Service makes a sync and starts it', async () => {
    await signIn('Sam Service');
    const made = await call('POST', 'pmds_datasyncs', { pmds_name: 'Made by Sam' });
    expect(made).toEqual({ status: 204, text: '' });
    await openRecord(await aDataSync(system()));
    await record.command('Start Sync').click();
    await record.shows('Data Sync Status', /^Completed/);
  });

  it('CD-09 a reader sees the record without Start Sync and may neither make nor start one', async () => {
    const id = await aDataSync(system(), { name: 'For reading' });
    await signIn('Rita Reader');
    await openRecord(id);
    await page.getByRole('heading', { name: 'For reading' }).waitFor();
    await record.command('Refresh').first().waitFor();
    expect(await record.command('Start Sync').count()).toBe(0);
    expect((await call('POST', 'pmds_datasyncs', { pmds_name: 'No' })).status).toBe(403);
    expect((await call('POST', `pmds_datasyncs(${id})/Microsoft.Dynamics.CRM.pmds_StartSync`, {})).status).toBe(403);
  });

  it('CD-10 somebody with no role is told the privilege that is missing, and no stack trace', async () => {
    await signIn('Noa None');
    const answer = await call('POST', 'pmds_datasyncs', { pmds_name: 'No' });
    expect(answer.status).toBe(403);
    expect(answer.text).toMatch(/prvCreatepmds_DataSync/i);
    expect(answer.text).not.toMatch(/\bat .+:\d+/);
  });

  it('CD-14 a result column cannot be written by somebody with the role Profile Sync Service', async () => {
    const id = await aDataSync(system());
    await signIn('Sam Service');
    const answer = await call('PATCH', `pmds_datasyncs(${id})`, { pmds_contactssynced: 1 });
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('0x8004f507');
  });

  it('CD-24 the form offers to queue a start while the service is away, and it begins when the service is back', async () => {
    const id = await aDataSync(system());
    await system().bridge().child.stop();
    await signIn('Ada Admin');
    await openRecord(id);
    await record.command('Start Sync').click();
    const question = page.getByRole('alertdialog', { name: 'The service did not answer' });
    await question.getByRole('button', { name: 'Queue', exact: true }).click();
    await question.waitFor({ state: 'hidden' });
    await record.shows('Data Sync Status', /^Queued$/);
    await system().restartBridge();
    await record.shows('Data Sync Status', /^Completed/);
  });
});
