import { readFileSync } from 'node:fs';

/** Version of the service, from its package. */
export const serviceVersion = readVersion();

function readVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}
