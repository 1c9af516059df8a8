/** Builds both controls for production: `node controls/build.mjs`. Exit code 1 when one of them fails. */
import { spawn } from 'node:child_process';
import { rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

const controls = ['FieldsToSync', 'MarketingLists'];
const here = import.meta.dirname;

/** Runs pcf-scripts in a control's folder and gives everything it printed. */
function pcfScripts(folder) {
  const program = createRequire(path.join(folder, 'package.json')).resolve('pcf-scripts/bin/pcf-scripts.js');
  // The repository's own ESLint checks the sources, with more rules than this build would.
  const args = [program, 'rebuild', '--buildMode', 'production', '--skipBuildLinting', 'true'];
  const env = { ...process.env, PP_TOOLS_TELEMETRY_OPTOUT: '1', NODE_ENV: 'production' };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: folder, env });
    let printed = '';
    child.stdout.on('data', (data) => (printed += String(data)));
    child.stderr.on('data', (data) => (printed += String(data)));
    child.on('error', reject);
    child.on('close', () => resolve(printed));
  });
}

/** pcf-scripts exits 0 on a failed build and leaves the old bundle in place, so its words and the file decide. */
async function build(control) {
  const folder = path.join(here, control);
  const bundle = path.join(folder, 'out', 'controls', control, 'bundle.js');
  await rm(path.dirname(bundle), { recursive: true, force: true });
  const printed = await pcfScripts(folder);
  const size = await stat(bundle).then(
    (file) => file.size,
    () => 0,
  );
  if (!printed.includes('Succeeded') || /\[pcf-\d+\] \[Error\]/i.test(printed) || size === 0) {
    throw new Error(`The control ${control} did not build:\n${printed}`);
  }
  return `${control}: ${(size / 1024).toFixed(1)} KB`;
}

const outcomes = await Promise.allSettled(controls.map(build));
for (const outcome of outcomes) {
  if (outcome.status === 'fulfilled') console.error(outcome.value);
  else {
    console.error(outcome.reason instanceof Error ? outcome.reason.message : outcome.reason);
    process.exitCode = 1;
  }
}
