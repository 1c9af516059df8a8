import type { Locator, Page } from 'playwright-core';
import { until } from './waiting.js';

/** The form of a Profile Management Data Sync in the app shell, driven as a person does: by what can be read on it. */
export class RecordPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens the form of a sync. @param more Further parameters of the address: `lang`, `theme`. */
  async open(appUrl: string, id: string, more: Readonly<Record<string, string>> = {}): Promise<void> {
    const address = new URL(appUrl);
    for (const [name, value] of Object.entries({ ...more, pagetype: 'entityrecord', etn: 'pmds_datasync', id })) {
      address.searchParams.set(name, value);
    }
    await this.page.goto(address.href);
  }

  /** A command of the form or of a control on it. */
  command(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  async tab(name: string): Promise<void> {
    await this.page.getByRole('tab', { name, exact: true }).click();
  }

  /** A field by its label; one that is secured says so behind it. */
  field(label: string): Locator {
    return this.page.getByRole('textbox', { name: new RegExp(`^${label}($|\\W*Secured)`) });
  }

  /** Saves what is unsaved, and waits until nothing is. */
  async save(): Promise<void> {
    const says = (text: RegExp) => this.page.getByRole('status').filter({ hasText: text }).waitFor();
    await says(/^Unsaved$/);
    await this.command('Save').click();
    await says(/^Saved$/);
  }

  /** Adds marketing lists through the lookup. */
  async addLists(...names: readonly string[]): Promise<void> {
    await this.command('Add Existing Marketing List').click();
    const dialog = this.page.getByRole('dialog', { name: /Marketing List/ });
    for (const name of names) await dialog.getByRole('checkbox', { name: `Select ${name}` }).click();
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    const grid = this.page.getByRole('grid', { name: 'Marketing Lists' });
    for (const name of names) await grid.getByRole('gridcell', { name, exact: true }).waitFor();
  }

  /** Ticks columns, by their logical names, on the tab Fields to Sync. */
  async tickFields(table: 'Contact' | 'Lead', ...names: readonly string[]): Promise<void> {
    const pane = this.page.getByRole('region', { name: table, exact: true });
    for (const name of names) {
      await pane.getByRole('searchbox').fill(name);
      const row = pane.getByRole('row', { name: new RegExp(`\\b${name}\\b`) }).first();
      await row.click().catch(async (cause: unknown) => {
        const search = await pane.getByRole('searchbox').inputValue();
        const said = `The pane of ${table}, searched for "${search}", shows: ${await pane.innerText()}`;
        throw new Error(`The row of ${name} could not be clicked. ${said}`, { cause });
      });
    }
    await pane.getByRole('searchbox').fill('');
    await pane.getByText(new RegExp(`^${String(names.length)} of \\d+ selected$`)).waitFor();
  }

  /** Waits until a field shows what is wanted, without a reload. @returns what it shows. */
  async shows(label: string, wanted: RegExp, withinMs = 60_000): Promise<string> {
    return until(
      `"${label}" shows ${String(wanted)}`,
      async () => {
        const value = await this.field(label).inputValue();
        return wanted.test(value) ? value : null;
      },
      withinMs,
    );
  }
}
