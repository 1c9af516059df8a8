import { askAdmin } from '@pmds/scripts/dataverse/admin';
import { readRows } from '@pmds/scripts/dataverse/web-api';
import type { Page } from 'playwright-core';
import { sharedBrowser } from '../support/browser.js';
import { RecordPage } from '../support/record-page.js';
import { aDataSync, aStart, sharedSystem } from '../support/system.js';
import { until } from '../support/waiting.js';

/** Of a page, so that a run is on its way while somebody looks; the pages of tables above 1,000 rows obey. */
const heldMs = 12_000;

describe('E6 somebody deletes a sync', () => {
  const system = sharedSystem(1_100);
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
    await askAdmin(system().dataverse.adminUrl, 'POST', 'page-time', { ms: 0 });
    await page.context().close();
  });

  const hold = () => askAdmin(system().dataverse.adminUrl, 'POST', 'page-time', { ms: heldMs });
  const question = () => page.getByRole('alertdialog');
  const there = async (id: string) =>
    (await readRows(system().dataverse, `pmds_datasyncs?$select=pmds_name&$filter=pmds_datasyncid eq ${id}`)).length;
  const mails = async (name: string) => {
    const all = await askAdmin(system().dataverse.adminUrl, 'GET', 'mailbox.json');
    return (all as readonly { readonly subject: string }[]).filter(({ subject }) => subject.startsWith(name));
  };
  async function picture(name: string): Promise<void> {
    const folder = process.env['PMDS_PICTURES'];
    if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, animations: 'disabled' });
  }

  it('on its form while a run is on its way: is asked what happens, may keep it, and the run ends cancelled', async () => {
    const id = await aDataSync(system(), { name: 'On its way' });
    await record.open(system().dataverse.appUrl, id);
    await hold();
    await record.command('Start Sync').click();
    await record.shows('Data Sync Status', /^In Progress$/);
    await record.field('Name').fill('Typed and not saved');
    await record.command('Delete').click();
    await question().getByText('A run is on its way: On its way. Deleting cancels it.').waitFor();
    await picture('delete-running');
    await question().getByRole('button', { name: 'Keep' }).click();
    await question().waitFor({ state: 'hidden' });
    expect(await there(id)).toBe(1);

    await record.command('Delete').click();
    await question().getByRole('button', { name: 'Cancel the run and delete' }).click();
    await page.getByRole('combobox', { name: 'View' }).waitFor();
    expect(await there(id)).toBe(0);
    await until('whoever wanted to hear of it does', async () => (await mails('On its way: Cancelled')).length === 1);
    expect(await mails('On its way')).toHaveLength(1);
  });

  it('in the list with others: is asked once, with the names of those whose run is on its way', async () => {
    const ids = await Promise.all(['Gone 1', 'Gone 2', 'Gone 3'].map((name) => aDataSync(system(), { name })));
    await hold();
    await aStart(system(), ids[1] ?? '');
    await until('the run is on its way', async () => {
      const path = `pmds_datasyncs?$select=pmds_status&$filter=pmds_datasyncid eq ${ids[1] ?? ''}`;
      return (await readRows(system().dataverse, path))[0]?.['pmds_status'] === 742_100_002;
    });
    await page.goto(`${system().dataverse.appUrl}&etn=pmds_datasync`);
    await page.getByRole('searchbox').fill('Gone');
    await page.getByRole('searchbox').press('Enter');
    await page.getByText('Rows 1 - 3').waitFor();
    expect(await record.command('Delete').isEnabled()).toBe(false);
    for (const name of ['Gone 1', 'Gone 2', 'Gone 3']) {
      await page.getByRole('row').filter({ hasText: name }).getByRole('checkbox').click();
    }
    await until('Delete is enabled', () => record.command('Delete').isEnabled());
    await record.command('Delete').click();
    await question().getByText('Delete 3 syncs?').waitFor();
    expect(await question().innerText()).toContain('A run is on its way: Gone 2.');
    await question().getByRole('button', { name: 'Cancel the run and delete' }).click();
    await until('all are gone', async () => (await Promise.all(ids.map(there))).join() === '0,0,0');
    await until('the one run ends', async () => (await mails('Gone 2: Cancelled')).length === 1);
  });

  it('that rests: is asked about history and links, and nothing of a run', async () => {
    const id = await aDataSync(system(), { name: 'At rest' });
    await record.open(system().dataverse.appUrl, id, { lang: '1031' });
    await record.command('Löschen').click();
    await question().getByText('"At rest" löschen?').waitFor();
    expect(await question().innerText()).not.toContain('Lauf');
    expect(await question().innerText()).toContain('Verlauf und Fehlerprotokolle gehen mit');
    await picture('delete-german');
    await question().getByRole('button', { name: 'Löschen' }).click();
    await until('it is gone', async () => (await there(id)) === 0);
  });
});
