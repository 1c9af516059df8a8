import { counted, plural } from '@pmds/contracts/wording';
import type { CountsOfTable, Report } from '../report.js';

const whole = new Intl.NumberFormat('en-GB');

const statusWords: Readonly<Record<string, string>> = {
  completed: 'Completed',
  'completed-with-errors': 'Completed with errors',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

const rows: readonly (readonly [string, (counts: CountsOfTable) => number])[] = [
  ['Members of the lists', (counts) => counts.members],
  ['  synced', (counts) => counts.synced],
  ['  unchanged', (counts) => counts.unchanged],
  ['  skipped: deleted', (counts) => counts.skipped.deleted],
  ['  skipped: inactive', (counts) => counts.skipped.inactive],
  ['  skipped: no e-mail', (counts) => counts.skipped.noEmail],
  ['  skipped: opted out', (counts) => counts.skipped.optedOut],
  ['  failed: unreadable', (counts) => counts.failed.unreadable],
  ['  failed: value', (counts) => counts.failed.value],
];

/** The whole result as text for a person. */
export function summary(report: Report): string {
  const line = (label: string, contact: string, lead: string) =>
    `  ${label.padEnd(24)}${contact.padStart(12)}${lead.padStart(12)}`;
  const figures = rows.map(([label, of]) =>
    line(label, whole.format(of(report.counts.contact)), whole.format(of(report.counts.lead))),
  );
  const wrong = report.checks.filter((check) => !check.holds);
  const seconds = Math.max(report.seconds, 1);
  const members = report.counts.contact.members + report.counts.lead.members;
  return [
    '',
    `  ${statusWords[report.status] ?? report.status}${report.message === null ? '' : `: ${report.message}`}`,
    '',
    line('', 'Contacts', 'Leads'),
    ...figures,
    ...(report.blankRows === 0 ? [] : ['', `  ${counted(report.blankRows, 'blank row')} of the files left out`]),
    '',
    `  ${whole.format(report.apiCalls)} API ${plural(report.apiCalls, 'call')}, ${whole.format(report.seconds)} s, ${whole.format(Math.round(members / seconds))} members/s, ${whole.format(report.errors)} in the Error Trace`,
    ...(report.memory.bridgePeakMb === null
      ? []
      : [`  Peak memory of the bridge: ${whole.format(report.memory.bridgePeakMb)} MB`]),
    '',
    '  Record        ' + report.addresses.record,
    '  Error Trace   ' + report.addresses.errorTrace,
    '  Mailbox       ' + report.addresses.mailbox,
    '  Web form      ' + report.addresses.form,
    '',
    ...(report.checks.length === 0
      ? []
      : [
          wrong.length === 0
            ? `  ${counted(report.checks.length, 'check')} against the seeds: all right.`
            : `  ${whole.format(wrong.length)} of ${whole.format(report.checks.length)} checks against the seeds are wrong:`,
          ...wrong.map(({ what, expected, found }) => `    ${what}: expected ${expected}, found ${found}`),
          '',
        ]),
  ].join('\n');
}
