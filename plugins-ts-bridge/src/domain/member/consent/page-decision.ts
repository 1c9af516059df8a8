import type { RowId } from '@pmds/contracts/ids';
import type { MemberRecord } from '../record/record.js';
import type { SkippedOutcome } from '../settled-outcome.js';
import { asksForPages, type ConsentRule, type PageRule } from './rule.js';

/** What the rules say of the members of one page: those that look at a row at once, the others when they have been asked. */
export class PageDecision {
  readonly #rules: readonly ConsentRule[];
  readonly #questions = new Map<PageRule, Map<RowId, string>>();

  /** @param rules In the order in which they apply. */
  constructor(rules: readonly ConsentRule[]) {
    this.#rules = rules;
    for (const rule of rules) if (asksForPages(rule)) this.#questions.set(rule, new Map());
  }

  /** @returns `null` where no rule stands against the member, as far as the row tells. */
  decide(record: MemberRecord): SkippedOutcome | null {
    for (const rule of this.#rules) {
      if (!asksForPages(rule)) {
        if (rule.standsAgainst(record)) return rule.outcome;
        continue;
      }
      const key = rule.keyOf(record);
      if (key !== null) this.#questions.get(rule)?.set(record.id, key);
    }
    return null;
  }

  /** Members of the page that a rule stands against that had to ask. It goes before what the row said. */
  async answers(signal: AbortSignal): Promise<ReadonlyMap<RowId, SkippedOutcome>> {
    const against = new Map<RowId, SkippedOutcome>();
    for (const [rule, keys] of this.#questions) {
      const open = [...keys].filter(([id]) => !against.has(id));
      if (open.length === 0) continue;
      const found = await rule.among(new Set(open.map(([, key]) => key)), signal);
      for (const [id, key] of open) if (found.has(key)) against.set(id, rule.outcome);
    }
    return against;
  }
}
