export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
export type Box = HTMLInputElement;

export const isSelect = (control: Control): control is HTMLSelectElement => control.localName === 'select';
export const isBox = (control: Control): control is Box => /^(checkbox|radio)$/.test(control.type);

/** What a control holds, as one text that can be compared and put back. */
export function stateOf(control: Control): string {
  if (isBox(control)) return String(control.checked);
  if (!isSelect(control)) return control.value;
  return Array.from(control.options)
    .flatMap(({ selected, index }) => (selected ? [index] : []))
    .join();
}

/** What the page's HTML gives a control. A copy of a list has its options chosen as they are written. */
export function defaultOf(control: Control): string {
  if (isBox(control)) return String(control.defaultChecked);
  return isSelect(control) ? stateOf(control.cloneNode(true) as Control) : control.defaultValue;
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
  for (const name of ['input', 'change', 'blur']) {
    control.dispatchEvent(new Event(name, { bubbles: name !== 'blur', composed: name === 'input' }));
  }
}

/** Past the setter that libraries such as React put over the element's own, which would hide the change from them. */
function setNatively(control: Control, to: string): void {
  const { prototype } = control.localName === 'input' ? HTMLInputElement : HTMLTextAreaElement;
  Reflect.set(prototype, 'value', to, control);
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
  // Some types write capitals and blanks in their own way.
  const plain = (of: string) => (/^(color|email|url)$/.test(control.type) ? of.trim().toLowerCase() : lines(of));
  const holds = () => plain(control.value) === plain(text);
  if (!force && control.maxLength >= 0 && lines(text).length > control.maxLength) return false;
  return quietly(() => {
    // The tracker has seen this very text already and would not pass it on.
    if (before === text && isTracked(control)) control.value = '';
    setNatively(control, text);
    if (!force && !(holds() && isAccepted(control.validity))) {
      setNatively(control, before);
      return false;
    }
    announce(control);
    return holds() || (letters(text) !== '' && letters(control.value) === letters(text));
  });
}

/** What the form would refuse when it is sent. What the page itself objects to is the page's business. */
function isAccepted(validity: ValidityState): boolean {
  for (const flag in validity) if (/Mis|bad|range/.test(flag) && validity[flag as keyof ValidityState]) return false;
  return true;
}

/** @returns whether exactly these options are chosen afterwards. */
export function setOptions(select: HTMLSelectElement, wanted: readonly number[]): boolean {
  return quietly(() => {
    Array.from(select.options).forEach((option, at) => (option.selected = wanted.includes(at)));
    if (wanted.length === 0) select.selectedIndex = -1;
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
    if (again && wanted) box.checked = false;
    if (box.checked !== wanted) {
      if (box.matches(':disabled')) {
        box.checked = wanted;
        announce(box);
      } else box.click();
    }
    return box.checked === wanted;
  });
}

/** Puts back what a control held. */
export function restore(control: Control, state: string): void {
  if (stateOf(control) === state) return;
  if (isSelect(control)) setOptions(control, state === '' ? [] : state.split(',').map(Number));
  else if (!isBox(control)) setText(control, state, true);
  // A radio button cannot be clicked away.
  else if (control.type === 'checkbox' || state === 'true') setTicked(control, state === 'true');
  else control.checked = false;
}
