import { selectableTables } from '@pmds/contracts/field-selection';
import { OutsideError, RunFailure } from '../domain/failures.js';
import type { Run } from '../domain/run.js';
import type { SourceCall } from '../ports/recipient-source.js';
import type { RunContext } from './run-context.js';
import { endFailed, endSilently } from './end-run.js';
import { learnPlannedSends } from './planned-send.js';
import { retriedRun } from './run-retry.js';
import { planScan } from './run-scan.js';

/** Takes the sync's row for this run, keeps what it asks for, and prepares the id scan. */
export async function claimRun(context: RunContext, run: Run, call: SourceCall): Promise<void> {
  const { storage, source, reporter, clock, events } = context;
  const startedAt = await storage.transaction((writer) => writer.keepStartedAt(run.runId, clock.now()));
  const claim = await reporter.claim(run, startedAt, call.signal);
  switch (claim.kind) {
    case 'taken':
    case 'gone':
      await endSilently(context, run, claim.kind === 'gone' ? 'failed' : 'cancelled');
      return;
    case 'incompatible':
      throw new RunFailure('VERSION_MISMATCH', claim.detail);
    case 'refused':
      await endFailed(context, run, {
        stage: 'claim',
        code: 'START_REFUSED',
        sentences: claim.problems.map((problem) => problem.sentence),
        ...(claim.name === undefined ? {} : { name: claim.name }),
        ...(claim.notificationEmails === undefined ? {} : { notificationEmails: claim.notificationEmails }),
      });
      return;
    case 'claimed':
      break;
  }
  const order = { ...claim.order, optOutFlags: context.optOutFlags };
  try {
    const sources = source.sources(order.lists);
    const tables = selectableTables.filter((table) => order.lists.some((list) => list.table === table));
    const columns = await source.planColumns(order.fields, tables, call);
    const retried = await retriedRun(context, { ...run, order, columns });
    const scans = retried === null ? await planScan(context, order, sources, call) : [];
    await storage.transaction(async (writer) => {
      // The members of a retry are known, as they were when their lists were read.
      const lists = retried?.order?.lists ?? order.lists;
      await writer.keepOrder(run.runId, { ...order, lists }, columns);
      await writer.addRanges(run.runId, scans);
    });
  } catch (error) {
    // The row is claimed: its name and addresses have to be known for the mail that tells of the failure.
    if (!(error instanceof RunFailure)) throw error;
    const { name, notificationEmails } = order;
    await endFailed(context, run, {
      stage: 'claim',
      code: error.code,
      sentences: [error.message],
      name,
      notificationEmails,
    });
    return;
  }
  await foreseeMail(context, run, order.notificationEmails, call.signal);
  await learnPlannedSends(context, run.runId, call);
  events.event('run-claimed', { runId: run.runId, lists: order.lists.length });
}

/** Says on the row which address will get no mail; that a run cannot find it out is no reason to stop it. */
async function foreseeMail(
  { storage, reporter, events, outboxFilled }: RunContext,
  { runId, dataSyncId }: Run,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  try {
    const unsent = await reporter.foreseeMail(addresses, signal);
    if (unsent.length === 0) return;
    const patch = { completionMail: { state: 'foreseen', unsent } } as const;
    await storage.transaction((writer) => writer.send([{ kind: 'sync-row', runId, dataSyncId, patch }]));
    outboxFilled();
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    events.event('mail-check-failed', { runId, error: error.message });
  }
}
