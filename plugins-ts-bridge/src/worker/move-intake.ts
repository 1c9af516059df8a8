import { keepLostRun } from '../application/run/lost-run.js';
import { keepStart } from '../application/intake/start-refusal.js';
import { keepReview, keepSubmission } from '../application/responses/keep-responses.js';
import type { EngineEvents } from '../ports/events.js';
import type { Hashing } from '../ports/hashing.js';
import type { IntakeEntry, IntakeSource, BrokenEntry } from '../ports/store/intake.js';
import type { LetterOrder } from '../domain/outbox/dead-letter.js';
import type { PurgeScope } from '../ports/store/purge.js';
import type { OutboxWriter } from '../ports/store/ledger/outbox.js';
import type { Storage, UnitOfWork } from '../ports/store/storage.js';

const batch = 200;

interface MovingTerms {
  readonly hashing: Hashing;
  readonly events: EngineEvents;
  /** By Dataverse's clock. */
  readonly now: Date;
  /** By this machine's clock, as links are made. */
  readonly localNow: Date;
}

type Accepted = Exclude<IntakeEntry, BrokenEntry | { readonly kind: 'purge' }>;

/**
 * Moves what the answering thread accepted into the ledger. First into the ledger, then out of the intake: dying between
 * the two repeats the move, which changes nothing. A purge comes after all that was accepted before it. An
 * entry that cannot be read is told to whoever runs the service, and holds up none of the others.
 * @returns whether there was any.
 */
export async function moveIntake(intake: IntakeSource, storage: Storage, terms: MovingTerms): Promise<boolean> {
  for (let moved = false; ; moved = true) {
    const entries = await intake.take(batch);
    if (entries.length === 0) return moved;
    let accepted: Accepted[] = [];
    const move = async (): Promise<void> => {
      if (accepted.length > 0) await storage.transaction((unit) => keepAll(unit, accepted, terms));
      accepted = [];
    };
    const unreadable = entries.filter((entry) => entry.kind === 'unreadable');
    for (const { seq, problem } of unreadable) terms.events.event('intake-unreadable', { entry: seq, problem });
    await intake.setAside(unreadable.map(({ seq }) => seq));
    for (const entry of entries) {
      if (entry.kind === 'unreadable') continue;
      if (entry.kind !== 'purge') accepted.push(entry);
      else {
        await move();
        await purge(storage, entry.scope, terms);
      }
    }
    await move();
    await intake.forget(entries.filter(({ kind }) => kind !== 'unreadable').map(({ seq }) => seq));
  }
}

async function keepAll(
  unit: Pick<UnitOfWork, 'read' | 'starts' | 'runs' | 'outbox' | 'revocations' | 'closed' | 'changed' | 'submissions'>,
  entries: readonly Accepted[],
  { hashing, now }: MovingTerms,
): Promise<void> {
  for (const entry of entries) {
    if (entry.kind === 'start') await keepStart(unit, entry.request, hashing);
    else if (entry.kind === 'lost') await keepLostRun(unit, entry.lost, now);
    else if (entry.kind === 'cancel') await unit.starts.requestCancel(entry.runId);
    else if (entry.kind === 'letter') await obey(unit.outbox, entry.order);
    else if (entry.kind === 'revocation') await unit.revocations.revoke(entry.rule);
    else if (entry.kind === 'closed') await unit.closed.close(entry.closed);
    else if (entry.kind === 'submission') await keepSubmission(unit, entry.submission);
    else if (entry.kind === 'review') await keepReview(unit, entry.review);
    else if (entry.kind === 'change') await unit.changed.keep(entry.change);
    else await unit.closed.keepFetched(entry.profile);
  }
}

async function obey(outbox: OutboxWriter, { action, number }: LetterOrder): Promise<void> {
  if (action === 'drop') await outbox.dropLetter(number);
  else await outbox.resendLetter(number);
}

/** Numbers alone are told: the log must not keep whom it was about. */
async function purge(storage: Storage, scope: PurgeScope, { events, localNow }: MovingTerms): Promise<void> {
  const purged = await storage.retention.purge(scope, localNow);
  if (purged.kind === 'refused') events.event('purge-refused', { what: scope.kind, runs: purged.runs.length });
  else events.event('purged', { what: scope.kind, ...purged.held });
}
