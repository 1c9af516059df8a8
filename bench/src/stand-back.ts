import { execFileSync } from 'node:child_process';

/**
 * Lets a process run only while nobody else wants the processor: the server that a sync reads from is elsewhere, and must
 * not take a core from those whom an experiment is about. A lower priority alone is not enough: the scheduler lets whoever
 * runs finish a slice of milliseconds. Linux only, as the experiments that need it.
 */
export function standBack(pid: number): void {
  execFileSync('chrt', ['--idle', '--all-tasks', '--pid', '0', String(pid)]);
}
