import { selectableTables, type SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { NewerInCrm } from '@pmds/contracts/run/run-tally';
import type { MappedRow } from '../../domain/member/mapped-row.js';
import { readSince } from '../../domain/run/scope.js';
import type { Run, SealedRun } from '../../domain/run/run.js';
import type { MemberPage, SourceCall } from '../../ports/recipient-source.js';
import type { StagingReader } from '../../ports/store/staging.js';
import { profileText, sameBytes } from '../members/build-chunk.js';
import { runSources, uncoveredSources } from '../members/run-sources.js';
import { readingOf, readMembers } from '../members/read-members.js';
import type { RunContext } from './run-context.js';
import type { Hashing } from '../../ports/hashing.js';

/** Rows commit later than their stamp, and Dataverse's own machines differ by less. */
const overlapMs = 60_000;

/** Rows that changed since the run was started, as they are now. */
export interface ChangedMeanwhile {
  readonly pages: Readonly<Record<SelectableTable, readonly MemberPage<MappedRow>[]>>;
  readonly hashing: Hashing;
}

/**
 * Asks who changed while the run read, and on lists that it does not cover since they were read: a page each per table,
 * one call. The run is complete without it, so an answer that does not come is no failure.
 * @returns `null` where Dataverse does not tell.
 */
export async function changedMeanwhile(
  context: RunContext,
  run: SealedRun,
  call: SourceCall,
): Promise<ChangedMeanwhile | null> {
  const { source, hashing, serverClock, events, storage } = context;
  const startedAt = run.startedAt ?? serverClock.now();
  const pages: Record<SelectableTable, MemberPage<MappedRow>[]> = { contact: [], lead: [] };
  try {
    const parts = [
      { all: runSources(source.lists, run.order).map(({ from }) => from), readAt: startedAt },
      { all: uncoveredSources(source.lists, run.order), readAt: readSince(run.order.lists, startedAt) },
    ];
    for (const table of selectableTables) {
      if (run.members[table] === 0) continue;
      const reading = readingOf(context, run, table);
      for (const { all, readAt } of parts) {
        const sources = all.filter((one) => one.table === table);
        if (sources.length === 0) continue;
        const changedSince = new Date(readAt.getTime() - overlapMs);
        const ownWrites = await storage.read.writtenLinks.ownWrites(table, changedSince);
        const request = { sources, layout: reading.layout, changedSince, ownWrites };
        const page = await readMembers(
          reading,
          (take) => source.members.changedMembers(request, take, call),
          call.signal,
        );
        pages[table].push(page);
      }
    }
    return { pages, hashing };
  } catch (error) {
    call.signal.throwIfAborted();
    events.event('freshness-unknown', { runId: run.runId, error: error instanceof Error ? error.message : '' });
    return null;
  }
}

/**
 * Members whose stored values are not those that Dataverse has now. By the values themselves: a change between the start
 * and the moment a row was read is stored, and one of a field that was not selected is none.
 */
export async function newerInCrm(
  staging: StagingReader,
  run: Run,
  changed: ChangedMeanwhile | null,
): Promise<NewerInCrm | null> {
  if (changed === null) return null;
  let members = 0;
  let more = false;
  for (const table of selectableTables) {
    const pages = changed.pages[table];
    more ||= pages.some(({ next }) => next !== null);
    const rows = new Map(pages.flatMap((page) => page.rows.map(({ id, value }) => [id, value])));
    if (rows.size === 0) continue;
    const stored = await staging.storedHashes(run, table, [...rows.keys()]);
    for (const [id, hash] of stored) {
      const now = rows.get(id);
      const same = now?.kind === 'profile' && sameBytes(hash, changed.hashing.contentHash(profileText(id, now.cells)));
      if (!same) members += 1;
    }
  }
  return { members, more };
}
