export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
export type Box = HTMLInputElement;

export const isSelect = (control: Control): control is HTMLSelectElement => control.localName === 'select';
export const isBox = (control: Control): control is Box => /^(checkbox|radio)$/.test(control.type);

/** What a control holds, as one text that can be compared and put back. */
export function stateOf(control: Control): string {
  if (isBox(control)) return String(control.checked);
  if (!isSelect(control)) return control.value;
  return Array.from(control.options)
    .flatMap((option, at) => (option.selected ? [at] : []))
    .join();
}

/** What the page's HTML gives a control. */
export function defaultOf(control: Control): string {
  if (isBox(control)) return String(control.defaultChecked);
  if (!isSelect(control)) return control.defaultValue;
  const options = Array.from(control.options);
  const chosen = options.flatMap((option, at) => (option.defaultSelected ? [at] : []));
  if (control.multiple) return chosen.join();
  // A list of one line shows its first option that can be chosen.
  const shown = chosen.length > 0 ? chosen.slice(-1) : [options.findIndex((option) => !option.disabled)];
  return shown.join().replace('-1', '');
}

let announcing = false;
/** Whether what happens now is done by this script and not by a person. */
export const isAnnouncing = (): boolean => announcing;

function quietly<Result>(work: () => Result): Result {
  announcing = true;
  try {
    return work();
  } finally {
    announcing = false;
  }
}

/** As typing, choosing and leaving the field are heard by the page and by the frameworks that own it. */
function announce(control: Control): void {
  control.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  control.dispatchEvent(new Event('change', { bubbles: true }));
  control.dispatchEvent(new Event('blur'));
}

/** Past the setter that libraries such as React put over the element's own, which would hide the change from them. */
function setNatively(control: Control, property: 'value', to: string): void {
  const prototype = control.localName === 'textarea' ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, property)?.set?.call(control, to);
}

/** Whether a framework has put a property of its own over the control's. */
export const isTracked = (control: Control): boolean =>
  Object.prototype.hasOwnProperty.call(control, isBox(control) ? 'checked' : 'value');

const lines = (text: string) => text.replace(/\r\n?/g, '\n');
const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();

/**
 * Puts a text into an input or a text area and reads it back. What the input does not take, or does not accept, is taken
 * out again.
 * @returns whether the control holds it, perhaps in the page's own format.
 */
export function setText(control: HTMLInputElement | HTMLTextAreaElement, text: string, force = false): boolean {
  const before = control.value;
  if (!force && control.maxLength >= 0 && lines(text).length > control.maxLength) return false;
  return quietly(() => {
    // The tracker has seen this very text already and would not pass it on.
    if (before === text && isTracked(control)) control.value = '';
    setNatively(control, 'value', text);
    if (!force && !(isSame(control, text) && isAccepted(control))) {
      setNatively(control, 'value', before);
      return false;
    }
    announce(control);
    return isSame(control, text) || (letters(text) !== '' && letters(control.value) === letters(text));
  });
}

function isSame(control: HTMLInputElement | HTMLTextAreaElement, text: string): boolean {
  const shown = control.value;
  if (/^(color|email|url)$/.test(control.type)) return shown.toLowerCase() === text.trim().toLowerCase();
  return lines(shown) === lines(text);
}

/** What the form would refuse when it is sent. What the page itself objects to is the page's business. */
function isAccepted({ validity }: HTMLInputElement | HTMLTextAreaElement): boolean {
  const { patternMismatch, typeMismatch, badInput, rangeOverflow, rangeUnderflow, stepMismatch } = validity;
  return !(patternMismatch || typeMismatch || badInput || rangeOverflow || rangeUnderflow || stepMismatch);
}

/** @returns whether exactly these options are chosen afterwards. */
export function setOptions(select: HTMLSelectElement, wanted: readonly number[]): boolean {
  return quietly(() => {
    Array.from(select.options).forEach((option, at) => {
      if (select.multiple) option.selected = wanted.includes(at);
    });
    if (!select.multiple) select.selectedIndex = wanted[0] ?? -1;
    announce(select);
    return stateOf(select) === wanted.join();
  });
}

/**
 * Ticks a box or a radio button by a click, which is what frameworks listen to. A box that cannot be clicked yet is set.
 * @param again The box was ticked before a framework took it over, which has not heard of it.
 * @returns whether it stands as wanted afterwards; the page may have refused.
 */
export function setTicked(box: Box, wanted: boolean, again = false): boolean {
  return quietly(() => {
    if (again && wanted && box.checked) box.checked = false;
    if (box.checked === wanted) return true;
    if (box.matches(':disabled')) {
      box.checked = wanted;
      announce(box);
    } else box.click();
    return box.checked === wanted;
  });
}

/** Puts back what a control held. */
export function restore(control: Control, state: string): void {
  if (stateOf(control) === state) return;
  if (isBox(control)) {
    // A radio button cannot be clicked away.
    if (control.type === 'checkbox' || state === 'true') setTicked(control, state === 'true');
    else control.checked = false;
  } else if (isSelect(control)) setOptions(control, state === '' ? [] : state.split(',').map(Number));
  else setText(control, state, true);
}
