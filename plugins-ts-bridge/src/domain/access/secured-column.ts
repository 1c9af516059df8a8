import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import { columnsOfRules, type ConsentRule } from '../member/consent/rule.js';
import { RunFailure } from '../failures.js';

/** Columns that decide what becomes of a member, selected or not: those of the rules, and those that pages are cut by. */
export function decidingColumns(rules: readonly ConsentRule[]): Readonly<Record<SelectableTable, readonly string[]>> {
  const of = (table: SelectableTable): readonly string[] => [
    ...columnsOfRules(rules, table),
    'createdon',
    'modifiedon',
  ];
  return { contact: of('contact'), lead: of('lead') };
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
