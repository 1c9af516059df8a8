import type { Page } from 'playwright-core';
import { askAdmin } from '@pmds/scripts/dataverse/admin';
import { ownEmail } from '@pmds/scripts/sync/data-sync';
import { readMailbox } from '@pmds/scripts/sync/mail';
import { recipientLinks } from '@pmds/scripts/sync/prefill';
import { sharedBrowser } from '../support/browser.js';
import { RecordPage } from '../support/record-page.js';
import { aDataSync, sharedSystem } from '../support/system.js';
import { until } from '../support/waiting.js';

describe('by hand, in a browser', () => {
  const system = sharedSystem(1_100, {
    bridgeEnvironment: { PMDS_PAGE_ROWS: '100' },
  });
  /** Claiming reads a page, too: slow ones let a run begin, held ones let it stand still while the form is looked at. */
  const [slowly, held] = [5_000, 3_600_000];
  const pagesTake = (ms: number) => askAdmin(system().dataverse.adminUrl, 'POST', 'page-time', { ms });
  const browser = sharedBrowser();
  let page: Page;
  let record: RecordPage;

  beforeEach(async () => {
    page = await browser().newPage({ viewport: { width: 1_400, height: 900 } });
    page.setDefaultTimeout(60_000);
    record = new RecordPage(page);
  });
  afterEach(() => page.close());

  const app = (options: Readonly<Record<string, string>>) => {
    const address = new URL(system().dataverse.appUrl);
    for (const [name, value] of Object.entries(options)) address.searchParams.set(name, value);
    return address.href;
  };
  const openRecord = (id: string) => page.goto(app({ pagetype: 'entityrecord', etn: 'pmds_datasync', id }));

  it('CD-13, CD-17, CD-26 a new record becomes a completed sync, live, and a recipient finds the form filled in', async () => {
    await page.goto(app({ pagetype: 'entitylist', etn: 'pmds_datasync' }));
    await record.command('New').click();
    await page.getByText('Save the record first.').first().waitFor();
    expect(await record.command('Add Existing Marketing List').isDisabled()).toBe(true);

    await record.field('Name').fill('Autumn, by hand');
    await record.field('Notification E-mail').fill(await ownEmail(system().dataverse));
    await record.save();
    await record.addLists('Newsletter readers', 'Trade fair visitors');
    await record.tab('Fields to Sync');
    await record.tickFields('Contact', 'firstname', 'lastname', 'emailaddress1', 'birthdate');
    await record.tickFields('Lead', 'lastname', 'subject');
    await record.save();
    await record.tab('General');

    // A reload would lose this mark.
    await page.evaluate(() => Object.assign(globalThis, { stillTheSamePage: true }));
    await pagesTake(slowly);
    await record.command('Start Sync').click();
    await record.shows('Data Sync Status', /^In Progress$/i);
    await pagesTake(0);
    await record.shows('Data Sync Status', /^Completed/);
    expect(await page.evaluate(() => 'stillTheSamePage' in globalThis)).toBe(true);
    await record.shows('Lead Records Synced', new RegExp(`^${String(system().loaded.expected.lead.outcomes.synced)}$`));
    await record.shows('Contact Records Synced', /^[1-9]\d\d$/);

    const mail = await until('the mail has arrived', async () =>
      (await readMailbox(system().dataverse.adminUrl)).find(({ subject }) => subject.includes('Autumn, by hand')),
    );
    expect(JSON.stringify(mail.to)).toContain(await ownEmail(system().dataverse));

    const lead = system()
      .loaded.sample(500)
      .find((profile) => profile.table === 'lead')!;
    const [link] = await recipientLinks(system().env, 'lead', [lead.id]);
    await page.goto(link!);
    await page.waitForFunction(
      (name) => document.querySelector<HTMLInputElement>('[name=lastname]')?.value === name,
      lead.values['lastname'],
    );
    // Only what was selected comes along, and the token does not stay in the address bar.
    expect(await page.getByRole('textbox', { name: 'First name' }).inputValue()).toBe('');
    expect(page.url()).not.toContain('pmds=');
  });

  it.each([
    ['CD-04', 'without a list', { listIds: [] }, /No marketing list is added.*Add at least one list/],
    [
      'CD-25',
      'with no field for a listed kind',
      { fields: { contact: ['lastname'], lead: [] } },
      /No Lead field is selected.*Select at least one Lead field/,
    ],
    ['CD-12', 'with an invalid address', { emails: 'ada@example' }, /"ada@example".*not an e-mail address.*Correct it/],
  ] as const)('%s the form refuses a start %s with a sentence, and nothing starts', async (_, __, wish, sentence) => {
    const id = await aDataSync(system(), wish);
    await openRecord(id);
    await record.command('Start Sync').click();
    await page.getByText(sentence).first().waitFor();
    expect(await record.field('Data Sync Status').inputValue()).toBe('Draft');
  });

  it('CD-12 an invalid address is refused at its field when the record is saved', async () => {
    await openRecord(await aDataSync(system()));
    await record.field('Notification E-mail').fill('ada@example.com; nobody');
    await record.command('Save').click();
    await page
      .getByText(/nobody/)
      .first()
      .waitFor();
    await page.reload();
    expect(await record.field('Notification E-mail').inputValue()).toBe(await ownEmail(system().dataverse));
  });

  it('CD-24, CD-30 a second click while a run is on starts none, and a closed browser changes nothing', async () => {
    const id = await aDataSync(system(), { name: 'Twice' });
    await openRecord(id);
    await pagesTake(slowly);
    await record.command('Start Sync').dblclick();
    const run = await until('the run is shown', async () => {
      const text = (await page.getByRole('group', { name: 'Current Run' }).textContent()) ?? '';
      return /\w{4}/.test(text) ? text : null;
    });
    await pagesTake(held);
    const other = await browser().newPage();
    await other.goto(page.url());
    await page.close();
    const second = new RecordPage(other);
    await second.shows('Data Sync Status', /^In Progress$/i);
    await until('Start Sync is not offered', () => second.command('Start Sync').isDisabled());
    await pagesTake(0);
    await second.shows('Data Sync Status', /^Completed/);
    expect(await other.getByRole('group', { name: 'Current Run' }).textContent()).toBe(run);
    await second.tab('Runs');
    const rows = other.getByRole('tabpanel').getByRole('row');
    await until('the history is shown', async () => (await rows.count()) > 1);
    expect(await rows.count()).toBe(2);
    await other.close();
  });
});
