import type { PrefillResponse } from '@pmds/contracts/prefill';
import type { FieldReport } from '../report.js';
import { restore } from './control.js';
import { fillFields } from './fill-form.js';
import { createMemory, type EarlyInput } from './memory.js';

/** The forms of a page, while one person after the other may open them. */
export interface PageForm {
  /** @param asked By the page; else only what is new, or what a framework has taken back since, is filled in. */
  fill(root: ParentNode, response: PrefillResponse, asked: boolean): readonly FieldReport[];
  /** Whether somebody has begun to fill it in by hand. */
  isBegun(): boolean;
  /**
   * Nothing that one person's link put in meets the next.
   * @param typed Whether what somebody typed goes, too.
   */
  forget(typed: boolean): void;
}

export function createPageForm(early: readonly EarlyInput[] = []): PageForm {
  const memory = createMemory(early);
  memory.watch(document);
  return {
    fill: (root, response, asked) => fillFields(root, response, memory, asked),
    isBegun: memory.isBegun,
    forget: (typed) => memory.forget(typed).forEach((before, control) => restore(control, before)),
  };
}
