import {
  memberReader,
  members,
  type Taken,
} from '@pmds/bridge/adapters/dataverse/source/fetchxml/pages/member-records';
import { readValues, type PageReader } from '@pmds/bridge/adapters/dataverse/source/fetchxml/pages/page-reply';
import type { ColumnPlan } from '@pmds/bridge/domain/member/columns';
import { consentRules } from '@pmds/bridge/domain/member/consent/consent-rules';
import type { ConsentRule } from '@pmds/bridge/domain/member/consent/rule';
import type { MappedRow } from '@pmds/bridge/domain/member/mapped-row';
import { MemberReading } from '@pmds/bridge/domain/member/member-reading';
import { usualOptOutFlags } from '@pmds/bridge/domain/member/settled-outcome';
import type { SelectableTable } from '@pmds/contracts/fields/field-selection';

export function aReading(
  columns: readonly ColumnPlan[] = [],
  rules: readonly ConsentRule[] = consentRules(usualOptOutFlags),
  table: SelectableTable = 'contact',
): MemberReading {
  return new MemberReading(table, columns, rules);
}

/** Rows with what becomes of them, as far as the rows themselves tell. */
export function mappedReader(reading: MemberReading): PageReader<Taken<MappedRow>> {
  const decision = reading.beginPage();
  return memberReader(reading.layout, null, (record) => reading.read(record, decision));
}

/** What becomes of a row of a page, by its bytes and by the parser alike. @throws where the two differ. */
export function outcomeOfRow(reading: MemberReading, row: Readonly<Record<string, unknown>>): MappedRow {
  const id = '6f1b2c3d-0000-4000-8000-00000000000a';
  const json = JSON.stringify({ [`${reading.layout.table}id`]: id, ...row });
  // White space is what the quick way leaves to the parser.
  const [scanned, parsed] = [`{"value":[${json}]}`, `{"value":[ ${json}]}`].map(
    (text) => members(readValues(Buffer.from(text), null, mappedReader(reading))).rows[0]?.value,
  );
  expect(parsed).toEqual(scanned);
  if (scanned === undefined) throw new Error('The row was not taken.');
  return scanned;
}
