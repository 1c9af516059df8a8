import { chromium, type Browser } from 'playwright-core';

// No flag that loosens the web's rules: cross-origin requests must be refused here exactly as at a visitor's.
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
];

/** Starts the Chromium that the set-up of the journeys has found; `PMDS_CHROMIUM` names another one. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env['PMDS_CHROMIUM'];
  if (executablePath === undefined || executablePath === '') {
    throw new Error(
      'No browser is named. Run the journeys through Jest, or set PMDS_CHROMIUM to a Chromium of 120 or newer.',
    );
  }
  return chromium.launch({ executablePath, args: flags });
}

/** One browser for all tests of a block. */
export function sharedBrowser(): () => Browser {
  let browser: Browser | null = null;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
  });
  return () => {
    if (browser === null) throw new Error('The browser has not been started.');
    return browser;
  };
}
