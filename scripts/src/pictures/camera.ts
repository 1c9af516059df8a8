import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { PictureWorld } from './world.js';

/** A picture of the guides: where it is taken and what somebody does before. */
export interface Picture {
  /** File in `docs/images`, without its ending. */
  readonly name: string;
  /** Of the window, in pixels. */
  readonly size: readonly [width: number, height: number];
  /** Who is signed in; an administrator when left out. */
  readonly user?: string;
  /** `theme` and `lang` of the address. */
  readonly look?: Readonly<Record<string, string>>;
  /** Goes to the page, waits for it and brings it into the state that is shown. */
  readonly pose: (stage: Stage) => Promise<void>;
  /** The part that is shown; the window when left out. */
  readonly part?: string;
}

/** What a picture is made with. */
export interface Stage {
  readonly page: Page;
  readonly world: PictureWorld;
  /** Goes to a page of the app. */
  readonly open: (query: Readonly<Record<string, string>>) => Promise<void>;
  /** Goes to the form of a sync and waits until it shows its status. */
  readonly sync: (id: string) => Promise<void>;
}

const patienceMs = 60_000;

/** Takes a picture into a folder. The same people, sizes and fonts every time; times of day are those of the taking. */
export async function take(browser: Browser, world: PictureWorld, picture: Picture, folder: string): Promise<void> {
  const { size, user, look = {}, pose, part, name } = picture;
  const [width, height] = size;
  const context = await browser.newContext({
    viewport: { width, height },
    reducedMotion: 'reduce',
    colorScheme: 'light',
    timezoneId: 'Etc/UTC',
  });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(patienceMs);
    const { appUrl, adminUrl } = world.system.dataverse;
    if (user !== undefined) await page.goto(new URL(`sign-in?user=${encodeURIComponent(user)}`, adminUrl).href);
    const open = async (query: Readonly<Record<string, string>>): Promise<void> => {
      const address = new URL(appUrl);
      for (const [key, value] of Object.entries({ ...look, ...query })) address.searchParams.set(key, value);
      await page.goto(address.href);
    };
    const sync = async (id: string): Promise<void> => {
      await open({ pagetype: 'entityrecord', etn: 'pmds_datasync', id });
      await page.getByRole('tab').first().waitFor();
      await page.waitForLoadState('networkidle');
    };
    await pose({ page, world, open, sync });
    const target = part === undefined ? page : page.locator(part).first();
    await target.screenshot({ path: join(folder, `${name}.png`), type: 'png', animations: 'disabled', caret: 'hide' });
    // The organisation remembers the language that somebody chose.
    await context.request.post(new URL('/_shell/language?id=1033', appUrl).href);
  } finally {
    await context.close();
  }
}
