/** Builds the controls for production: `node controls/build.mjs`. Exit code 1 when one of them fails. */
import { spawn } from 'node:child_process';
import { rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Projects with the controls that each builds; a project has its own packages. */
const projects = { FieldsToSync: ['FieldsToSync', 'WebFormFields'], MarketingLists: ['MarketingLists'] };
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
async function build([project, controls]) {
  const folder = path.join(here, project);
  const bundles = controls.map((control) => path.join(folder, 'out', 'controls', control, 'bundle.js'));
  for (const bundle of bundles) await rm(path.dirname(bundle), { recursive: true, force: true });
  const printed = await pcfScripts(folder);
  const size = (bundle) =>
    stat(bundle).then(
      (file) => file.size,
      () => 0,
    );
  const sizes = await Promise.all(bundles.map(size));
  if (!printed.includes('Succeeded') || /\[pcf-\d+\] \[Error\]/i.test(printed) || sizes.includes(0)) {
    throw new Error(`The controls ${controls.join(' and ')} did not build:\n${printed}`);
  }
  return controls.map((control, index) => `${control}: ${(sizes[index] / 1024).toFixed(1)} KB`).join('\n');
}

const outcomes = await Promise.allSettled(Object.entries(projects).map(build));
for (const outcome of outcomes) {
  if (outcome.status === 'fulfilled') console.error(outcome.value);
  else {
    console.error(outcome.reason instanceof Error ? outcome.reason.message : outcome.reason);
    process.exitCode = 1;
  }
}
