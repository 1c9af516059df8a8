import type { RunRequest } from '../../../domain/run/run.js';
import type { LetterOrder } from '../../../domain/outbox/dead-letter.js';
import type { Revocation } from '../../../domain/revocation.js';
import type { SyncRunId } from '@pmds/contracts/ids';
import type { ClosedMember } from '../../../ports/store/closed-members.js';
import type { MemberChange } from '../../../domain/member/member-change.js';
import type { FetchedProfile, LostRun } from '../../../ports/store/intake.js';
import type { PurgeScope } from '../../../ports/store/purge.js';
import { type AcceptedSubmission, type SubmissionOwner } from '../../../domain/submission/accepted-submission.js';
import type { ReviewOrder } from '../../../domain/submission/review-order.js';
import { aside, namesOf, purgeName, waitingSubmission, type EntryRow } from './intake-codec.js';

export type EntryContent = Readonly<Record<string, unknown>>;

export interface NamedEntry {
  readonly name: string;
  readonly content: EntryContent;
  /** Names of entries that it takes the place of, too. */
  readonly besides?: readonly string[];
}

/** Under which name each thing that was accepted is kept, the same on both databases. A name is kept once. */
export abstract class NamedIntake {
  /** Keeps an entry, unless there is one of this name. */
  protected abstract keep(name: string, content: EntryContent): Promise<void>;

  /**
   * Keeps entries in the place of those of their names, and of those `besides`, all or none. They take new numbers, so that
   * forgetting the older ones leaves them alone.
   */
  protected abstract replaceAll(entries: readonly NamedEntry[]): Promise<void>;

  /** The entry of a name that waits. */
  protected abstract find(name: string): Promise<EntryRow | undefined>;

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
    const besides = scope.kind === 'person' ? namesOf(scope.id).map((name) => `${aside}${name}`) : [];
    return this.replaceAll([{ name: purgeName(scope), content: { kind: 'purge', scope }, besides }]);
  }

  addProfile(profile: FetchedProfile): Promise<void> {
    return this.replaceAll([{ name: `profile ${profile.table} ${profile.id}`, content: { kind: 'profile', profile } }]);
  }

  addClosed(closed: ClosedMember): Promise<void> {
    const member = `${closed.table} ${closed.id}`;
    const content = { kind: 'closed', closed };
    return this.replaceAll([{ name: `closed ${member}`, content, besides: [`profile ${member}`] }]);
  }

  async addSubmission(submission: AcceptedSubmission): Promise<SubmissionOwner | null> {
    const name = `submission ${submission.id}`;
    await this.keep(name, { kind: 'submission', submission });
    return waitingSubmission(await this.find(name));
  }

  addReview(order: ReviewOrder): Promise<void> {
    return this.keep(`review ${order.submissionId} ${order.action} ${order.callId}`, { kind: 'review', review: order });
  }

  addChanges(changes: readonly MemberChange[]): Promise<void> {
    const entries = changes.map((change) => {
      const member = `${change.table} ${change.id}`;
      return { name: `change ${member}`, content: { kind: 'change', change }, besides: [`profile ${member}`] };
    });
    return this.replaceAll([...new Map(entries.map((entry) => [entry.name, entry])).values()]);
  }
}
