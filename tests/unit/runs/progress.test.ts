import { pulse } from '@pmds/bridge/application/run/run-pulse';
import { CancelRequested, LeaseLost } from '@pmds/bridge/application/run/run-context';
import type { OutboxMessage } from '@pmds/bridge/domain/outbox/outbox';
import type { Run } from '@pmds/bridge/domain/run/run';
import { noOutcomes } from '@pmds/contracts/run/counts';
import { ManualClock } from '../engine-fakes/manual-clock';
import { aRun, runId } from '../edges/builders';

interface Given {
  /** The run as it is looked at. */
  readonly run?: Partial<Run> | null;
  /** As it is when its row is about to be told. */
  readonly held?: Partial<Run>;
  readonly renewed?: boolean;
  readonly undelivered?: number;
}

/** Beats for so long; what the row was told, and why the work was stopped. */
async function beats(forMs: number, { run = {}, held = {}, renewed = true, undelivered = 0 }: Given = {}) {
  const clock = new ManualClock();
  const sent: OutboxMessage[] = [];
  let renewals = 0;
  const reading = {
    ...aRun({ status: 'in-progress' }),
    phase: 'read',
    known: 'members',
    members: { contact: 10, lead: 0 },
  };
  const seen = run === null ? null : { ...reading, ...run };
  const read = {
    runs: { find: async () => seen, currentGeneration: async () => null },
    outbox: { oldest: async () => Array.from({ length: undelivered }, (_, seq) => ({ seq })) },
    counts: { outcomes: async () => ({ contact: { ...noOutcomes, synced: 4 }, lead: noOutcomes }) },
    ranges: { ofStage: async () => [] },
    traces: { errorCount: async () => 0 },
  };
  const unit = {
    read,
    runs: { hold: async () => ({ ...reading, ...run, ...held }), setStatus: async () => undefined },
    outbox: { send: async (messages: readonly OutboxMessage[]) => void sent.push(...messages) },
  };
  const context = {
    clock,
    serverClock: { now: () => clock.now() },
    source: { pace: { waiting: null } },
    storage: {
      read,
      leases: { renew: async () => ((renewals += 1), renewed) },
      transaction: async (act: (given: typeof unit) => Promise<unknown>) => act(unit),
    },
    outboxFilled: () => undefined,
  } as unknown as Parameters<typeof pulse>[0];
  const work = new AbortController();
  const done = new AbortController();
  const options = { owner: 'test', leaseMs: 60_000, everyMs: 2_000 };
  const beating = pulse(context, aRun({ runId }), options, work, done.signal);
  await clock.advance(forMs);
  done.abort(new Error('done'));
  await beating;
  return { told: sent.length, renewals, stopped: work.signal.reason as unknown };
}

describe('while a run is worked on', () => {
  it('its lease is kept at every beat, and its row is told at first often and later every ten seconds', async () => {
    // At 2, 4, 8, 16, 26, 36, 46 and 56 seconds.
    expect(await beats(64_000)).toEqual({ told: 8, renewals: 32, stopped: undefined });
  });

  it('nothing more is told of one that ends between the look and the word', async () => {
    expect(await beats(6_000, { held: { phase: 'ended' } })).toMatchObject({ told: 0, stopped: undefined });
  });

  it.each([
    ['has ended', { phase: 'ended' } as const],
    ['is not there any more', null],
  ])('it beats no more for one that %s', async (_, run) => {
    expect(await beats(20_000, { run })).toEqual({ told: 0, renewals: 1, stopped: undefined });
  });

  it('is stopped when another process has taken it over, and when somebody cancels it', async () => {
    const lost = await beats(20_000, { renewed: false });
    expect([lost.renewals, lost.stopped]).toEqual([1, expect.any(LeaseLost)]);
    const cancelled = await beats(20_000, { run: { cancelRequested: true } });
    expect([cancelled.told, cancelled.stopped]).toEqual([0, expect.any(CancelRequested)]);
  });

  it('its row is told nothing before the claim, and nothing more while the last word is on its way', async () => {
    expect(await beats(20_000, { run: { phase: 'claim' } })).toMatchObject({ told: 0, renewals: 10 });
    expect(await beats(20_000, { undelivered: 1 })).toMatchObject({ told: 0, renewals: 10 });
  });
});
