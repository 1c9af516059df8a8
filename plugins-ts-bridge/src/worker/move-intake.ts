import { keepLostRun } from '../application/lost-run.js';
import { keepStart } from '../application/start-refusal.js';
import type { Hashing } from '../ports/hashing.js';
import type { IntakeSource } from '../ports/intake.js';
import type { LetterOrder } from '../domain/dead-letter.js';
import type { LedgerWriter, Storage } from '../ports/storage.js';

const batch = 200;

/**
 * Moves what the answering thread accepted into the ledger. First into the ledger, then out of the intake: dying between
 * the two repeats the move, which changes nothing.
 */
export async function moveIntake(
  intake: IntakeSource,
  storage: Storage,
  { hashing, now }: { readonly hashing: Hashing; readonly now: Date },
): Promise<void> {
  for (;;) {
    const entries = await intake.take(batch);
    if (entries.length === 0) return;
    await storage.transaction(async (writer) => {
      for (const entry of entries) {
        if (entry.kind === 'start') await keepStart(writer, entry.request, hashing);
        else if (entry.kind === 'lost') await keepLostRun(writer, entry.lost, now);
        else if (entry.kind === 'cancel') await writer.requestCancel(entry.runId);
        else if (entry.kind === 'letter') await obey(writer, entry.order);
        else if (entry.kind === 'revocation') await writer.revoke(entry.rule);
        else if (entry.kind === 'closed') await writer.keepClosed(entry.closed);
        else await writer.keepFetchedProfile(entry.profile);
      }
    });
    await intake.forget(entries.map((entry) => entry.seq));
  }
}

async function obey(writer: LedgerWriter, { action, number }: LetterOrder): Promise<void> {
  if (action === 'drop') await writer.dropLetter(number);
  else await writer.resendLetter(number);
}
