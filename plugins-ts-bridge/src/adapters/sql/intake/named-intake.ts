import type { RunRequest } from '../../../domain/run/run.js';
import type { LetterOrder } from '../../../domain/outbox/dead-letter.js';
import type { Revocation } from '../../../domain/revocation.js';
import type { SyncRunId } from '@pmds/contracts/ids';
import type { ClosedMember } from '../../../ports/store/closed-members.js';
import type { FetchedProfile, LostRun } from '../../../ports/store/intake.js';
import type { PurgeScope } from '../../../ports/store/purge.js';
import { purgeName } from './intake-codec.js';

export type EntryContent = Readonly<Record<string, unknown>>;

/** Under which name each thing that was accepted is kept, the same on both databases. A name is kept once. */
export abstract class NamedIntake {
  /** Keeps an entry, unless there is one of this name. */
  protected abstract keep(name: string, content: EntryContent): Promise<void>;

  /**
   * Keeps an entry in the place of one of its name, and of those `besides`. It takes a new number, so that forgetting the older
   * one leaves it alone.
   */
  protected abstract replace(name: string, content: EntryContent, besides?: readonly string[]): Promise<void>;

  addStart(request: RunRequest): Promise<void> {
    // Another sync, or another call, that names the same run is a start of its own: it gets an answer of its own.
    const { runId, dataSyncId, correlationId } = request;
    return this.keep(`start ${runId} ${dataSyncId} ${correlationId ?? ''}`, { kind: 'start', request });
  }

  addCancel(runId: SyncRunId): Promise<void> {
    return this.keep(`cancel ${runId}`, { kind: 'cancel', runId });
  }

  addLostRun(lost: LostRun): Promise<void> {
    return this.keep(`lost ${lost.runId}`, { kind: 'lost', lost });
  }

  addLetterOrder(order: LetterOrder): Promise<void> {
    return this.keep(`letter ${order.action} ${order.number}`, { kind: 'letter', order });
  }

  addRevocation(rule: Revocation): Promise<void> {
    return this.keep(`revocation ${rule.kind} ${rule.value} ${rule.at.toISOString()}`, { kind: 'revocation', rule });
  }

  addPurge(scope: PurgeScope): Promise<void> {
    // A new number each time: what was accepted before it goes first.
    return this.replace(purgeName(scope), { kind: 'purge', scope });
  }

  addProfile(profile: FetchedProfile): Promise<void> {
    return this.replace(`profile ${profile.table} ${profile.id}`, { kind: 'profile', profile });
  }

  addClosed(closed: ClosedMember): Promise<void> {
    const member = `${closed.table} ${closed.id}`;
    return this.replace(`closed ${member}`, { kind: 'closed', closed }, [`profile ${member}`]);
  }
}
