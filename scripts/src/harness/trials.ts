import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { root } from '../processes/paths.js';

/** What the harness is given for a control, and what the control has to show of it. */
export interface Trial {
  /** Folder and constructor of the control. */
  readonly control: string;
  /** Fills the sample data into the harness's inputs. */
  readonly feed: (page: Page) => Promise<void>;
  /** Waits for what the control shows of them. @throws when it does not come. */
  readonly see: (control: Locator) => Promise<void>;
}

const samples = join(root, 'scripts', 'harness');
const fieldsFile = join(samples, 'fields.json');
const listsFile = join(samples, 'marketing-lists.csv');

/** The controls, each with its sample data. */
export const trials: readonly Trial[] = [
  {
    control: 'FieldsToSync',
    feed: async (page) => {
      const text = JSON.stringify(JSON.parse(readFileSync(fieldsFile, 'utf8')));
      await page.locator('.io-item', { hasText: 'selection' }).getByRole('textbox').first().fill(text);
    },
    see: async (control) => {
      const chosen = JSON.parse(readFileSync(fieldsFile, 'utf8')) as Readonly<Record<'lead' | 'contact', string[]>>;
      for (const table of ['lead', 'contact'] as const) {
        const count = new RegExp(`^${String(chosen[table].length)} of [1-9]\\d* selected$`);
        await control.getByText(count).first().waitFor();
      }
      await control.getByRole('grid').nth(1).getByRole('row').nth(5).waitFor();
    },
  },
  {
    control: 'MarketingLists',
    feed: async (page) => {
      await page.locator('input[type=file]').setInputFiles(listsFile);
      await page.getByRole('button', { name: 'Apply the data' }).click();
    },
    see: async (control) => {
      await control.getByText('Customers, north').waitFor();
      const lists = readFileSync(listsFile, 'utf8').trim().split('\n').length - 1;
      await control.getByText(`${String(lists)} lists, 0 selected`).waitFor();
    },
  },
];
