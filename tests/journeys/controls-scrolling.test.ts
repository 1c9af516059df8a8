import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { readOptions } from '@pmds/emulator/options';
import { aWorld, type World } from '../emulator/server-world.js';
import { launchBrowser } from '../support/browser.js';

/** 12,000 px a second at 60 frames a second. By the frame, so that a slow machine scrolls no further between two looks. */
const pixelsAFrame = 200;

describe('E20 a list of columns that somebody scrolls fast', () => {
  let world: World;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const { solution } = readOptions([], join(__dirname, '../..'));
    if (solution === undefined) throw new Error('There is no zip in dist/. Run `npm run pack` first.');
    world = await aWorld({ solution });
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1_400, height: 1_000 } });
    page.setDefaultTimeout(60_000);
    const id = await world.create('pmds_datasyncs', { pmds_name: 'Scrolled' });
    const { origin } = new URL(world.connection.url);
    await page.goto(`${origin}/main.aspx?pagetype=entityrecord&etn=pmds_datasync&id=${id}`);
    await page.getByRole('tab', { name: 'Fields to Sync' }).click();
  });
  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  /** Scrolls by so much each frame, to the end. @returns how many frames there were, and how many showed a place without a row. */
  function scrolled(step: number): Promise<{ readonly frames: number; readonly blank: number }> {
    const grid = page.getByRole('region', { name: 'Contact', exact: true }).getByRole('grid');
    return grid.evaluate(async (element, by) => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      element.scrollTop = 0;
      await frame();
      await frame();
      const seen = { frames: 0, blank: 0 };
      while (element.scrollTop + element.clientHeight < element.scrollHeight - 1) {
        element.scrollTop += by;
        // Before the scroll event: what the browser shows as long as the script has not answered to it.
        const box = element.getBoundingClientRect();
        const rows = [...element.querySelectorAll('[role=row]')].map((row) => row.getBoundingClientRect());
        const [top, bottom] = [Math.min(...rows.map((row) => row.top)), Math.max(...rows.map((row) => row.bottom))];
        const filled = Math.min(box.bottom, box.top + element.clientHeight);
        seen.frames += 1;
        if (top > box.top + 1 || bottom < filled - 1) seen.blank += 1;
        await frame();
      }
      return seen;
    }, step);
  }

  it('shows no blank row below 12,000 px a second', async () => {
    await page.getByRole('region', { name: 'Contact', exact: true }).getByRole('row').nth(5).waitFor();
    const { frames, blank } = await scrolled(pixelsAFrame);
    expect(frames).toBeGreaterThan(10);
    expect(blank).toBe(0);
  });

  it('can tell a blank place: a jump over more than the spare rows shows one until the script has answered', async () => {
    expect((await scrolled(2_800)).blank).toBeGreaterThan(0);
  });
});
