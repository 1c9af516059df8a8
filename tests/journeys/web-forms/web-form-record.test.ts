import { callWebApi, readRow, readRows } from '@pmds/scripts/dataverse/web-api';
import type { BrowserContext, Page } from 'playwright-core';
import { accessibilityFindings } from '../../support/axe.js';
import { sharedBrowser } from '../../support/browser.js';
import { RecordPage } from '../../support/record-page.js';
import { sharedSystem } from '../../support/system.js';
import { until } from '../../support/waiting.js';

const html = `<form action="/newsletter" method="post">
  <input name="firstname"><input name="lastname"><input name="email" type="email"><input name="jobtitle">
  <input name="shoesize">
</form>`;

interface Field {
  readonly input: string;
  readonly contact: string | null;
  readonly exposure: string;
  readonly submit: string;
}

describe('the record of a Web Form, in a browser', () => {
  const system = sharedSystem(20, {
    bridgeEnvironment: { PMDS_POLL_SECONDS: '1', PMDS_PUBLIC_URL: 'https://sync.example.com' },
  });
  const browser = sharedBrowser();
  let context: BrowserContext;
  let page: Page;

  beforeEach(async () => {
    context = await browser().newContext({ viewport: { width: 1_400, height: 1_000 } });
    page = await newPage();
  });
  afterEach(() => context.close());

  async function newPage(): Promise<Page> {
    const opened = await context.newPage();
    opened.setDefaultTimeout(60_000);
    return opened;
  }
  async function open(on: Page, id: string | null): Promise<void> {
    const address = new URL(system().dataverse.appUrl);
    const wanted = { pagetype: 'entityrecord', etn: 'pmds_webform', ...(id === null ? {} : { id }) };
    for (const [name, value] of Object.entries(wanted)) address.searchParams.set(name, value);
    await on.goto(address.href);
    await on.getByRole('tab', { name: 'Fields', exact: true }).waitFor();
  }
  async function openFields(on: Page, id: string): Promise<void> {
    await open(on, id);
    await new RecordPage(on).tab('Fields');
    await on.getByRole('textbox', { name: 'HTML of the form' }).waitFor();
  }
  const choice = (on: Page, what: 'Shown' | 'On Submit', input: string) =>
    on.getByRole('combobox', { name: `${what} of ${input}`, exact: true });
  async function add(on: Page, input: string): Promise<void> {
    await on.getByRole('textbox', { name: 'Name of an input' }).fill(input);
    await on.getByRole('button', { name: 'Add', exact: true }).click();
    await on.getByRole('listitem', { name: input, exact: true }).waitFor();
  }
  async function storedFields(id: string): Promise<readonly Field[]> {
    const row = await readRow(system().dataverse, `pmds_webforms(${id})?$select=pmds_fields`);
    return (JSON.parse(String(row['pmds_fields'])) as { readonly fields: readonly Field[] }).fields;
  }
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });

  it('is made from pasted HTML and by keyboard, is the same after a reload, and is given its snippet by the service', async () => {
    await open(page, null);
    await field('Name').fill('Newsletter');
    await field('Key').fill('newsletter');
    await field('Addresses').fill('https://www.example.com/newsletter');
    await new RecordPage(page).tab('Fields');
    await page.getByRole('textbox', { name: 'HTML of the form' }).fill(html);
    await page.getByRole('button', { name: 'Add the inputs' }).click();
    await page.getByText('5 inputs added, 1 without a column. Check what each is filled with.').waitFor();

    await page.getByRole('combobox', { name: 'Lead of email', exact: true }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowUp');
    const chosen = async () => [
      await choice(page, 'Shown', 'email').inputValue(),
      await choice(page, 'On Submit', 'email').inputValue(),
    ];
    expect(await chosen()).toEqual(['masked', 'only-if-empty']);
    expect(await accessibilityFindings(page)).toEqual([]);
    await new RecordPage(page).save();

    const made = await readRows(system().dataverse, `pmds_webforms?$filter=pmds_key eq 'newsletter'`);
    expect(made).toHaveLength(1);
    const id = String(made[0]?.['pmds_webformid']);
    await openFields(page, id);
    await page.getByText('5 inputs', { exact: true }).waitFor();
    expect(await chosen()).toEqual(['masked', 'only-if-empty']);
    expect(await page.getByRole('combobox', { name: 'Contact of email', exact: true }).inputValue()).toContain(
      '(emailaddress1)',
    );
    expect(await accessibilityFindings(page)).toEqual([]);

    const address = `pmds_webforms(${id})?$select=pmds_snippet`;
    await until('the service has written the snippet', async () => {
      const snippet = (await readRow(system().dataverse, address))['pmds_snippet'];
      return typeof snippet === 'string' && snippet !== '';
    });
    await open(page, id);
    await new RecordPage(page).tab('Snippet');
    const shown = await field('Snippet').inputValue();
    expect(shown).toMatch(/^<script src="https:\/\/sync\.example\.com\/\S+" integrity="sha384-/);
  });

  it('keeps what two people changed at the same time, and says so to whoever saves last', async () => {
    const fields = [{ input: 'firstname', contact: 'firstname', lead: null, exposure: 'clear', submit: 'review' }];
    const text = JSON.stringify({ version: 1, fields: fields.map((one) => ({ ...one, blankErases: false })) });
    await callWebApi(system().dataverse, 'POST', 'pmds_webforms', {
      pmds_name: 'Two people',
      pmds_key: 'two-people',
      pmds_fields: text,
    });
    const [made] = await readRows(system().dataverse, `pmds_webforms?$filter=pmds_key eq 'two-people'`);
    const id = String(made?.['pmds_webformid']);
    const other = await newPage();
    await openFields(page, id);
    await openFields(other, id);
    await choice(page, 'Shown', 'firstname').selectOption('Masked');
    await add(page, 'mine');
    await add(other, 'theirs');
    await new RecordPage(other).save();
    await new RecordPage(page).save();
    await page.getByText(/^Somebody else changed Fields meanwhile\. Both changes are kept/).waitFor();
    const stored = await storedFields(id);
    expect(stored.map(({ input }) => input).sort()).toEqual(['firstname', 'mine', 'theirs']);
    expect(stored.find(({ input }) => input === 'firstname')?.exposure).toBe('masked');
    await page.getByRole('listitem', { name: 'theirs', exact: true }).waitFor();
  });
});
