import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import { memberOutcomes } from '@pmds/contracts/run/outcomes';
import { outcomeOf, type SkippedOutcome } from '../settled-outcome.js';
import type { MemberRecord } from '../record/record.js';

interface Rule {
  /** What becomes of whom it stands against. */
  readonly outcome: SkippedOutcome;
  /** Logical names of the columns that it looks at: they are checked before a run and read with every member. */
  columns(table: SelectableTable): readonly string[];
}

/** Says from the member's own row whether somebody may be mailed. Called for every row, so it makes no promise. */
export interface RowRule extends Rule {
  standsAgainst(record: MemberRecord): boolean;
}

/** Asks somebody else, once for a page: who is on a list of addresses that must not be written to, for example. */
export interface PageRule extends Rule {
  /** What to ask about a member, `null` for nothing. */
  keyOf(record: MemberRecord): string | null;
  /** Those of the keys of a page that the rule stands against. */
  among(keys: ReadonlySet<string>, signal: AbortSignal): Promise<ReadonlySet<string>>;
}

export type ConsentRule = RowRule | PageRule;

export function asksForPages(rule: ConsentRule): rule is PageRule {
  return 'among' in rule;
}

/** The first rule that applies wins, in the order of the outcomes; rules of the same outcome stay as they are. */
export function inOutcomeOrder(rules: readonly ConsentRule[]): readonly ConsentRule[] {
  const place = ({ outcome }: ConsentRule): number => memberOutcomes.indexOf(outcomeOf(outcome));
  return [...rules].sort((a, b) => place(a) - place(b));
}

/** All columns that the rules look at in a table. */
export function columnsOfRules(rules: readonly ConsentRule[], table: SelectableTable): readonly string[] {
  return [...new Set(rules.flatMap((rule) => rule.columns(table)))];
}
