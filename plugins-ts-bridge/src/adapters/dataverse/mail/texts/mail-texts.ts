import type { MemberOutcome } from '@pmds/contracts/run/outcomes';
import type { SyncStatus } from '@pmds/contracts/run/sync-status';
import type { LanguageName } from '@pmds/contracts/wording';
import { de } from './de.js';
import { en } from './en.js';
import { fr } from './fr.js';
import { he } from './he.js';

/** What the completion mail says in one language, with the placeholders of `contracts/src/wording.ts`. */
export interface MailTexts {
  readonly product: string;
  readonly status: Readonly<Record<SyncStatus, string>>;
  readonly outcome: Readonly<Record<MemberOutcome, string>>;
  /** Ready, members. */
  readonly completed: string;
  /** Ready, members, failed. */
  readonly completedWithErrors: string;
  readonly cancelled: string;
  /** The sync was deleted under its run. */
  readonly deleted: string;
  readonly failed: string;
  readonly contacts: string;
  readonly leads: string;
  /** A number of contacts and one of leads, in plain text. */
  readonly people: string;
  readonly members: string;
  readonly ready: string;
  readonly skipped: string;
  readonly safeToSend: string;
  readonly yes: string;
  readonly no: string;
  readonly readiness: string;
  readonly errors: string;
  readonly removed: string;
  readonly requested: string;
  readonly started: string;
  readonly ended: string;
  readonly duration: string;
  readonly hours: string;
  readonly minutes: string;
  readonly seconds: string;
  readonly calls: string;
  readonly open: string;
}

export const mailTexts: Readonly<Record<LanguageName, MailTexts>> = { de, en, fr, he };
