import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { LocalDataverse } from '../processes/dataverse-process.js';
import type { Harness } from './harness-process.js';
import type { Trial } from './trials.js';

const require = createRequire(import.meta.url);

/** The harness takes React from a content network; these are the same files. */
const libraries = {
  react: require.resolve('react/umd/react.development.js'),
  'react-dom': require.resolve('react-dom/umd/react-dom.development.js'),
} as const;

const patienceMs = 30_000;
/** Widths of the control's container in pixels: as wide as the page leaves it, and a narrow one. */
const widths = { wide: '', narrow: '400' } as const;

/**
 * Opens a control in the harness, gives it its sample data and takes its pictures.
 * @returns what is wrong, a sentence each; nothing when the control shows its data.
 */
export async function show(
  browser: Browser,
  harness: Harness,
  dataverse: LocalDataverse,
  trial: Trial,
  folder: string,
): Promise<readonly string[]> {
  // The harness shows nothing at all, and says so in no error, where the browser's language is not of the form "en" or "en-US".
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1_500, height: 1_000 } });
  const wrong: string[] = [];
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(patienceMs);
    page.on('pageerror', (error) => wrong.push(`${trial.control} threw: ${error.message}`));
    await provide(page, dataverse);
    await page.goto(harness.url);
    const control = page.locator('.control-pane');
    await control.getByRole('status').or(control.getByRole('grid')).first().waitFor();
    await trial.feed(page);
    for (const [name, width] of Object.entries(widths)) {
      await page.locator('#control-width input').fill(width);
      await trial.see(control);
      await page.mouse.wheel(0, -10_000);
      await page.screenshot({ path: join(folder, `${trial.control}-${name}.png`), animations: 'disabled' });
    }
  } catch (error) {
    wrong.push(`${trial.control} does not show its data: ${error instanceof Error ? error.message : String(error)}`);
    await context.pages()[0]?.screenshot({ path: join(folder, `${trial.control}-failed.png`) });
  } finally {
    await context.close();
  }
  return wrong;
}

/** React from our own packages, and the Web API of the local Dataverse where the controls ask the page's own server. */
async function provide(page: Page, { origin, token }: LocalDataverse): Promise<void> {
  await page.route(/^https:/, async (route) => {
    const name = /\/(react|react-dom)@/.exec(route.request().url())?.[1];
    if (name !== 'react' && name !== 'react-dom') return route.abort();
    return route.fulfill({ contentType: 'text/javascript', body: readFileSync(libraries[name]) });
  });
  await page.route(/\/api\/data\//, async (route) => {
    const { pathname, search } = new URL(route.request().url());
    const headers = { ...route.request().headers(), authorization: `Bearer ${token}` };
    return route.fulfill({ response: await route.fetch({ url: `${origin}${pathname}${search}`, headers }) });
  });
}
