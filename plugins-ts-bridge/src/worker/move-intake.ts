import type { IntakeSource } from '../ports/intake.js';
import type { Storage } from '../ports/storage.js';

const batch = 200;

/**
 * Moves what the answering thread accepted into the ledger. First into the ledger, then out of the intake: dying between
 * the two repeats the move, which changes nothing.
 */
export async function moveIntake(intake: IntakeSource, storage: Storage): Promise<void> {
  for (;;) {
    const entries = await intake.take(batch);
    if (entries.length === 0) return;
    await storage.transaction(async (writer) => {
      for (const entry of entries) {
        if (entry.kind === 'start') await writer.addRun(entry.request);
        else if (entry.kind === 'cancel') await writer.requestCancel(entry.runId);
        else if (entry.kind === 'revocation') await writer.revoke(entry.runId, entry.at);
        else if (entry.kind === 'closed') await writer.keepClosed(entry.closed);
        else await writer.keepFetchedProfile(entry.profile);
      }
    });
    await intake.forget(entries.map((entry) => entry.seq));
  }
}
