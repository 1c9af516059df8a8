import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { take } from './camera.js';
import { launchChromium } from './chromium.js';
import { pictures, tidy } from './pictures.js';
import { pictureWorld } from './world.js';

/**
 * `npm run pictures [name …]`: takes the pictures of the guides, or some of them, from the running product into `docs/images`.
 * `PMDS_PICTURES` names another folder, `PMDS_CHROMIUM` another browser.
 */
async function main(wanted: readonly string[]): Promise<number> {
  const unknown = wanted.filter((name) => !pictures.some((picture) => picture.name === name));
  if (unknown.length > 0) {
    process.stderr.write(`There is no picture ${unknown.join(', ')}. There are: ${names(pictures)}.\n`);
    return 2;
  }
  const folder = process.env['PMDS_PICTURES'] ?? join(import.meta.dirname, '..', '..', '..', 'docs', 'images');
  mkdirSync(folder, { recursive: true });
  await using world = await pictureWorld();
  const browser = await launchChromium();
  try {
    for (const picture of pictures.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
      process.stdout.write(`${picture.name}\n`);
      await take(browser, world, picture, folder);
    }
    await tidy({ world });
  } finally {
    await browser.close();
  }
  return 0;
}

const names = (some: typeof pictures): string => some.map(({ name }) => name).join(', ');

process.exitCode = await main(process.argv.slice(2));
