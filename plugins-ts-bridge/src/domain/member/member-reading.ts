import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { ColumnPlan } from './columns.js';
import { PageDecision } from './consent/page-decision.js';
import { columnsOfRules, type ConsentRule } from './consent/rule.js';
import type { MappedRow } from './mapped-row.js';
import { MemberMapping } from './mapping/member-mapping.js';
import { RecordLayout } from './record/record-layout.js';
import type { RecordView } from './record/record-view.js';

/** How members of a table are read: what is asked of them, who is left out, and what is stored of the others. */
export class MemberReading {
  readonly layout: RecordLayout;
  readonly #rules: readonly ConsentRule[];
  readonly #mapping: MemberMapping;

  /** @param rules In the order in which they apply. */
  constructor(table: SelectableTable, columns: readonly ColumnPlan[], rules: readonly ConsentRule[]) {
    this.layout = new RecordLayout(table, columns, columnsOfRules(rules, table));
    this.#rules = rules;
    this.#mapping = new MemberMapping(this.layout);
  }

  /** For the members of one page. */
  beginPage(): PageDecision {
    return new PageDecision(this.#rules);
  }

  /** First the rules, then a value that its column's type does not allow, else stored. */
  read(record: RecordView, decision: PageDecision): MappedRow {
    const outcome = decision.decide(record);
    return outcome === null ? this.#mapping.map(record.row) : { kind: 'skipped', outcome };
  }
}
