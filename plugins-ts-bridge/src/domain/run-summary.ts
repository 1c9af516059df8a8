import { failed, ready, skipped, type OutcomeCounts } from '@pmds/contracts/counts';
import type { SelectableTable } from '@pmds/contracts/field-selection';
import type { TableCounts } from './run.js';

const number = new Intl.NumberFormat('en-US');
const people = (count: number, one: string): string => `${number.format(count)} ${count === 1 ? one : `${one}s`}`;

/** What the row, the run and the mail say about an ended run. */
export interface RunSummary {
  /** Every member that may be mailed can be prefilled. */
  readonly safeToSend: boolean;
  /** Coverage and what is not ready, by reason. */
  readonly readiness: string;
  readonly message: string;
}

const reasons: readonly (readonly [keyof OutcomeCounts, string])[] = [
  ['failed-unreadable', 'not readable'],
  ['failed-value', 'with a value that is not allowed'],
  ['skipped-deleted', 'deleted'],
  ['skipped-inactive', 'inactive'],
  ['skipped-no-email', 'without e-mail'],
  ['skipped-opted-out', 'opted out'],
];

/** Summary of a run that made its members readable. */
export function summaryOf(counts: TableCounts, members: Readonly<Record<SelectableTable, number>>): RunSummary {
  const total = members.contact + members.lead;
  const readyMembers = ready(counts.contact) + ready(counts.lead);
  const failedMembers = failed(counts.contact) + failed(counts.lead);
  const skippedMembers = skipped(counts.contact) + skipped(counts.lead);
  const notReady = reasons
    .map(([outcome, text]) => [counts.contact[outcome] + counts.lead[outcome], text] as const)
    .filter(([count]) => count > 0)
    .map(([count, text]) => `${number.format(count)} ${text}`);
  const percent = total === 0 ? 100 : Math.floor((readyMembers * 1000) / total) / 10;
  const synced = `${people(ready(counts.contact), 'contact')} and ${people(ready(counts.lead), 'lead')}`;
  return {
    safeToSend: failedMembers === 0 && readyMembers > 0,
    readiness: `${number.format(readyMembers)} of ${people(total, 'member')} ready (${percent} %). ${
      notReady.length === 0 ? 'Nobody is left out.' : `Not ready: ${notReady.join(', ')}.`
    }`,
    message: `${synced} are ready to be prefilled; ${number.format(skippedMembers)} skipped, ${number.format(failedMembers)} failed.`,
  };
}
