import type { PrefillResponse } from '@pmds/contracts/prefill';
import { isTicked, textForInput, type FieldValue } from './field-value.js';

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/**
 * Fills every field whose `data-pmds-field` or `name` is a column of the answer. `data-pmds-field` may name several, the
 * first that has a value wins: a form serves contacts and leads alike. What somebody has typed already stays.
 * @returns the columns that were filled in.
 */
export function fillForm(root: ParentNode, { values, labels }: PrefillResponse): readonly string[] {
  const filled = new Set<string>();
  for (const control of Array.from(root.querySelectorAll<Control>('input, select, textarea'))) {
    const columns = (control.dataset['pmdsField'] ?? control.name).split(/\s+/);
    const column = columns.find((name) => (values[name] ?? null) !== null) ?? '';
    const value = values[column] ?? null;
    if (value === null || control.disabled || isTouched(control)) continue;
    if (fill(control, { value, label: labels[column] ?? null })) filled.add(column);
  }
  return Array.from(filled);
}

function fill(control: Control, value: FieldValue): boolean {
  if (control instanceof HTMLSelectElement) return choose(control, value);
  if (control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio')) {
    return tick(control, value);
  }
  // A hidden field is filled only when the page says so by name: it may mean something else to the form.
  if (control.type === 'hidden' && control.dataset['pmdsField'] === undefined) return false;
  const text = textForInput(control.type, value);
  if (text === null) return false;
  setNatively(control, 'value', text);
  announce(control);
  return true;
}

function choose(select: HTMLSelectElement, field: FieldValue): boolean {
  const options = Array.from(select.options);
  const wanted = options.filter((option) => isTicked(option.value, field));
  const found = wanted.length > 0 ? wanted : options.filter((option) => option.text.trim() === field.label);
  if (found.length === 0) return false;
  for (const option of options) option.selected = found.includes(option);
  announce(select);
  return true;
}

function tick(input: HTMLInputElement, field: FieldValue): boolean {
  const ticked = isTicked(input.value, field);
  if (input.checked === ticked) return ticked;
  // Of a group of radio buttons only one is ticked; the others give way by themselves.
  if (!ticked && input.type === 'radio') return false;
  setNatively(input, 'checked', ticked);
  announce(input);
  return true;
}

/** Somebody was faster than the answer. */
function isTouched(control: Control): boolean {
  if (control instanceof HTMLSelectElement) {
    return Array.from(control.options).some((option) => option.selected !== option.defaultSelected && option.index > 0);
  }
  if (control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio')) {
    return control.checked !== control.defaultChecked;
  }
  return control.value !== control.defaultValue;
}

/** Past the setter that libraries such as React put over the element's own, which would hide the change from them. */
function setNatively(
  control: HTMLInputElement | HTMLTextAreaElement,
  property: 'value' | 'checked',
  to: unknown,
): void {
  const prototype: unknown = Object.getPrototypeOf(control);
  Object.getOwnPropertyDescriptor(prototype, property)?.set?.call(control, to);
}

function announce(control: Control): void {
  for (const name of ['input', 'change']) control.dispatchEvent(new Event(name, { bubbles: true }));
}
