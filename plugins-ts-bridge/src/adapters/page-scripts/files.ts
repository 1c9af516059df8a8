import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { PageScript, PageScripts } from '../../ports/pages/page-scripts.js';

/** `prefill/` of the repository: this file is `plugins-ts-bridge/dist/adapters/page-scripts/files.js`. */
export const prefillFolder = join(import.meta.dirname, '..', '..', '..', '..', 'prefill');

/**
 * Reads the scripts once: what was built, `dist/`, and every version that was released, `released/<version>/`. They are
 * compressed here, so that nobody who opens a form waits for it.
 */
export function readPageScripts(folder: string): PageScripts {
  const scripts = new Map<string, PageScript>();
  const add = (version: string, from: string): void => {
    for (const file of readdirSync(from).filter((name) => name.endsWith('.js'))) {
      const plain = readFileSync(join(from, file));
      scripts.set(`${version}/${file}`, { plain, gzip: gzipSync(plain, { level: 9 }), br: brotliCompressSync(plain) });
    }
  };
  const released = join(folder, 'released');
  for (const version of existsSync(released) ? readdirSync(released) : []) add(version, join(released, version));
  const manifest = join(folder, 'dist', 'manifest.json');
  const current = existsSync(manifest) ? (JSON.parse(readFileSync(manifest, 'utf8')) as PageScripts['current']) : null;
  if (current !== null) add(current.version, join(folder, 'dist'));
  return { current, find: (version, file) => scripts.get(`${version}/${file}`) };
}
