import { errorOf, failureOf } from '../../domain/reported-failure.js';
import { isClaimed, type ClaimedRun } from '../../domain/run/run.js';
import type { MemberSource, SourceCall } from '../../ports/recipient-source.js';
import type { Range, RangeIn } from '../../ports/store/ledger/ranges.js';
import type { RangeKey, RangeWorker, StepResult } from '../../ports/work.js';
import { deliverStep } from '../delivery/deliver.js';
import { callOf, type ReadingContext } from '../run/run-context.js';
import { runSources } from '../members/run-sources.js';
import { readStep, splitRead } from '../members/run-read.js';
import { scanStep, splitScan } from '../members/run-scan.js';
import { pagesAreSlow } from './slow-pages.js';
import { verifyStep } from '../members/run-verify.js';

/** Steps of ranges, whatever their run and stage, from what the ledger says alone. */
export function createRangeWorker(context: ReadingContext): RangeWorker {
  const { storage, source } = context;

  /** The range with its run, while there is something to do. */
  async function find({
    runId,
    range: number,
  }: RangeKey): Promise<{ readonly run: ClaimedRun; readonly range: Range } | null> {
    const [run, range] = [await storage.read.runs.find(runId), await storage.read.ranges.find(runId, number)];
    if (run === null || !isClaimed(run)) return null;
    return range === null || range.done || range.stage !== run.phase ? null : { run, range };
  }

  async function hasMoved({ runId }: RangeKey, { number, at }: Range): Promise<boolean> {
    const now = await storage.read.ranges.find(runId, number);
    return now === null || now.done || now.at?.page !== at?.page;
  }

  return {
    open: async (runId, stage) =>
      (await storage.read.ranges.ofStage(runId, stage))
        .filter((range) => !range.done)
        .map((range) => ({ range: range.number, page: range.at?.page ?? 0 })),

    step: async (key, signal) => {
      const found = await find(key);
      if (found === null) return 'done';
      const { run, range } = found;
      const call = callOf(run, signal);
      const result = await stepOf(context, run, range, call);
      return result === 'again' && (await hasMoved(key, range)) ? 'overtaken' : result;
    },

    split: async (key, chainsIdle, signal) => {
      // The chain beyond the concurrency only bridges the time of a commit.
      const idle = source.pace.concurrency > 1 ? chainsIdle : 0;
      if (idle < 1) return [];
      const found = await find(key);
      if (found === null || found.range.stage === 'verify' || found.range.stage === 'deliver') return [];
      const { run, range } = found;
      if (range.stage === 'read') return splitRead(context, range, idle);
      const from = sourceOf(context, run, range);
      return from === undefined ? [] : splitScan(context, range, from, idle, callOf(run, signal));
    },

    fail: async (runId, error) => {
      const failure = failureOf(error);
      if (failure.code === 'INTERNAL') context.events.event('worker-error', { runId, error: textOf(error) });
      await storage.transaction((unit) => unit.runs.reportFailure(runId, failure));
    },

    takeFailure: async (runId) => {
      const reported = (await storage.read.runs.find(runId))?.reportedFailure ?? null;
      if (reported === null) return null;
      await storage.transaction((unit) => unit.runs.reportFailure(runId, null));
      return errorOf(reported);
    },

    concurrency: () => source.pace.concurrency,

    slow: (runId) => pagesAreSlow(source.pace, runId),
  };
}

function stepOf(context: ReadingContext, run: ClaimedRun, range: Range, call: SourceCall): Promise<StepResult> {
  switch (range.stage) {
    case 'scan':
    case 'read': {
      const from = sourceOf(context, run, range);
      if (from === undefined) return Promise.resolve('done');
      return range.stage === 'scan'
        ? scanStep(context, run, range, from, call)
        : readStep(context, run, range, from, call);
    }
    case 'verify':
      return verifyStep(context, run, range, call);
    case 'deliver':
      return deliverStep(context, run, range);
  }
}

function sourceOf(
  { source }: ReadingContext,
  run: ClaimedRun,
  { subject }: RangeIn<'scan' | 'read'>,
): MemberSource | undefined {
  return runSources(source.lists, run.order).find(({ position }) => position === subject.position)?.from;
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
