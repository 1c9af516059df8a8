import type { OptOutFlag } from '../member/settled-outcome.js';
import { columnNames } from '../member/recipient-mapping.js';
import { RunFailure } from '../failures.js';

/** Columns of contacts and leads that decide what becomes of a member, selected or not. */
export function decidingColumns(optOutFlags: readonly OptOutFlag[]): readonly string[] {
  return [...columnNames({ columns: [], optOutFlags }), 'createdon', 'modifiedon'];
}

/** A column whose values would come back empty without notice. `pmds doctor` and a start say it alike. */
export function decidingColumnSecured(table: string, column: string): RunFailure {
  return new RunFailure(
    'FIELD_SECURED',
    `The column "${column}" of ${table} decides who may be mailed, but it is protected by column security and the application user may not read it.`,
  );
}

export function decidingColumnMissing(table: string, column: string): RunFailure {
  return new RunFailure(
    'FIELD_MISSING',
    `The column "${column}" of ${table} decides who may be mailed, but it does not exist in Dataverse. If PMDS_OPT_OUT_FLAGS names it, take it out there.`,
  );
}

export function decidingColumnUnreadable(table: string, column: string): RunFailure {
  return new RunFailure(
    'FIELD_NOT_READABLE',
    `The column "${column}" of ${table} decides who may be mailed, but it cannot be read through the Web API.`,
  );
}

export function queriedColumnSecured(listName: string, table: string, column: string): RunFailure {
  return new RunFailure(
    'FIELD_SECURED',
    `The query of marketing list "${listName}" has a condition on the column "${column}" of ${table}, which is protected by column security and which the application user may not read.`,
  );
}
