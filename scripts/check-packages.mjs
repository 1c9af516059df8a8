// Checks the lock file without any network, writes an SBOM from it, and asks for known weaknesses where the registry answers.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { findingsOf, packagesOf, sbomOf } from './packages/lock.mjs';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: { lock: { type: 'string' }, sbom: { type: 'string' }, audit: { type: 'boolean', default: false } },
});
const lock = JSON.parse(readFileSync(values.lock ?? join(root, 'package-lock.json'), 'utf8'));
const packages = packagesOf(lock);
const { problems, deprecated } = findingsOf(lock, packages);
for (const line of deprecated) process.stdout.write(`deprecated: ${line}\n`);
for (const line of problems) process.stderr.write(`${line}\n`);
if (values.sbom !== undefined) {
  mkdirSync(dirname(values.sbom), { recursive: true });
  writeFileSync(values.sbom, `${JSON.stringify(sbomOf(lock, packages), null, 2)}\n`);
}
const weak = values.audit && !audited();
process.stdout.write(`${packages.length} packages, ${problems.length} problems\n`);
process.exitCode = problems.length > 0 || weak ? 1 : 0;

/** Only an answer counts: no network, or a registry without audits, is no failure. */
function audited() {
  const args = ['audit', '--json', '--audit-level=high', '--omit=dev', '--fetch-retries=0', '--fetch-timeout=5000'];
  let text;
  try {
    text = execFileSync('npm', args, {
      cwd: root,
      encoding: 'utf8',
      timeout: 30_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch (error) {
    text = error.stdout;
  }
  const counts = countsOf(text);
  if (counts === undefined) {
    process.stdout.write('npm audit: the registry does not answer; the checks above and the SBOM stand alone\n');
    return true;
  }
  process.stdout.write(`npm audit: ${JSON.stringify(counts)}\n`);
  return (counts.high ?? 0) + (counts.critical ?? 0) === 0;
}

function countsOf(text) {
  try {
    return JSON.parse(text).metadata?.vulnerabilities;
  } catch {
    return undefined;
  }
}
