import { join } from 'node:path';

/** The repository: this file is `scripts/src/processes/paths.ts`, compiled `scripts/dist/processes/paths.js`. */
export const root = join(import.meta.dirname, '..', '..', '..');

/** Compiled entries of the two processes. */
export const entries = {
  dataverse: join(root, 'emulator', 'dist', 'main.js'),
  bridge: join(root, 'plugins-ts-bridge', 'dist', 'main.js'),
} as const;

/** Sample web forms and the script that fills them in. */
export const forms = {
  samples: join(root, 'prefill', 'samples'),
  script: join(root, 'prefill', 'dist', 'prefill.js'),
} as const;
