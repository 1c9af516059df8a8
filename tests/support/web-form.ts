import type { PrefillColumn, PrefillResponse, PrefillValue } from '@pmds/contracts/prefill';
import type { Page } from 'playwright-core';
import { sharedBrowser } from './browser.js';
import { startFormSite, type FormSite } from './form-site.js';

/** Tokens of two people; the endpoint of the form site knows both. */
export const ann = 'eyJhbm4.YW5u.c2ln-QW5u';
export const bob = 'eyJib2I.Ym9i.c2ln_Qm9i';

export const text: PrefillColumn = { kind: 'text' };
export const yesNo: PrefillColumn = {
  kind: 'yes-no',
  yes: ['Do Not Allow', 'Nicht zulassen'],
  no: ['Allow', 'Zulassen'],
};

/** An answer of the endpoint: each column with its value, its kind and, where there is one, its label. */
export function anAnswer(
  columns: Readonly<Record<string, readonly [PrefillValue, PrefillColumn, string?]>>,
): PrefillResponse {
  const of = <Part>(part: (column: readonly [PrefillValue, PrefillColumn, string?]) => Part | undefined) =>
    Object.fromEntries(
      Object.entries(columns).flatMap(([name, column]) => {
        const value = part(column);
        return value === undefined ? [] : [[name, value] as const];
      }),
    );
  return {
    table: 'contact',
    values: of(([value]) => value),
    labels: of(([, , label]) => label),
    columns: of(([, kind]) => kind),
  };
}

export const annsAnswer = anAnswer({
  firstname: ['Ann', text],
  lastname: ['Archer', text],
  emailaddress1: ['ann@example.com', text],
  jobtitle: ['Analyst', text],
  donotphone: [true, yesNo],
});
export const bobsAnswer = anAnswer({
  firstname: ['Bob', text],
  lastname: ['Baker', text],
  jobtitle: [null, text],
  donotphone: [false, yesNo],
});

export const scriptTag = '<script src="/prefill.js" data-bridge="{{bridge}}" defer></script>';
/** A page with the script and this in its body. */
export const aPage = (body: string, head = scriptTag) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8">${head}</head><body>${body}</body></html>`;

/** One browser and one site for the tests of a file; a fresh tab for each test. */
export function webForms(): { readonly site: () => FormSite; readonly tab: () => Page } {
  const browser = sharedBrowser();
  let site: FormSite;
  let tab: Page;
  beforeAll(async () => {
    site = await startFormSite();
  });
  beforeEach(async () => {
    site.person(ann, annsAnswer);
    site.person(bob, bobsAnswer);
    site.allowOrigin(true);
    site.asked.length = 0;
    site.tokens.length = 0;
    tab = await browser().newPage();
    tab.setDefaultTimeout(15_000);
  });
  afterEach(() => tab.close());
  afterAll(() => site.stop());
  return { site: () => site, tab: () => tab };
}

/** Waits until the script says how the prefill stands. */
export async function stateOf(tab: Page): Promise<string> {
  await tab.waitForFunction(() => document.documentElement.dataset['pmds'] !== undefined);
  return tab.evaluate(() => document.documentElement.dataset['pmds'] ?? '');
}
