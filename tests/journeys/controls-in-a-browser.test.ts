import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { Choices } from '@pmds/contracts/generated/tables';
import { readOptions } from '@pmds/emulator/options';
import { aWorld, type World } from '../emulator/server-world.js';
import { launchBrowser } from '../support/browser.js';
import { until } from '../support/waiting.js';

const pictures = process.env['PMDS_PICTURES'];

/** What jsdom cannot show of the form and its controls: scrolling, focus, colours, and two people at once. */
describe('the form and its controls, in a browser', () => {
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
    context = await browser.newContext({ viewport: { width: 1_400, height: 1_000 } });
    page = await newPage();
  });
  afterEach(async () => {
    await context.request.post(`${origin}/_shell/language?id=1033`);
    await context.close();
  });

  async function newPage(): Promise<Page> {
    const opened = await context.newPage();
    opened.setDefaultTimeout(60_000);
    return opened;
  }
  const openSync = (id: string, on = page, more = ''): Promise<unknown> =>
    on.goto(`${origin}/main.aspx?${more}pagetype=entityrecord&etn=pmds_datasync&id=${id}`);
  const button = (name: string, on = page) => on.getByRole('button', { name, exact: true });
  const aSync = (name: string, fields?: object): Promise<string> =>
    world.create('pmds_datasyncs', {
      pmds_name: name,
      ...(fields === undefined
        ? {}
        : { pmds_fields: JSON.stringify({ version: 1, contact: [], lead: [], ...fields }) }),
    });
  async function aSyncOfLists(count: number): Promise<string> {
    const id = await aSync(`With ${String(count)} lists`);
    const lists = Array.from({ length: count }, (_unused, n) => ({
      listid: `bbbbbbbb-0000-4000-8000-${String(count * 1_000 + n).padStart(12, '0')}`,
      listname: `List ${String(n).padStart(3, '0')}`,
      type: false,
      createdfromcode: 2,
      statecode: 0,
    }));
    await world.admin('POST', 'rows/list', lists);
    await world.admin(
      'POST',
      'rows/pmds_datasync_list',
      lists.map(({ listid }) => ({ pmds_datasyncid: id, listid })),
    );
    return id;
  }
  const storedContacts = async (id: string): Promise<readonly string[]> => {
    const row = await world.call('GET', `pmds_datasyncs(${id})?$select=pmds_fields`);
    return (JSON.parse(String(row.body['pmds_fields'])) as { contact: string[] }).contact;
  };
  async function picture(name: string): Promise<void> {
    if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${name}.png`) });
  }

  it('E13, E20 never changes a row of Fields to Sync that cannot be seen, and keeps the place of a list', async () => {
    await openSync(await aSync('Keyboard'));
    await page.getByRole('tab', { name: 'Fields to Sync' }).click();
    const pane = page.getByRole('region', { name: 'Contact', exact: true });
    await pane.getByRole('button', { name: 'Select all' }).click();
    await pane.getByRole('switch', { name: 'Selected only' }).click();
    const grid = pane.getByRole('grid');
    const seen = async () => {
      const active = pane.locator(`#${(await grid.getAttribute('aria-activedescendant')) ?? 'none'}`);
      const [row, box] = [await active.boundingBox(), await grid.boundingBox()];
      return row !== null && box !== null && row.y >= box.y - 1 && row.y + row.height <= box.y + box.height + 1;
    };
    await grid.focus();
    for (let n = 0; n < 5; n += 1) await page.keyboard.press('PageDown');
    const name = await grid.getAttribute('aria-activedescendant');
    await page.keyboard.press('Space');
    await page.keyboard.press('Space');
    expect(await grid.getAttribute('aria-activedescendant')).toBe(name);
    expect(await seen()).toBe(true);
    await pane.getByRole('searchbox').focus();
    await grid.evaluate((element) => (element.scrollTop = 900));
    await grid.focus();
    expect(await grid.evaluate((element) => element.scrollTop)).toBe(900);
    expect(await seen()).toBe(true);
  });

  it('E15, E16 keeps the active one of 500 lists in view, asks before all are removed, and puts them back', async () => {
    const id = await aSyncOfLists(500);
    await openSync(id);
    const grid = page.getByRole('grid', { name: 'Marketing Lists' });
    await page.getByText('250 lists, 0 selected').waitFor();
    await button('Load all').click();
    await page.getByText('500 lists, 0 selected').waitFor();
    expect((await grid.boundingBox())?.height).toBeLessThan(460);
    await grid.focus();
    for (let n = 0; n < 25; n += 1) await page.keyboard.press('ArrowDown');
    const active = page.locator(`#${(await grid.getAttribute('aria-activedescendant')) ?? 'none'}`);
    const [row, box] = [await active.boundingBox(), await grid.boundingBox()];
    expect(row !== null && box !== null && row.y + row.height <= box.y + box.height).toBe(true);
    await picture('lists-500');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    const question = page.getByRole('alertdialog');
    await question.getByText('Remove 500 marketing lists from this sync?').waitFor();
    await picture('lists-question');
    await question.getByRole('button', { name: 'Remove' }).click();
    await page.getByText(/^Removed \(500\): .* and 495 more$/).waitFor();
    await picture('lists-undo');
    await button('Undo').click();
    await page.getByText(/^Added \(500\)/).waitFor();
    await page.getByText('500 lists, 0 selected').waitFor();
    expect(await page.evaluate(() => document.activeElement !== document.body)).toBe(true);
  });

  it('E3 keeps the fields of two people who change one sync at the same time', async () => {
    const id = await aSync('Two people', { contact: ['firstname'] });
    const other = await newPage();
    for (const on of [page, other]) {
      await openSync(id, on);
      await on.getByRole('tab', { name: 'Fields to Sync' }).click();
    }
    const tick = async (on: Page, name: string) => {
      const pane = on.getByRole('region', { name: 'Contact', exact: true });
      await pane.getByRole('searchbox').fill(name);
      await pane.getByRole('row', { name: new RegExp(`\\b${name}\\b`) }).click();
    };
    await tick(page, 'jobtitle');
    await tick(other, 'lastname');
    await button('Save', other).click();
    await until('the other is stored', async () => (await storedContacts(id)).includes('lastname'));
    await button('Save').click();
    await page.getByText(/Somebody else changed Fields to Sync meanwhile/).waitFor();
    await until('both are stored', async () => (await storedContacts(id)).includes('jobtitle'));
    expect(await storedContacts(id)).toEqual(['firstname', 'lastname', 'jobtitle']);
    await picture('two-people');
  });

  it('E2 says on every tab why Start Sync did not save', async () => {
    await openSync(await aSync('Bad address'));
    await page.getByRole('textbox', { name: 'Notification E-mail' }).fill('nobody');
    await page.getByRole('tab', { name: 'Fields to Sync' }).click();
    await button('Start Sync').click();
    await page.getByText(/Not saved.*"Notification E-mail" on the tab "General".*"nobody" is not an e-mail/).waitFor();
    await picture('start-not-saved');
  });

  it('does not offer the record itself to copy from', async () => {
    const id = await aSync('Copy to this');
    await aSync('Copy from this', { contact: ['lastname'] });
    await openSync(id);
    await page.getByRole('tab', { name: 'Fields to Sync' }).click();
    await button('Copy from another sync').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('searchbox').fill('Copy');
    await dialog.getByText('Rows 1 - 1').waitFor();
    expect(await dialog.getByText('Copy to this').count()).toBe(0);
  });

  it('E7 finds Error Traces by contact and by field, and shows those of one reason together', async () => {
    const contactid = await world.create('contacts', { firstname: 'Zenobia', lastname: 'Quist' });
    const trace = (name: string, code: keyof typeof Choices.traceReason.values, more: object = {}) => ({
      pmds_name: name,
      pmds_reason: Choices.traceReason.values[code],
      pmds_reasoncode: code,
      pmds_occurredon: new Date().toISOString(),
      statecode: 0,
      ...more,
    });
    await world.admin('POST', 'rows/pmds_errortrace', [
      trace('One', 'VALUE_NOT_ALLOWED', {
        pmds_contactid: contactid,
        pmds_message: 'The value of jobtitle is too long.',
      }),
      trace('Two', 'MEMBER_UNREADABLE'),
      trace('Three', 'VALUE_NOT_ALLOWED'),
    ]);
    await page.goto(`${origin}/main.aspx?etn=pmds_errortrace`);
    for (const wanted of ['Zenobia', '*jobtitle']) {
      await page.getByRole('searchbox').fill(wanted);
      await page.getByRole('searchbox').press('Enter');
      await page.getByText('Rows 1 - 1').waitFor();
      expect(await page.getByRole('gridcell', { name: 'Zenobia Quist' }).count()).toBe(1);
    }
    await page.getByRole('searchbox').fill('');
    await page.getByRole('searchbox').press('Enter');
    await page.getByRole('combobox', { name: 'View' }).selectOption('Error Traces by Reason');
    await page.getByText('Rows 1 - 3').waitFor();
    const reasons = page.getByRole('gridcell').filter({ hasText: /^(Value not allowed|Member cannot be read)$/ });
    expect(await reasons.allTextContents()).toEqual([
      'Member cannot be read',
      'Value not allowed',
      'Value not allowed',
    ]);
  });

  it.each([
    ['1033', 'The field "Job Title" (jobtitle) holds a value', 'correct "Job Title"'],
    ['1031', 'Das Feld "Job Title" (jobtitle) enthält einen Wert', 'korrigieren Sie "Job Title"'],
    ['1036', 'Le champ « ', 'Réessayer les erreurs'],
    ['1037', 'השדה "', 'נסה שוב שגיאות'],
  ])(
    'E7 says an Error Trace in language %s, with the label of the column, and saves nothing',
    async (lang, said, todo) => {
      const id = '7e7e7e7e-0000-4000-8000-000000000007';
      const stored = 'The field "jobtitle" of this contact holds a value that is not text.';
      await world.admin('POST', 'rows/pmds_errortrace', [
        {
          pmds_errortraceid: id,
          pmds_name: 'Trace',
          pmds_reasoncode: 'VALUE_NOT_ALLOWED',
          pmds_membertable: 'contact',
          pmds_message: stored,
          pmds_remedy: 'Open the member.',
          pmds_occurredon: new Date().toISOString(),
          statecode: 0,
        },
      ]);
      await page.goto(`${origin}/main.aspx?lang=${lang}&pagetype=entityrecord&etn=pmds_errortrace&id=${id}`);
      const shown = async (text: string) => {
        const values = await page
          .getByRole('textbox')
          .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
        return values.some((value) => value.includes(text));
      };
      await until('the message is in the language', () => shown(said));
      expect(await shown(todo)).toBe(true);
      await picture(`trace-${lang}`);
      const row = await world.call('GET', `pmds_errortraces(${id})?$select=pmds_message`);
      expect(row.body['pmds_message']).toBe(stored);
      // Other tests count the traces.
      await world.call('DELETE', `pmds_errortraces(${id})`);
    },
  );

  it('E12 draws the bars of a chart in forced colours as its legend names them', async () => {
    const startedon = new Date().toISOString();
    await world.admin('POST', 'rows/pmds_syncrun', [
      { pmds_name: 'Run', pmds_contactssynced: 5, pmds_leadssynced: 3, pmds_startedon: startedon, statecode: 0 },
    ]);
    await page.emulateMedia({ forcedColors: 'active' });
    await page.goto(`${origin}/main.aspx?pagetype=dashboard`);
    const chart = page
      .locator('figure')
      .filter({ has: page.locator('.column-bar > div').nth(1) })
      .first();
    await chart.locator('.legend .dot').nth(1).waitFor();
    const colours = (of: string) =>
      chart.locator(of).evaluateAll((all) => all.map((one) => getComputedStyle(one).backgroundColor));
    const bars = new Set(await colours('.column-bar > div'));
    expect(bars.size).toBe(2);
    expect(bars).toEqual(new Set(await colours('.legend .dot')));
    await picture('chart-forced');
  });

  it.each([
    ['light', '', 1_400],
    ['dark', 'theme=dark&', 1_400],
    ['narrow', '', 400],
    ['hebrew', 'lang=1037&', 1_400],
    ['german', 'lang=1031&', 1_400],
  ])('E12 draws icons and lists in %s, also in forced colours', async (name, more, width) => {
    const id = await aSyncOfLists(12 + width + more.length);
    await page.setViewportSize({ width, height: 1_000 });
    for (const forcedColors of ['none', 'active'] as const) {
      await page.emulateMedia({ forcedColors });
      await openSync(id, page, more);
      const grid = page.getByRole('grid').first();
      await grid.getByRole('row').nth(5).waitFor();
      await picture(`form-${name}-${forcedColors}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wide).toBeLessThanOrEqual(0);
    }
    if (width < 720) return;
    const icon = page.locator('.solution-icon').first();
    const [ink, paper] = await icon.evaluate((element) => [
      getComputedStyle(element).backgroundColor,
      getComputedStyle(document.querySelector('.site-map') ?? document.body).backgroundColor,
    ]);
    expect(ink).not.toBe(paper);
  });
});
