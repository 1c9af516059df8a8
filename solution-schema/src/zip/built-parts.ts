import { cp, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MissingFile } from './package-zip.js';

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Copies one control's production build beside its record, replacing the build before. */
async function copyControl(repository: string, folder: string): Promise<void> {
  const constructor = folder.slice(folder.lastIndexOf('.') + 1);
  // A project builds one control or several.
  const places = (await readdir(join(repository, 'controls'))).map(
    (one) => `controls/${one}/out/controls/${constructor}`,
  );
  const found = await Promise.all(places.map((place) => exists(join(repository, place))));
  const built = places[found.indexOf(true)] ?? `controls/*/out/controls/${constructor}`;
  for (const file of ['ControlManifest.xml', 'bundle.js']) {
    if (!(await exists(join(repository, built, file)))) {
      throw new MissingFile(`${built}/${file} is missing. Run "npm run build" first.`);
    }
  }
  const target = join(repository, 'solution', 'Controls', folder);
  for (const entry of await readdir(target)) {
    if (entry !== 'ControlManifest.xml.data.xml') await rm(join(target, entry), { recursive: true });
  }
  await cp(join(repository, built), target, { recursive: true });
}

/** Names of the script web resources, from their records: `pmds_/js/x.js`. */
async function scriptNames(folder: string, name = ''): Promise<readonly string[]> {
  const names: string[] = [];
  for (const entry of await readdir(join(folder, name), { withFileTypes: true })) {
    const path = name === '' ? entry.name : `${name}/${entry.name}`;
    if (entry.isDirectory()) names.push(...(await scriptNames(folder, path)));
    else if (path.endsWith('.js.data.xml')) names.push(path.replace(/\.data\.xml$/, ''));
  }
  return names;
}

/**
 * Puts the built bundles of controls and scripts into `solution/`, so that any packer can take the folder as it stands.
 * @throws MissingFile naming the first bundle that is not built.
 */
export async function copyBuiltParts(repository: string): Promise<void> {
  for (const folder of await readdir(join(repository, 'solution', 'Controls'))) await copyControl(repository, folder);
  const records = join(repository, 'solution', 'WebResources');
  for (const name of await scriptNames(records)) {
    const built = join(repository, 'webresources', 'dist', name);
    if (!(await exists(built))) {
      throw new MissingFile(`webresources/dist/${name} is missing. Run "npm run build" first.`);
    }
    await mkdir(dirname(join(records, name)), { recursive: true });
    await cp(built, join(records, name));
  }
}
