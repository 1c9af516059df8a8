import type { FetchedProfile } from '../../ports/store/intake.js';
import type { StoredProfile } from '../../ports/store/profiles.js';

/** What was read of a member on demand, wherever it is kept. */
type KeptProfile = Pick<FetchedProfile, 'table' | 'values' | 'labels' | 'columns' | 'fetchedAt'>;

/** The newer of what the ledger and the intake keep. */
export function newestKept(stored: StoredProfile | null, waiting: FetchedProfile | null): KeptProfile | null {
  const kept = stored === null ? null : { ...stored, fetchedAt: stored.storedAt };
  if (kept === null || waiting === null) return kept ?? waiting;
  return waiting.fetchedAt > kept.fetchedAt ? waiting : kept;
}
