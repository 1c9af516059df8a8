import { join } from 'node:path';

/** The repository: this file is `scripts/src/processes/paths.ts`, compiled `scripts/dist/processes/paths.js`. */
export const root = join(import.meta.dirname, '..', '..', '..');

/** How Node.js is asked for the two processes. */
export const nodeArguments: Readonly<Record<'dataverse' | 'bridge', readonly string[]>> = {
  dataverse: [join(root, 'emulator', 'dist', 'main.js')],
  // The sync keeps every core busy: helpers that collect its garbage beside it would take theirs from whoever opens a form.
  bridge: ['--single-threaded-gc', join(root, 'plugins-ts-bridge', 'dist', 'main.js')],
};

/** Sample web forms and the script that fills them in. */
export const forms = {
  samples: join(root, 'prefill', 'samples'),
  scripts: join(root, 'prefill', 'dist'),
} as const;
