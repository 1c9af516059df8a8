import { selectableTables, type SelectableTable } from '@pmds/contracts/fields/field-selection';
import { accountedFor, type DestinationKind, type StoredDelivery } from '../../domain/delivery/delivery.js';
import { RunFailure } from '../../domain/failures.js';
import { isClaimed, type ClaimedRun, type Run, type SyncOrder } from '../../domain/run/run.js';
import type { TraceRow } from '../../domain/run/trace.js';
import { DestinationFailure, type Destination, type RefusedRow } from '../../ports/destination.js';
import type { Hashing } from '../../ports/hashing.js';
import type { RangeIn } from '../../ports/store/ledger/ranges.js';
import type { StepResult } from '../../ports/work.js';
import type { ReadingContext } from '../run/run-context.js';
import { traceOf } from '../run/run-traces.js';

type DeliveryContext = Pick<ReadingContext, 'storage' | 'destinations' | 'events'>;
type DeliveringContext = DeliveryContext & Pick<ReadingContext, 'hashing' | 'serverClock'>;

/** Whether the run delivers anywhere beside the profile store. */
export function delivers({ order }: ClaimedRun): boolean {
  return (order.destinations ?? []).length > 0;
}

/** One range per destination: each gets its members in one order, whatever happens to the service meanwhile. */
export async function planDeliveries({ storage }: Pick<DeliveryContext, 'storage'>, run: ClaimedRun): Promise<void> {
  const destinations = run.order.destinations ?? [];
  const open = { stage: 'deliver', slice: { from: null, to: null }, at: null, lastId: null, pivots: [] } as const;
  await storage.transaction(async (unit) => {
    await unit.deliveries.open(run.runId, destinations);
    const rowsExpected = await unit.read.staging.count(run);
    await unit.ranges.add(
      run.runId,
      destinations.map((_, position) => ({ ...open, subject: { kind: 'destination', position }, rowsExpected })),
    );
    await unit.runs.setPhase(run.runId, 'deliver');
  });
}

/**
 * Delivers one batch of staged members: contacts first, then leads, in the order of their ids. A batch whose commit was lost
 * is written again, with the same content, from the state before it.
 */
export async function deliverStep(
  context: DeliveringContext,
  run: ClaimedRun,
  range: RangeIn<'deliver'>,
): Promise<StepResult> {
  const { storage } = context;
  const destinations = await storage.read.deliveries.of(run.runId);
  const delivery = destinations.find(({ position }) => position === range.subject.position);
  if (delivery?.failure !== null) return 'done';
  try {
    const destination = destinationOf(context, delivery);
    const table = tableAt(range);
    const rows = await storage.read.staging.read(run, table, range.lastId, destination.batchRows);
    await using written = await destination.begin(run, delivery.state);
    const { counts, state, refused = [] } = await written.write({ table, rows });
    const traces = refusedTraces(context, run, { table, delivery, refused });
    const ended = rows.length < destination.batchRows;
    const following = ended ? selectableTables[selectableTables.indexOf(table) + 1] : table;
    const next = following === undefined ? null : { page: (range.at?.page ?? 0) + 1, cookie: following };
    const lastId = ended ? null : (rows.at(-1)?.id ?? null);
    const committed = await storage.transaction(async (unit) => {
      const moved = await unit.ranges.advance(run, range, { rows: rows.length, lastId, next });
      if (moved) {
        await unit.deliveries.add(run.runId, delivery.position, { state, counts });
        await unit.traces.add(traces);
      }
      return moved;
    });
    if (!committed) return 'again';
    return next === null ? 'done' : 'more';
  } catch (error) {
    await failDelivery(context, run, delivery, error);
    return 'done';
  }
}

/** Members whom the destination does not take are ready all the same: a warning each. */
function refusedTraces(
  { hashing, serverClock }: DeliveringContext,
  run: ClaimedRun,
  { table, delivery, refused }: RefusedMembers,
): readonly TraceRow[] {
  return refused.map(({ id, why }) => {
    const part = `${delivery.kind} ${delivery.position}`;
    const subject = { stage: 'deliver', code: 'DELIVERY_FAILED', severity: 'warning', message: why, part } as const;
    return traceOf(run, { ...subject, member: { table, id, exists: true } }, { hashing, now: serverClock.now() });
  });
}

interface RefusedMembers {
  readonly table: SelectableTable;
  readonly delivery: StoredDelivery;
  readonly refused: readonly RefusedRow[];
}

/** Of a range that delivers the cookie names the table that comes next. */
function tableAt({ at }: RangeIn<'deliver'>): SelectableTable {
  return selectableTables.find((table) => table === at?.cookie) ?? 'contact';
}

/**
 * Makes complete deliveries visible. One that lacks members has failed; the others and the profile store are not touched by it.
 */
export async function completeDeliveries(context: DeliveryContext, run: ClaimedRun): Promise<void> {
  const { storage, events } = context;
  const due = await storage.read.staging.count(run);
  for (const delivery of await storage.read.deliveries.of(run.runId)) {
    if (delivery.failure !== null || delivery.receipt !== null) continue;
    try {
      const accounted = accountedFor(delivery.counts);
      if (accounted !== due) {
        const detail = `${due} members were to be delivered, but ${accounted} are accounted for.`;
        throw new DestinationFailure('DELIVERY_FAILED', detail);
      }
      await using open = await destinationOf(context, delivery).begin(run, delivery.state);
      const receipt = await open.finish();
      await storage.transaction((unit) => unit.deliveries.complete(run.runId, delivery.position, receipt));
      events.event('delivered', { runId: run.runId, destination: delivery.kind, rows: accounted });
    } catch (error) {
      await failDelivery(context, run, delivery, error);
    }
  }
}

/** Takes back what the run delivered, since it does not complete or delivers anew. */
export async function abandonDeliveries(context: DeliveryContext, run: Run): Promise<void> {
  // What has not claimed its row delivers nothing.
  if (!isClaimed(run)) return;
  for (const delivery of await context.storage.read.deliveries.of(run.runId)) await abandon(context, run, delivery);
}

async function failDelivery(
  context: DeliveryContext,
  run: ClaimedRun,
  delivery: StoredDelivery,
  error: unknown,
): Promise<void> {
  if (!(error instanceof DestinationFailure)) throw error;
  const { storage, events } = context;
  const { failure } = error;
  await abandon(context, run, delivery);
  await storage.transaction(async (unit) => {
    await unit.deliveries.fail(run.runId, delivery.position, failure);
    await unit.ranges.endDelivery(run.runId, delivery.position);
  });
  events.event('delivery-failed', { runId: run.runId, destination: delivery.kind, code: failure.code });
}

/** An Error Trace for each delivery that failed, once the run ends with it. */
export function deliveryTraces(
  run: Run,
  deliveries: readonly StoredDelivery[],
  by: { readonly hashing: Hashing; readonly now: Date },
): readonly TraceRow[] {
  return deliveries.flatMap(({ position, kind, failure }) => {
    if (failure === null) return [];
    const { code, detail: message } = failure;
    return [traceOf(run, { stage: 'deliver', code, message, part: `${kind} ${position}` }, by)];
  });
}

async function abandon(context: DeliveryContext, run: ClaimedRun, delivery: StoredDelivery): Promise<void> {
  try {
    await using open = await destinationOf(context, delivery).begin(run, delivery.state);
    await open.abandon();
  } catch (error) {
    // What cannot be opened has nothing to be taken back.
    if (!(error instanceof DestinationFailure)) throw error;
  }
}

function destinationOf({ destinations }: DeliveryContext, { kind }: Pick<StoredDelivery, 'kind'>): Destination {
  const destination = byKind(destinations).get(kind);
  if (destination !== undefined) return destination;
  throw new DestinationFailure('DELIVERY_FAILED', `The service has no destination for the ${kind} delivery any more.`);
}

/** @throws RunFailure DESTINATION_NOT_READY with a sentence for each thing that stands against a delivery. */
export async function checkDestinations(
  { destinations }: Pick<DeliveryContext, 'destinations'>,
  order: SyncOrder,
): Promise<void> {
  const problems: string[] = [];
  for (const { kind } of order.destinations ?? []) {
    const destination = byKind(destinations).get(kind);
    if (destination === undefined) problems.push(missing[kind]);
    else problems.push(...(await destination.check(order)));
  }
  if (problems.length > 0) throw new RunFailure('DESTINATION_NOT_READY', problems.join(' '));
}

const missing: Readonly<Record<DestinationKind, string>> = {
  'crm-column': 'A web form of the sync names a column for its links, but the service cannot write any.',
  csv: 'The sync exports a CSV file, but the service has no folder for exports (PMDS_EXPORT_FOLDER).',
};

function byKind(destinations: readonly Destination[]): ReadonlyMap<DestinationKind, Destination> {
  return new Map(destinations.map((destination) => [destination.kind, destination]));
}
