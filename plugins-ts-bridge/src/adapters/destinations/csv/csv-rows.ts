import { selectableTables, type SelectableTable } from '@pmds/contracts/fields/field-selection';
import { isNumeric, type ColumnPlan } from '../../../domain/member/columns.js';
import { csvRecord, harmlessText } from '../../../domain/delivery/csv-text.js';
import { decodeCells } from '../../../domain/member/profile-cells.js';
import type { ClaimedRun } from '../../../domain/run/run.js';
import type { StagedRow } from '../../../ports/destination.js';
import type { LinkMaker } from '../../../ports/links/link-maker.js';
import { linkTermsOf } from '../../../domain/links/link-terms.js';

/** A file has the columns of both tables; a member has those of his own. */
const keyColumns = ['table', 'id'];

function columnNames(run: ClaimedRun): readonly string[] {
  const names = selectableTables.flatMap((table) => run.columns[table].map((column) => column.logicalName));
  return [...new Set(names)];
}

/** The columns, then one per web form that the sync prepares: each member's link to it. */
export function headerRecord(run: ClaimedRun): string {
  return csvRecord([...keyColumns, ...columnNames(run), ...(run.order.forms ?? []).map(({ key }) => `link:${key}`)]);
}

/** Turns rows of a table into records: what a person reads in the CRM, labels where a value has one. */
export function recordsOf(
  run: ClaimedRun,
  table: SelectableTable,
  rows: readonly StagedRow[],
  links: LinkMaker | null,
): string {
  const columns = run.columns[table];
  const byName = new Map(columns.map((column) => [column.logicalName, column]));
  const names = columnNames(run);
  const terms = (run.order.forms ?? []).map((form) => linkTermsOf(run, form));
  return rows
    .map(({ id, cells }) => {
      const { values, labels } = decodeCells(cells, columns);
      const cell = (name: string): string => cellText(byName.get(name), labels[name] ?? values[name] ?? null);
      const linked = terms.map((one) => links?.linkOf(one, table, id) ?? '');
      return csvRecord([table, id, ...names.map(cell), ...linked]);
    })
    .join('');
}

function cellText(column: ColumnPlan | undefined, value: string | number | boolean | null): string {
  if (value === null || column === undefined) return '';
  const text = String(value);
  return isNumeric(column.kind) ? text : harmlessText(text);
}
