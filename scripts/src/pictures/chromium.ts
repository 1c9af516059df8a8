import { chromium, type Browser } from 'playwright-core';

/** Starts the browser that `PMDS_CHROMIUM` names, else the one that the tests use. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: await browserPath(), args: ['--headless', '--no-sandbox'] });
}

async function browserPath(): Promise<string> {
  const named = process.env['PMDS_CHROMIUM'];
  if (named !== undefined && named !== '') return named;
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs20.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  return packaged.executablePath();
}
