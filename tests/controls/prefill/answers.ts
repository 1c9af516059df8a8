import { fillFields } from '../../../prefill/src/form/fill-form.js';
import { createMemory, type Memory } from '../../../prefill/src/form/memory.js';
import { filledColumns } from '../../../prefill/src/report.js';
import type { PrefillColumn, PrefillResponse, PrefillValue } from '@pmds/contracts/prefill';

export type Held = readonly [value: PrefillValue, kind: PrefillColumn, label?: string];

export const text: PrefillColumn = { kind: 'text' };
export const yesNo: PrefillColumn = { kind: 'yes-no', yes: ['Do Not Allow'], no: ['Allow'] };

/** An answer of the service: each column with its value, its kind and, where there is one, its label. */
export function answerOf(columns: Readonly<Record<string, Held>>): PrefillResponse {
  const entries = Object.entries(columns);
  return {
    table: 'contact',
    values: Object.fromEntries(entries.map(([name, [value]]) => [name, value])),
    labels: Object.fromEntries(entries.flatMap(([name, [, , label]]) => (label === undefined ? [] : [[name, label]]))),
    columns: Object.fromEntries(entries.map(([name, [, kind]]) => [name, kind])),
  };
}

/** Puts a form into the page. */
export function aForm(html: string): HTMLFormElement {
  document.body.innerHTML = `<form>${html}</form>`;
  return document.querySelector('form')!;
}

/** A control by its name, else by its id. */
export const control = (name: string): HTMLInputElement =>
  document.querySelector<HTMLInputElement>(`[name="${name}"],[id="${name}"]`)!;

/** As `control`, of a list. */
export const list = (name: string): HTMLSelectElement => control(name) as unknown as HTMLSelectElement;

/** Fills the page in as if it asked for it; the columns that were filled in. */
export const fillForm = (root: ParentNode, answer: PrefillResponse, memory: Memory = createMemory()) =>
  filledColumns(fillFields(root, answer, memory, true));
