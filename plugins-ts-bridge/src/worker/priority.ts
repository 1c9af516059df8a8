import { readlinkSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';

/**
 * Lets this thread have a core only while nobody else wants it: a sync may take all there is, but who opens a form is
 * answered at once. Linux alone has priorities of single threads; elsewhere nothing changes.
 * https://man7.org/linux/man-pages/man2/setpriority.2.html (NOTES: per-thread), proc_thread-self(5)
 */
export function standBehindThoseWhoAnswer(): void {
  if (process.platform !== 'linux') return;
  try {
    // "12345/task/12356"
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    setPriority(
      thread,
      Math.min(getPriority() + constants.priority.PRIORITY_BELOW_NORMAL, constants.priority.PRIORITY_LOW),
    );
  } catch {
    // Without /proc, or where a sandbox forbids it, both share as before.
  }
}
