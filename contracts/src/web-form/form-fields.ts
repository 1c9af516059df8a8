/**
 * The one reading of a web form. *Select by form* reads pasted HTML with it, `prefill.js` the page that it fills in, so that
 * what is selected is what gets filled. Only the members of the DOM that both have are asked for.
 */
export interface FormNode {
  querySelectorAll(selectors: string): ArrayLike<FormElement>;
}

interface FormElement extends FormNode {
  readonly localName: string;
  readonly shadowRoot: FormNode | null;
  readonly parentElement: FormElement | null;
  /** What a `<template>` holds. */
  readonly content?: unknown;
  getAttribute(name: string): string | null;
  closest(selectors: string): FormElement | null;
}

/** A control that can be filled in, with the names under which it asks for its column, best first. */
interface FormField {
  readonly element: FormElement;
  readonly names: readonly string[];
}

/** Names one column or several, with blanks between; the first that has a value wins. Empty keeps a field out. */
const fieldAttribute = 'data-pmds-field';

const controls = 'input,select,textarea';
const wrapper = `[${fieldAttribute}]:not(form)`;
const neverFilled = /^(submit|reset|button|image|password|file)$/;

/**
 * The fields of a page or of a part of it, in document order. Reads into open shadow roots. A control is named by its own
 * `data-pmds-field`, else by that of the element around it, else by its `name`, else by the web component that it is the
 * only control of.
 */
export function readWebForm(root: FormNode): readonly FormField[] {
  const fields: FormField[] = [];
  collect(root, [], fields);
  return fields;
}

function collect(root: FormNode, inherited: readonly string[], fields: FormField[]): void {
  for (const element of Array.from(root.querySelectorAll('*'))) {
    if (/^(input|select|textarea)$/.test(element.localName)) {
      const names = namesOf(element, root, inherited);
      if (names.length > 0) fields.push({ element, names });
      continue;
    }
    // `DOMParser` leaves declared shadow roots in their templates.
    const declared = element.localName === 'template' && element.getAttribute('shadowrootmode') === 'open';
    const inside = (declared ? element.content : element.shadowRoot) as FormNode | null | undefined;
    const host = declared ? element.parentElement : element;
    if (inside && host) collect(inside, namesOfText(host.getAttribute(fieldAttribute)) ?? nameOf(host), fields);
  }
}

function namesOf(control: FormElement, root: FormNode, inherited: readonly string[]): readonly string[] {
  if (!isFillable(control)) return [];
  const own = namesOfText(control.getAttribute(fieldAttribute));
  if (own !== null) return own;
  // A hidden input is filled only where the page says so by name: it may mean something else to the form.
  if (typeOf(control) === 'hidden') return [];
  const around = control.closest(wrapper);
  if (around !== null && isOneField(around)) return namesOfText(around.getAttribute(fieldAttribute)) ?? [];
  const name = nameOf(control);
  return name.length > 0 || inherited.length === 0 || !isOneField(root) ? name : inherited;
}

/** One control, or several boxes or radio buttons: what an element around them names is a single column. */
function isOneField(part: FormNode): boolean {
  const inside = Array.from(part.querySelectorAll(controls)).filter(isFillable);
  return inside.length === 1 || inside.every((control) => /^(checkbox|radio)$/.test(typeOf(control)));
}

function isFillable(control: FormElement): boolean {
  return control.getAttribute('disabled') === null && !neverFilled.test(typeOf(control));
}

const typeOf = (control: FormElement): string => (control.getAttribute('type') ?? '').toLowerCase();
const namesOfText = (text: string | null): readonly string[] | null =>
  text === null ? null : text.split(/[\s,;]+/).filter(Boolean);
/** Of `ctl00$Content$firstname`, which a server framework makes of the places that hold an input, its own part: the last. */
const nameOf = (element: FormElement): readonly string[] =>
  [element.getAttribute('name')?.replace(/^.*\$/, '').trim() ?? ''].filter(Boolean);
