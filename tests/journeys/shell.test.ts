import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { Tables } from '@pmds/contracts/generated/tables';
import { readOptions } from '@pmds/emulator/options';
import { aWorld, type World } from '../emulator/server-world.js';
import { accessibilityFindings } from '../support/axe.js';
import { launchBrowser } from '../support/browser.js';
import { until } from '../support/waiting.js';

/** The app shell with the solution as it is packed, without a bridge: what the shell itself must do. */
describe('the app shell, in a browser', () => {
  let world: World;
  let origin: string;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    const { solution } = readOptions([], join(__dirname, '../..'));
    if (solution === undefined) throw new Error('There is no zip in dist/. Run `npm run pack` first.');
    world = await aWorld({ solution });
    origin = new URL(world.connection.url).origin;
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await world.close();
  });
  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 1_400, height: 900 } });
    page = await context.newPage();
    page.setDefaultTimeout(60_000);
  });
  afterEach(async () => {
    // The organisation remembers the language that somebody chose.
    await context.request.post(`${origin}/_shell/language?id=1033`);
    await context.close();
  });

  const open = (query: string): Promise<unknown> => page.goto(`${origin}/main.aspx?${query}`);
  const openSync = (id: string): Promise<unknown> => open(`pagetype=entityrecord&etn=pmds_datasync&id=${id}`);
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
  const signIn = (user: string): Promise<unknown> =>
    page.goto(`${origin}/_emulator/sign-in?user=${encodeURIComponent(user)}`);
  const aSync = (name: string): Promise<string> => world.create('pmds_datasyncs', { pmds_name: name });
  const saved = () => page.getByRole('status').filter({ hasText: /^Saved$/ });

  it('CD-03, CD-11 shows area, tables, views and columns of the imported solution', async () => {
    await open('');
    await page.getByRole('navigation').getByRole('heading', { name: 'Audience' }).waitFor();
    await page.getByRole('heading', { name: 'Profile Management Data Syncs' }).waitFor();
    const views = await page.getByRole('combobox', { name: 'View' }).getByRole('option').allTextContents();
    expect(views.length).toBeGreaterThanOrEqual(3);
    await page.getByRole('columnheader', { name: 'Data Sync Status' }).waitFor();
  });

  it('pages, sorts and searches a view through the Web API', async () => {
    for (let i = 0; i < 55; i++) await aSync(`Paging ${String(i).padStart(2, '0')}`);
    await open('etn=pmds_datasync');
    const grid = page.getByRole('grid');
    await page.getByRole('searchbox').fill('Paging');
    await page.getByRole('searchbox').press('Enter');
    await page.getByText('Rows 1 - 50').waitFor();
    await button('Next page').click();
    await page.getByText('Rows 51 - 55').waitFor();
    const header = grid.getByRole('columnheader', { name: 'Name' });
    await header.getByRole('button').click();
    await page.getByText('Rows 1 - 50').waitFor();
    await header.getByRole('button').click();
    await grid.getByRole('row').nth(1).getByText('Paging 54').waitFor();
    await until('the order is said', async () => (await header.getAttribute('aria-sort')) === 'descending');
    await page.getByRole('searchbox').fill('*ging 07');
    await page.getByRole('searchbox').press('Enter');
    await page.getByText('Rows 1 - 1').waitFor();
  });

  it('CD-12, CD-13 refuses to save without the required name, then saves and unlocks the controls without reload', async () => {
    await open('pagetype=entityrecord&etn=pmds_datasync');
    await page
      .getByText(/Save the record first/)
      .first()
      .waitFor();
    await until('Start Sync is not offered', () => button('Start Sync').isDisabled());
    await button('Save').click();
    await page.getByText('Name: Required fields must be filled in.').waitFor();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('From the shell');
    await button('Save').click();
    await saved().waitFor();
    const id = new URL(page.url()).searchParams.get('id') ?? '';
    expect((await world.call('GET', `pmds_datasyncs(${id})`)).body['pmds_name']).toBe('From the shell');
    await until('the control is unlocked', () => button('Add Existing Marketing List').isEnabled());
  });

  it('CD-14 shows the result columns as text that cannot be edited', async () => {
    await openSync(await aSync('Result'));
    const status = page.getByRole('textbox', { name: 'Data Sync Status', exact: true });
    expect(await status.inputValue()).toBe('Draft');
    expect(await status.isEditable()).toBe(false);
  });

  it('CD-14 marks a secured column for a user who may not change it, without changing its name', async () => {
    const id = await aSync('Secured');
    await signIn('Sam Service');
    await openSync(id);
    const status = page.getByRole('textbox', { name: 'Data Sync Status', exact: true });
    await status.waitFor();
    const hint = (await status.getAttribute('aria-describedby')) ?? '';
    expect(await page.locator(`#${hint}`).textContent()).toBe('Secured column: you may not change it');
  });

  it('CD-21 relates several lists picked in one dialog, through the code component', async () => {
    const id = await aSync('Lists');
    for (const listname of ['Dialog A', 'Dialog B'])
      await world.create('lists', { listname, createdfromcode: 2, type: false });
    await openSync(id);
    await button('Add Existing Marketing List').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('searchbox').fill('Dialog');
    await dialog.getByText('Rows 1 - 2').waitFor();
    await dialog.getByRole('checkbox', { name: 'Select Dialog A' }).click();
    await dialog.getByRole('checkbox', { name: 'Select Dialog B' }).click();
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('2 lists, 0 selected').waitFor();
    const related = await world.call('GET', `pmds_datasyncs(${id})/pmds_datasync_list?$select=listname`);
    expect(related.body.value?.map((row) => row['listname']).sort()).toEqual(['Dialog A', 'Dialog B']);
  });

  it('CD-23 saves a tick that was made the moment before, and keeps one over a change of tab', async () => {
    const id = await aSync('Quick fingers');
    await openSync(id);
    await page.getByRole('tab', { name: 'Fields to Sync' }).click();
    const contact = page.getByRole('region', { name: 'Contact', exact: true });
    await contact.getByRole('searchbox').fill('jobtitle');
    await contact.getByRole('row', { name: /\bjobtitle\b/ }).waitFor();
    // In one step, so that nothing waits for the control to be asked for its output.
    await contact.evaluate((pane) => {
      const named = (role: string, name: string) =>
        [...document.querySelectorAll<HTMLElement>(role)].find((at) => at.textContent.trim() === name);
      pane.querySelector<HTMLElement>('[role=row] [role=gridcell]')?.click();
      named('button', 'Save')?.click();
      named('[role=tab]', 'General')?.click();
    });
    await until('the tick is stored', async () => {
      const row = await world.call('GET', `pmds_datasyncs(${id})?$select=pmds_fields`);
      return String(row.body['pmds_fields']).includes('jobtitle');
    });
  });

  it('CD-22, CD-23 hands the output of a code component to its column, as a change that is not saved yet', async () => {
    const id = await aSync('Fields');
    await openSync(id);
    await page.getByRole('tab', { name: 'Fields to Sync' }).click();
    const contact = page.getByRole('region', { name: 'Contact', exact: true });
    await contact.getByRole('searchbox').fill('jobtitle');
    await contact.getByRole('row', { name: /\bjobtitle\b/ }).click();
    await page
      .getByRole('status')
      .filter({ hasText: /^Unsaved$/ })
      .waitFor();
    await button('Save').click();
    await saved().waitFor();
    const row = await world.call('GET', `pmds_datasyncs(${id})?$select=pmds_fields`);
    expect(JSON.parse(String(row.body['pmds_fields']))).toMatchObject({ contact: ['jobtitle'] });
  });

  it('asks before a form with unsaved changes is left', async () => {
    await openSync(await aSync('Guarded'));
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Changed');
    await button('Back').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Stay' }).click();
    expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Changed');
    await button('Back').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('heading', { name: 'Profile Management Data Syncs' }).waitFor();
  });

  it('deletes the selected rows of a list after a question', async () => {
    const id = await aSync('To be deleted');
    await open('etn=pmds_datasync');
    await page.getByRole('searchbox').fill('To be deleted');
    await page.getByRole('searchbox').press('Enter');
    await page.getByRole('checkbox', { name: 'Select To be deleted' }).click();
    await button('Delete').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('There are no rows to show in this view.').waitFor();
    expect((await world.call('GET', `pmds_datasyncs(${id})`)).status).toBe(404);
  });

  it('CD-09 hides Start Sync and the changing commands from a reader, and everything from a user without a role', async () => {
    const id = await aSync('Read only');
    await signIn('Rita Reader');
    await openSync(id);
    await button('Refresh').first().waitFor();
    expect(await page.getByRole('textbox', { name: 'Name', exact: true }).isEditable()).toBe(false);
    expect(await button('Save').count()).toBe(0);
    expect(await button('Start Sync').count()).toBe(0);
    await signIn('Noa None');
    await open('etn=pmds_datasync');
    await page.getByText(/You have no access to Profile Management Data Syncs/).waitFor();
  });

  it('shows what the server says when it refuses, in a dialog', async () => {
    const id = await aSync('Gone');
    await openSync(id);
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Too late');
    await world.call('DELETE', `pmds_datasyncs(${id})`);
    await button('Save').click();
    await page
      .getByRole('alertdialog')
      .getByText(/Does Not Exist/)
      .waitFor();
  });

  it('PR-17 draws charts of a dashboard from their own aggregate queries', async () => {
    await world.admin('POST', 'rows/pmds_syncrun', [
      { pmds_name: 'a', pmds_status: 742_100_004, statecode: 0 },
      { pmds_name: 'b', pmds_status: 742_100_004, statecode: 0 },
      { pmds_name: 'c', pmds_status: 742_100_006, statecode: 0 },
    ]);
    await open('pagetype=dashboard');
    const numbers = page.getByRole('table', { name: 'Runs by Status' });
    await numbers.getByRole('row', { name: 'Completed 2' }).waitFor({ state: 'attached' });
    expect(await numbers.getByRole('row', { name: 'Failed 1' }).count()).toBe(1);
  });

  it('shows whole dates on a chart by day, earlier ones first and months apart', async () => {
    const noon = (daysAgo: number) => new Date(Math.floor(Date.now() / 86_400_000 - daysAgo) * 86_400_000 + 43_200_000);
    const label = (date: Date) => date.toLocaleDateString('en-US', { dateStyle: 'medium', timeZone: 'UTC' });
    const [late, early] = [noon(3), noon(20)];
    const run = (startedOn: Date, synced: number) => ({
      pmds_name: 'By day',
      pmds_status: 742_100_004,
      pmds_startedon: startedOn.toISOString(),
      pmds_contactssynced: synced,
      pmds_leadssynced: 0,
      statecode: 0,
    });
    await world.admin('POST', 'rows/pmds_syncrun', [run(late, 7), run(early, 4), run(early, 1)]);
    await open('pagetype=dashboard');
    const days = page.getByRole('table', { name: 'Records Synced by Day' }).getByRole('rowheader');
    await days.filter({ hasText: label(late) }).waitFor({ state: 'attached' });
    expect(await days.allTextContents()).toEqual([label(early), label(late)]);
  });

  it('CD-28 says readiness in the language of the user, from the counts of the run', async () => {
    const [id, runId] = [randomUUID(), randomUUID()];
    const status = 742_100_005;
    const counts = {
      pmds_contactmembers: 1200,
      pmds_contactssynced: 1100,
      pmds_skippedinactive: 98,
      pmds_failedvalue: 2,
    };
    await world.admin('POST', 'rows/pmds_syncrun', [
      { pmds_syncrunid: runId, pmds_name: 'Run', pmds_status: status, pmds_leadmembers: 0, ...counts, statecode: 0 },
    ]);
    await world.admin('POST', 'rows/pmds_datasync', [
      {
        pmds_datasyncid: id,
        pmds_name: 'Bereitschaft',
        pmds_status: status,
        pmds_currentrunid: runId,
        pmds_safetosend: false,
        pmds_readinessreasons: 'As it was stored.',
        statecode: 0,
      },
    ]);
    await open(`lang=1031&pagetype=entityrecord&etn=pmds_datasync&id=${id}`);
    await page
      .getByText(
        '1.100 von 1.200 Mitgliedern bereit (91,6 %). Nicht bereit: 2 mit einem unzulässigen Wert, 98 inaktiv.',
      )
      .first()
      .waitFor();
  });

  it('CD-23 selects the fields of a web form that is pasted', async () => {
    await openSync(await aSync('By form'));
    await page.getByRole('tab', { name: 'Fields to Sync' }).click();
    await button('Select by form').click();
    await page
      .getByRole('textbox', { name: 'Your web form' })
      .fill('<form><input name="firstname"><input name="subject"><input name="shoe"></form>');
    await button('Select its fields').click();
    await page.getByText('2 of 3 fields of the form are selected. No column that can be selected: shoe.').waitFor();
    const pane = (name: string) => page.getByRole('region', { name, exact: true });
    await pane('Contact')
      .getByText(/^1 of \d+ selected$/)
      .waitFor();
    await pane('Lead')
      .getByText(/^2 of \d+ selected$/)
      .waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
  });

  it('CD-28 opens a trace by its name from the list of the last seven days', async () => {
    await world.admin('POST', 'rows/pmds_errortrace', [
      { pmds_name: 'Trace', pmds_reasoncode: 'VALUE_INVALID', pmds_occurredon: new Date().toISOString(), statecode: 0 },
    ]);
    await open('pagetype=dashboard');
    await page
      .getByRole('grid', { name: 'Error Traces of the Last 7 Days' })
      .getByRole('button', { name: 'Trace', exact: true })
      .click();
    await page.getByRole('heading', { name: /^Trace/ }).waitFor();
  });

  it.each([
    { lang: '1031', tab: 'Abzugleichende Felder', command: 'Speichern', dir: 'ltr' },
    { lang: '1036', tab: 'Champs à synchroniser', command: 'Enregistrer', dir: 'ltr' },
    { lang: '1037', tab: 'שדות לסנכרון', command: 'שמור', dir: 'rtl' },
  ])('speaks the language $lang of the user, from $dir', async ({ lang, tab, command, dir }) => {
    const id = await aSync(`Language ${lang}`);
    await signIn('Sam Service');
    await open(`lang=${lang}&pagetype=entityrecord&etn=pmds_datasync&id=${id}`);
    await page.getByRole('tab', { name: tab }).waitFor();
    await button(command).waitFor();
    expect(await page.locator('html').getAttribute('dir')).toBe(dir);
  });

  it.each([
    ['Data Sync Runs', Tables.syncRun],
    ['Error Traces', Tables.errorTrace],
  ])('offers nobody to make %s, which only the service writes', async (name, { logicalName: table, entitySetName }) => {
    const id = await world.create(entitySetName, { pmds_name: 'Made by the service' });
    await open(`etn=${table}`);
    await page.getByRole('heading', { name, exact: true }).waitFor();
    await button('Refresh').waitFor();
    expect(await button('New').count()).toBe(0);
    await open(`pagetype=entityrecord&etn=${table}&id=${id}`);
    await page.getByRole('heading', { name: /^Made by the service/ }).waitFor();
    expect(await button('New').count()).toBe(0);
  });

  it('cuts a long text off at its own end, also where the page runs from the right', async () => {
    const name = `Long ${'and longer '.repeat(9)}`.trim();
    const id = await aSync(name);
    const listId = await world.create('lists', { listname: name, type: false, createdfromcode: 2 });
    await world.admin('POST', 'rows/pmds_datasync_list', [{ pmds_datasyncid: id, listid: listId }]);
    /** Which way a text runs, and whether less than all of it is seen. */
    const layout = (element: Element) => {
      const { direction } = getComputedStyle(element);
      return { direction, isCut: element.scrollWidth > element.clientWidth };
    };
    await open('lang=1037&etn=pmds_datasync');
    await page.getByRole('searchbox').fill('Long and');
    await page.getByRole('searchbox').press('Enter');
    const cell = page.getByRole('gridcell').filter({ hasText: name }).first();
    expect(await cell.evaluate(layout)).toEqual({ direction: 'ltr', isCut: true });
    expect(await cell.evaluate((element) => getComputedStyle(element).textAlign)).toBe('right');
    await open(`lang=1037&pagetype=entityrecord&etn=pmds_datasync&id=${id}`);
    const link = page.getByRole('gridcell').getByRole('button', { name });
    expect(await link.evaluate(layout)).toEqual({ direction: 'ltr', isCut: true });
  });

  it('has no finding of axe on list, form and lookup dialog, in light and dark', async () => {
    const id = await aSync('Accessible');
    for (const theme of ['light', 'dark']) {
      await open(`etn=pmds_datasync&theme=${theme}`);
      await page.getByText(/^Rows 1 - /).waitFor();
      expect(await accessibilityFindings(page)).toEqual([]);
      await open(`pagetype=entityrecord&etn=pmds_datasync&id=${id}&theme=${theme}`);
      await button('Add Existing Marketing List').waitFor();
      expect(await accessibilityFindings(page)).toEqual([]);
      await button('Add Existing Marketing List').click();
      await page.getByRole('dialog').getByRole('status').first().waitFor();
      expect(await accessibilityFindings(page)).toEqual([]);
    }
  });
});
