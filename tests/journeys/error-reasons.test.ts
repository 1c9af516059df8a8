import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { sharedBrowser } from '../support/browser.js';
import { aFailedSync } from '../support/failing-sync.js';
import { sharedSystem } from '../support/system.js';

const pictures = process.env['PMDS_PICTURES'];

describe('E7 why people failed, in lists and charts', () => {
  const system = sharedSystem(20);
  const browser = sharedBrowser();
  let page: Page;
  let sync: string;

  beforeAll(async () => {
    sync = (await aFailedSync(system(), 'Reasons', ['Ada', 'Ben'])).id;
  });
  beforeEach(async () => {
    const context = await browser().newContext({ viewport: { width: 1_600, height: 1_000 } });
    page = await context.newPage();
    page.setDefaultTimeout(60_000);
  });
  afterEach(() => page.context().close());

  const open = (options: Readonly<Record<string, string>>) => {
    const address = new URL(system().dataverse.appUrl);
    for (const [name, value] of Object.entries(options)) address.searchParams.set(name, value);
    return page.goto(address.href);
  };
  const picture = async (name: string): Promise<void> => {
    if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${name}.png`) });
  };
  const cells = (text: string) => page.getByRole('gridcell', { name: text, exact: true });

  it.each([
    { lang: '1033', reason: 'Value not allowed', headers: ['Reason', 'Column'], errors: 'Errors' },
    { lang: '1031', reason: 'Wert nicht zulässig', headers: ['Ursache', 'Spalte'], errors: 'Fehler' },
    { lang: '1036', reason: 'Valeur non autorisée', headers: ['Motif', 'Colonne'], errors: 'Erreurs' },
    { lang: '1037', reason: 'ערך לא מותר', headers: ['סיבה', 'עמודה'], errors: 'שגיאות' },
  ])('are told in language $lang, with the label of the column', async ({ lang, reason, headers, errors }) => {
    await open({ lang, pagetype: 'entitylist', etn: 'pmds_errortrace' });
    await cells(reason).nth(1).waitFor();
    expect(await cells('Birthday (birthdate)').count()).toBe(2);
    const titles = await page.getByRole('columnheader').allInnerTexts();
    for (const header of headers) expect(titles.some((title) => title.trim().startsWith(header))).toBe(true);
    await picture(`reasons-list-${lang}`);

    await cells(reason).first().dblclick();
    const head = page.locator('.header-fields');
    await head.getByText(reason, { exact: true }).waitFor();
    expect(await head.getByText('VALUE_NOT_ALLOWED').count()).toBe(0);
    await picture(`reasons-trace-${lang}`);

    await open({ lang, pagetype: 'entityrecord', etn: 'pmds_datasync', id: sync });
    await page.getByRole('tab', { name: errors, exact: true }).click();
    await cells(reason).nth(1).waitFor();
    await picture(`reasons-form-${lang}`);

    await open({ lang, pagetype: 'dashboard' });
    await page.locator('figure').filter({ hasText: reason }).first().waitFor();
    await picture(`reasons-chart-${lang}`);
    expect(await page.locator('figure').filter({ hasText: 'VALUE_NOT_ALLOWED' }).count()).toBe(0);
  });

  it.each(['not allowed', 'Birthday', 'birthdate', 'VALUE_NOT', 'Ada'])('are found by "%s"', async (wanted) => {
    // The language stays with the user.
    await open({ lang: '1033', pagetype: 'entitylist', etn: 'pmds_errortrace' });
    await page.getByRole('searchbox').fill(`*${wanted}`);
    await page.getByRole('searchbox').press('Enter');
    await page.getByText(wanted === 'Ada' ? 'Rows 1 - 1' : 'Rows 1 - 2').waitFor();
    await page.getByRole('searchbox').fill('*nothing of the kind');
    await page.getByRole('searchbox').press('Enter');
    await cells('Value not allowed').first().waitFor({ state: 'detached' });
  });
});
