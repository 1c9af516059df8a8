import { failed, ready } from '@pmds/contracts/run/counts';
import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import {
  readinessSentence,
  resultSentence,
  tallyOf,
  unwatchedSentence,
  type NewerInCrm,
  type ScopeTally,
} from '@pmds/contracts/run/run-tally';
import type { TableCounts } from './run.js';

/** What the row, the run and the mail say about an ended run. */
export interface RunSummary {
  /** Every member that may be mailed can be prefilled. */
  readonly safeToSend: boolean;
  /** Coverage and what is not ready, by reason. */
  readonly readiness: string;
  readonly message: string;
}

/**
 * Summary of a run that made its members readable. Stored in English; form and mail say the same in their reader's language.
 * @param notSafe What changed under the run, where something did.
 * @param scope How much of the sync the run covered, `null` for all.
 */
export function summaryOf(
  counts: TableCounts,
  members: Readonly<Record<SelectableTable, number>>,
  newer: NewerInCrm | null,
  notSafe: string | null = null,
  scope: ScopeTally | null = null,
): RunSummary {
  const tally = tallyOf(counts, members, newer, scope);
  const somebody = ready(counts.contact) + ready(counts.lead) > 0;
  const safeToSend = notSafe === null && somebody && failed(counts.contact) + failed(counts.lead) === 0;
  const covered = readinessSentence(tally, 'en');
  const beside = safeToSend ? [covered, unwatchedSentence('en')] : notSafe === null ? [covered] : [notSafe, covered];
  return {
    safeToSend,
    readiness: beside.join(' '),
    message: resultSentence(tally, 'en'),
  };
}
