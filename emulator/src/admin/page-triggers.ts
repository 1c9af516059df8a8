import type { RowObject } from '../data/value.js';
import type { PageEvent } from '../query/caller.js';
import { asksForMoreThanIds } from './call-counter.js';

/** Something that happens to rows while somebody reads them. */
export type TriggeredAction =
  | { readonly delete: { readonly table: string; readonly ids: readonly string[] } }
  | { readonly update: { readonly table: string; readonly id: string; readonly values: RowObject } };

export interface PageTrigger {
  /** The n-th page of the table, counted from the order on, that asks for more than ids (see `asksForMoreThanIds`). */
  readonly when: { readonly table: string; readonly memberPage: number; readonly phase: 'before' | 'after' };
  readonly then: readonly TriggeredAction[];
}

/** Orders to change rows around a named page: the same every time, whatever the timing. Each fires once. */
export class PageTriggers {
  #waiting: { readonly trigger: PageTrigger; seen: number }[] = [];
  readonly #act: (actions: readonly TriggeredAction[]) => void;

  constructor(act: (actions: readonly TriggeredAction[]) => void) {
    this.#act = act;
  }

  add(trigger: PageTrigger): void {
    this.#waiting.push({ trigger, seen: 0 });
  }

  get waiting(): readonly PageTrigger[] {
    return this.#waiting.map(({ trigger }) => trigger);
  }

  page({ phase, table, columns }: PageEvent): void {
    if (this.#waiting.length === 0 || !asksForMoreThanIds(table, columns)) return;
    for (const entry of [...this.#waiting]) {
      const { when, then } = entry.trigger;
      if (when.table !== table || when.phase !== phase) continue;
      entry.seen++;
      if (entry.seen < when.memberPage) continue;
      this.#waiting = this.#waiting.filter((other) => other !== entry);
      this.#act(then);
    }
  }
}
