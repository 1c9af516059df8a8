import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchChromium } from '../pictures/chromium.js';
import { startDataverse } from '../processes/dataverse-process.js';
import { root } from '../processes/paths.js';
import { startHarness } from './harness-process.js';
import { installedHarness } from './install.js';
import { show } from './show.js';
import { trials } from './trials.js';

/**
 * `npm run harness`: shows both controls in Microsoft's own test harness with sample data and takes pictures of them into
 * `.cache/harness/pictures`. Fails when one stays blank, does not show its data or throws.
 */
async function main(): Promise<number> {
  const command = await installedHarness();
  const folder = join(root, '.cache', 'harness', 'pictures');
  mkdirSync(folder, { recursive: true });
  const dataverse = await startDataverse({ port: 0 });
  const browser = await launchChromium();
  const wrong: string[] = [];
  try {
    for (const trial of trials) {
      await using harness = await startHarness(command, trial.control);
      const said = await show(browser, harness, dataverse, trial, folder);
      process.stdout.write(`${trial.control}: ${said.length === 0 ? 'shows its data' : 'wrong'}\n`);
      wrong.push(...said);
    }
  } finally {
    await browser.close();
    await dataverse.child.stop();
  }
  for (const sentence of wrong) process.stderr.write(`${sentence}\n`);
  process.stdout.write(`Pictures: ${folder}\n`);
  return wrong.length === 0 ? 0 : 1;
}

process.exitCode = await main();
