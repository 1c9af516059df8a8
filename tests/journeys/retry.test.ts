import type { Page } from 'playwright-core';
import { sharedBrowser } from '../support/browser.js';
import { aFailedSync } from '../support/failing-sync.js';
import { RecordPage } from '../support/record-page.js';
import { sharedSystem } from '../support/system.js';
import { until } from '../support/waiting.js';

describe('N6 errors that are retried within the record', () => {
  const system = sharedSystem(20);
  const browser = sharedBrowser();
  let page: Page;
  let record: RecordPage;
  let attempts = 0;
  /** A last name that no other attempt uses: all share the list of errors. */
  const surname = (word: string) => `${word} ${String(attempts)}`;

  beforeEach(async () => {
    attempts += 1;
    const context = await browser().newContext({ viewport: { width: 1_400, height: 900 } });
    page = await context.newPage();
    page.setDefaultTimeout(60_000);
    record = new RecordPage(page);
  });
  afterEach(() => page.context().close());

  const open = (options: Readonly<Record<string, string>>) => {
    const address = new URL(system().dataverse.appUrl);
    for (const [name, value] of Object.entries(options)) address.searchParams.set(name, value);
    return page.goto(address.href);
  };
  const openRecord = (id: string) => open({ pagetype: 'entityrecord', etn: 'pmds_datasync', id });
  /** Rows of people in the list of errors that is shown. */
  const rowOf = (person: string) => page.getByRole('row').filter({ hasText: person });
  const select = (person: string) => rowOf(person).getByRole('checkbox').click();
  const enabled = (command: string, wanted = true) =>
    until(`${command} is ${wanted ? 'enabled' : 'disabled'}`, async () => {
      // Warnings have a list and a command bar of their own, below.
      const button = record.command(command).first();
      return (await button.count()) === 1 && (await button.isEnabled()) === wanted;
    });
  /** Presses a command and says yes to its question. @returns the question. */
  async function confirm(command: string): Promise<string> {
    await enabled(command);
    await record.command(command).first().click();
    const yes = page.getByRole('button', { name: 'Retry', exact: true });
    const dialog = page.getByRole('alertdialog').filter({ has: yes });
    const question = await dialog.innerText();
    await yes.click();
    // The answer may come at once, as a dialog of its own: only the one that asks has to go.
    await dialog.waitFor({ state: 'hidden' });
    return question;
  }

  it('retries selected errors on the form: theirs close, the count falls, the others stay', async () => {
    const sync = await aFailedSync(system(), 'Selected', ['Ada', 'Ben', 'Cid']);
    await openRecord(sync.id);
    await record.shows('Errors', /^3$/);
    await record.tab('Errors');
    await rowOf('Cid Selected').waitFor();
    await enabled('Retry Selected', false);

    await Promise.all(['Ada', 'Ben'].map(sync.heal));
    await select('Ada Selected');
    expect(await confirm('Retry Selected')).toContain('1 member is read again, and nobody else.');
    const shown = async () => Promise.all(['Ada', 'Ben', 'Cid'].map((name) => rowOf(`${name} Selected`).count()));
    await until('the healed error has left the list, and no other', async () => (await shown()).join() === '0,1,1');
    await record.tab('General');
    await record.shows('Errors', /^2$/);
    await record.shows('Contact Records Synced', /^1$/);
    await record.shows('Data Sync Status', /^Completed with errors$/);
  });

  it('retries all errors of the last run, until there is none and the command rests', async () => {
    const sync = await aFailedSync(system(), 'All', ['Ada', 'Ben']);
    await openRecord(sync.id);
    await sync.heal('Ada');
    expect(await confirm('Retry Errors')).toMatch(/The last run left 2 errors\./);
    await record.shows('Errors', /^1$/);
    await enabled('Retry Errors');
    await sync.heal('Ben');
    await confirm('Retry Errors');
    await record.shows('Errors', /^0$/);
    await record.shows('Data Sync Status', /^Completed$/);
    await enabled('Retry Errors', false);
    await enabled('Start Sync');
  });

  it('retries from the list of all errors, of one sync at a time', async () => {
    const mine = surname('One');
    const other = surname('Other');
    const one = await aFailedSync(system(), mine, ['Ada']);
    await aFailedSync(system(), other, ['Ben']);
    await one.heal('Ada');
    await open({ pagetype: 'entitylist', etn: 'pmds_errortrace' });
    await enabled('Retry Selected', false);
    await select(`Ada ${mine}`);
    await enabled('Retry Selected');
    await select(`Ben ${other}`);
    await enabled('Retry Selected', false);
    await select(`Ben ${other}`);
    await confirm('Retry Selected');
    const answer = page.getByRole('alertdialog').filter({ hasText: 'Retry accepted' });
    await answer.getByRole('button', { name: 'OK' }).click();
    await until('the error is closed', async () => {
      await record.command('Refresh').click();
      return (await rowOf(`Ada ${mine}`).count()) === 0 && (await rowOf(`Ben ${other}`).count()) === 1;
    });
  });

  it('offers neither command to a reader', async () => {
    const sync = await aFailedSync(system(), 'Read', ['Ada']);
    await page.goto(new URL('sign-in?user=Rita%20Reader', system().dataverse.adminUrl).href);
    await openRecord(sync.id);
    await record.tab('Errors');
    await rowOf('Ada Read').waitFor();
    for (const command of ['Retry Errors', 'Retry Selected']) expect(await record.command(command).count()).toBe(0);
  });
});
