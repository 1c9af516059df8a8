import { readdirSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/**
 * Puts all threads of a process behind the others of this machine: the server that a sync reads from is elsewhere, and must
 * not take a core from those whom an experiment is about. Linux only, as the experiments that need it.
 */
export function standBack(pid: number): void {
  for (const thread of readdirSync(`/proc/${String(pid)}/task`)) {
    setPriority(Number(thread), constants.priority.PRIORITY_BELOW_NORMAL);
  }
}
