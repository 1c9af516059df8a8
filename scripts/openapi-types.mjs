import { writeFileSync } from 'node:fs';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';

const file = new URL('../contracts/src/generated/prefill-api.ts', import.meta.url).pathname;

/** The types of the API that pages ask, as they are made of its description. */
export async function prefillApiTypes() {
  const { prefillApi } = await import('../contracts/dist/prefill-openapi.js');
  const nodes = await openapiTypescript(JSON.parse(JSON.stringify(prefillApi)), { immutable: true, alphabetize: true });
  const text = `// Made from contracts/src/prefill-openapi.ts by "npm run generate:api". Do not edit.\n${astToString(nodes)}`;
  return format(text, { ...(await resolveConfig(file)), filepath: file });
}

if (process.argv[1] === new URL(import.meta.url).pathname) writeFileSync(file, await prefillApiTypes());
