import { readFileSync } from 'node:fs';
import type { OutcomeCounts } from '@pmds/contracts/run/counts';
import type { Check } from './sync/check.js';
import type { RunResult } from './sync/run-result.js';
import type { SeedTable } from './seeds/seed.js';

/** What `npm start` prints, as data; `--report FILE` writes it as JSON. */
export interface Report {
  readonly status: string;
  readonly message: string | null;
  readonly counts: Readonly<Record<SeedTable, CountsOfTable>>;
  readonly errors: number;
  /** Error Trace rows of the run by reason code. */
  readonly traces: Readonly<Record<string, number>>;
  readonly apiCalls: number;
  /** Blank rows of the files that people were read from; they are nobody. */
  readonly blankRows: number;
  /** From *Data Sync Started* to *Data Sync Completed*. */
  readonly seconds: number;
  readonly addresses: Addresses;
  readonly checks: readonly Check[];
  readonly memory: Memory;
}

export interface CountsOfTable {
  readonly members: number;
  readonly synced: number;
  readonly unchanged: number;
  readonly skipped: Readonly<Record<'deleted' | 'inactive' | 'noEmail' | 'optedOut', number>>;
  readonly failed: Readonly<Record<'unreadable' | 'value', number>>;
}

export interface Addresses {
  readonly record: string;
  readonly errorTrace: string;
  readonly mailbox: string;
  readonly form: string;
}

interface Memory {
  /** Peak resident set (VmHWM) of the bridge; `null` where the system does not tell. */
  readonly bridgePeakMb: number | null;
  readonly startPeakMb: number;
}

function countsOf(members: number, outcomes: OutcomeCounts): CountsOfTable {
  return {
    members,
    synced: outcomes.synced,
    unchanged: outcomes.unchanged,
    skipped: {
      deleted: outcomes['skipped-deleted'],
      inactive: outcomes['skipped-inactive'],
      noEmail: outcomes['skipped-no-email'],
      optedOut: outcomes['skipped-opted-out'],
    },
    failed: { unreadable: outcomes['failed-unreadable'], value: outcomes['failed-value'] },
  };
}

export function reportOf(
  result: RunResult,
  blankRows: number,
  addresses: Addresses,
  checks: readonly Check[],
  memory: Memory,
): Report {
  const counts = (table: SeedTable) => countsOf(result.tables[table].members, result.tables[table].outcomes);
  return {
    status: result.status,
    message: result.message,
    counts: { contact: counts('contact'), lead: counts('lead') },
    errors: result.errors,
    traces: result.traceReasons,
    apiCalls: result.apiCalls,
    blankRows,
    seconds: result.seconds,
    addresses,
    checks,
    memory,
  };
}

/** Peak memory of a process, whole MB. Linux alone tells it of a process that is not ours. */
export function peakMemoryMb(pid: number): number | null {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1_024);
  } catch {
    return null;
  }
}
