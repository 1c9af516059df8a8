import { join } from 'node:path';
import type { SqliteHandle } from '@pmds/bridge/adapters/sql/driver/handle';
import { openSqlite } from '@pmds/bridge/adapters/sql/driver/open';
import type { BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';

/** What the bridge's own ledger says, read from beside while the bridge runs. */
export interface LedgerView {
  readonly phase: string;
  readonly generation: number;
  /** Member pages that are committed. */
  readonly pages: number;
}

function open(env: BridgeEnvironment, readonly: boolean): SqliteHandle {
  const folder = (env['PMDS_STORE'] ?? '').replace(/^sqlite:/, '');
  return openSqlite(join(folder, 'ledger.sqlite'), { readonly, timeout: 5_000 });
}

/** @returns `null` while the ledger does not know the run. */
export function readLedger(env: BridgeEnvironment, runId: string): LedgerView | null {
  const db = open(env, true);
  try {
    const run = db.prepare('select phase, generation from run where run_id = ?').get(runId) as
      { phase: string; generation: number } | undefined;
    if (run === undefined) return null;
    const { pages } = db
      .prepare("select coalesce(sum(page - 1), 0) as pages from range where run_id = ? and stage = 'read'")
      .get(runId) as { pages: number };
    return { ...run, pages };
  } catch {
    // The file or its tables are being made.
    return null;
  } finally {
    db.close();
  }
}

/** Takes one stored profile out of a run's generation, as a fault of the disk or a hand in the database would. */
export function dropOneProfile(env: BridgeEnvironment, generation: number): void {
  const db = open(env, false);
  try {
    const table = `profile_${String(generation)}`;
    const { changes } = db.prepare(`delete from ${table} where rowid = (select min(rowid) from ${table})`).run();
    if (changes !== 1) throw new Error('There was no profile to drop.');
  } finally {
    db.close();
  }
}

/** How long a Retry-After that the bridge was told still runs; 0 when it was told none. */
export function pauseLeftMs(env: BridgeEnvironment): number {
  const db = open(env, true);
  try {
    const row = db.prepare('select max(pause_until_ms) as untilMs from user_limit').get() as { untilMs: number | null };
    return Math.max(0, (row.untilMs ?? 0) - Date.now());
  } finally {
    db.close();
  }
}
