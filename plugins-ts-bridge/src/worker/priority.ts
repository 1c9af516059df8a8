import { execFile } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';
import { promisify } from 'node:util';

/**
 * Lowers the priority of this thread: a sync may take all there is, but who opens a form comes first. Linux alone has
 * priorities of single threads; elsewhere nothing changes.
 * https://man7.org/linux/man-pages/man2/setpriority.2.html (NOTES: per-thread), proc_thread-self(5)
 */
export function rankBelowPrefill(): void {
  if (process.platform !== 'linux') return;
  try {
    const lower = getPriority() + constants.priority.PRIORITY_BELOW_NORMAL;
    setPriority(threadId(), Math.min(lower, constants.priority.PRIORITY_LOW));
  } catch {
    // Without /proc, or where a sandbox forbids it, both share as before.
  }
}

/**
 * Lets this thread run only while nobody else wants its core, until it ends: with a lower priority alone it may finish a
 * slice of milliseconds first. Beside other programs that keep all cores busy it would hardly run at all, so it is not for
 * always. https://man7.org/linux/man-pages/man7/sched.7.html (SCHED_IDLE)
 * @returns whether it does now; not without Linux and `chrt`.
 */
export async function yieldToPrefill(): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  try {
    await promisify(execFile)('chrt', ['-i', '-p', '0', String(threadId())]);
    return true;
  } catch {
    return false;
  }
}

/** As the system counts threads: "12345/task/12356". */
function threadId(): number {
  return Number(readlinkSync('/proc/thread-self').split('/').at(-1));
}
