import { readFile } from 'node:fs/promises';
import { join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Store } from '../data/store.js';
import { controlFileName } from '../solution/parts/controls.js';

export interface FileAnswer {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

const contentTypes: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  htm: 'text/html; charset=utf-8',
  xml: 'text/xml; charset=utf-8',
  resx: 'text/xml; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  gif: 'image/gif',
  ico: 'image/x-icon',
  map: 'application/json',
};

function contentTypeOf(path: string): string {
  return contentTypes[path.slice(path.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream';
}

/** A web resource by its name; null when the organisation has none of that name. */
export function webResource(store: Store, name: string): FileAnswer | null {
  const rows = store.rows('webresource');
  for (const row of rows.byValue('name').rows(name)) {
    const content = rows.value(row, 'content');
    return {
      contentType: contentTypeOf(name),
      bytes: Buffer.from(typeof content === 'string' ? content : '', 'base64'),
    };
  }
  return null;
}

/** A file of an imported code component, by its path in the component's folder. */
export function controlFile(store: Store, control: string, path: string): FileAnswer | null {
  return webResource(store, controlFileName(control, path));
}

/** Where the bundles of the app shell are built: `emulator/shell/dist`, from `emulator/src` or `emulator/dist` alike. */
const assetFolder = fileURLToPath(new URL('../../shell/dist/', import.meta.url));

/** A file of the app shell itself; null outside its folder. */
export async function asset(path: string): Promise<FileAnswer | null> {
  const file = normalize(join(assetFolder, path));
  if (!file.startsWith(assetFolder.endsWith(sep) ? assetFolder : `${assetFolder}${sep}`)) return null;
  try {
    return { contentType: contentTypeOf(file), bytes: await readFile(file) };
  } catch {
    return null;
  }
}
