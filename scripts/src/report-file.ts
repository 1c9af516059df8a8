import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Report } from './report.js';
import { StartError } from './start-error.js';

/**
 * Makes sure before a run that its report can be written, and takes the one of an earlier run away: nobody shall take that
 * for the result of a run that failed. @throws StartError
 */
export function prepareReportFile(path: string): void {
  tryWriting(path, () => {
    makeFolder(dirname(path));
    const found = statSync(path, { throwIfNoEntry: false });
    // A pipe or a terminal is written to once, and stays.
    if (found !== undefined && !found.isFile() && !found.isDirectory()) return;
    writeFileSync(path, '');
    rmSync(path);
  });
}

/** Writes what was printed as JSON. @throws StartError */
export function writeReportFile(path: string, report: Report): void {
  tryWriting(path, () => writeFileSync(path, `${JSON.stringify(report, null, 2)}\n`));
}

/** Node's own `recursive` never returns where the system says that a folder to be made does not exist, as in `/proc`. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

function tryWriting(path: string, write: () => void): void {
  try {
    write();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StartError(`The report cannot be written to ${path} (${why}). Give --report the path of a file.`);
  }
}
