import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Fingerprint of what a run exported; a run of ours has one file, under its own name. */
export function exportFingerprint(folder: string, runId: string): string {
  const files = readdirSync(folder).filter((file) => file.includes(runId));
  const [file] = files;
  if (file === undefined || files.length > 1 || !file.endsWith('.csv')) return `files: ${files.join(', ')}`;
  const text = readFileSync(join(folder, file));
  const records = text.toString('utf8').split('\r\n').length - 2;
  return `${String(records)} records ${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
}
