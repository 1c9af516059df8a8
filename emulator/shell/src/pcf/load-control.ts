import { platformError } from '../server/platform-error';
import { readControlManifest, readResx, type ControlManifest } from '../xml/control-manifest';
import { loadScript } from '../xrm/scripts';
import { registeredControl, type ControlConstructor } from './registry';

export interface LoadedControl {
  readonly name: string;
  readonly manifest: ControlManifest;
  readonly texts: ReadonlyMap<string, string>;
  readonly construct: ControlConstructor;
}

const loaded = new Map<string, Promise<LoadedControl>>();

/** Loads manifest, texts and bundle of an imported code component, as they were packed. */
export function loadControl(name: string, languageId: number): Promise<LoadedControl> {
  let known = loaded.get(name);
  if (known === undefined) {
    known = load(name, languageId);
    known.catch(() => loaded.delete(name));
    loaded.set(name, known);
  }
  return known;
}

async function load(name: string, languageId: number): Promise<LoadedControl> {
  const folder = `/_shell/controls/${name}/`;
  const manifest = readControlManifest(await readText(`${folder}ControlManifest.xml`), name);
  const texts = new Map<string, string>();
  for (const path of manifest.texts) {
    for (const [key, value] of await readTexts(folder, path, languageId)) texts.set(key, value);
  }
  for (const path of manifest.styles) loadStyle(`${folder}${path}`);
  await loadScript(`${folder}${manifest.code}?v=${manifest.version}`, `${name}/${manifest.code}`);
  return { name, manifest, texts, construct: registeredControl(`${manifest.namespace}.${manifest.constructorName}`) };
}

/** The manifest names one resx; its siblings in other languages stand beside it. Without one the named file is used. */
async function readTexts(folder: string, path: string, languageId: number): Promise<ReadonlyMap<string, string>> {
  const own = path.replace(/\.\d{4,5}\.resx$/, `.${languageId}.resx`);
  const response = await fetch(`${folder}${own}`);
  return readResx(response.ok ? await response.text() : await readText(`${folder}${path}`), path);
}

async function readText(path: string): Promise<string> {
  const response = await fetch(path);
  if (!response.ok) throw await platformError(response);
  return response.text();
}

function loadStyle(href: string): void {
  if (document.querySelector(`link[href="${href}"]`) !== null) return;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = href;
  document.head.append(link);
}
