import { defaultOf, isAnnouncing, isBox, isTracked, stateOf, type Control } from './control.js';

/** What was heard of an input before this part of the script was there: its control, and whether a person did it. */
export type EarlyInput = readonly [target: EventTarget | undefined, isTrusted: boolean];

interface Filled {
  /** What the control held before. */
  readonly before: string;
  readonly after: string;
  readonly tracked: boolean;
}

/** What is known of the page's controls while one person's form is open: what was filled in, what somebody touched. */
export interface Memory {
  readonly filled: Map<Control, Filled>;
  /** Controls that the page refused a value for: asked again only when the page asks. */
  readonly refused: Set<Control>;
  readonly isTouched: (control: Control) => boolean;
  /** Shows beside an empty control what nobody typed and nobody sends. */
  hint(control: Control, text: string): 'masked' | 'no-match';
  /** Notices what a person changes in a document or an open shadow root. */
  watch(root: Node): void;
  /** Whether somebody has begun to fill in the form by hand. */
  readonly isBegun: () => boolean;
  /**
   * Forgets the person; gives what every control held before it was filled in.
   * @param typed Whether it gives that of controls that somebody only typed into, too.
   */
  forget(typed: boolean): ReadonlyMap<Control, string>;
}

export function createMemory(early: readonly EarlyInput[] = []): Memory {
  const filled = new Map<Control, Filled>();
  const refused = new Set<Control>();
  const hinted = new Map<Control, string>();
  const touched = new Set<Control>();

  const notice = ([target, isTrusted]: EarlyInput) => {
    const control = target as Control;
    if (isAnnouncing() || !/^(input|select|textarea)$/.test(control.localName)) return;
    const known = filled.get(control);
    // A script that only says that something may have changed is not a person.
    if (isTrusted || stateOf(control) !== (known ? known.after : defaultOf(control))) touched.add(control);
  };
  const onInput = (event: Event) => notice([event.composedPath()[0], event.isTrusted]);
  early.forEach(notice);
  // Whoever empties the form wants it empty.
  const onReset = (event: Event) => {
    filled.forEach((_of, control) => {
      if (control.form === event.target) touched.add(control);
    });
  };

  return {
    filled,
    refused,
    isTouched: (control) => touched.has(control) || (!filled.has(control) && isChanged(control)),
    hint(control, text) {
      // Lists and boxes have no room for it.
      if (!('placeholder' in control) || isBox(control)) return 'no-match';
      if (!hinted.has(control)) hinted.set(control, control.placeholder);
      control.placeholder = text;
      return 'masked';
    },
    watch(root) {
      root.addEventListener('input', onInput, true);
      root.addEventListener('change', onInput, true);
      root.addEventListener('reset', onReset, true);
    },
    isBegun: () => touched.size > 0,
    forget(typed) {
      const before = new Map<Control, string>();
      if (typed) touched.forEach((control) => before.set(control, emptyOf(control)));
      filled.forEach((of, control) => before.set(control, of.before));
      hinted.forEach((text, control) => control.setAttribute('placeholder', text));
      for (const known of [hinted, filled, refused, touched]) known.clear();
      return before;
    },
  };
}

/** Somebody was faster than this script. Colours and ranges differ from their default by themselves. */
function isChanged(control: Control): boolean {
  return !/^(color|range)$/.test(control.type) && stateOf(control) !== defaultOf(control);
}

/** Frameworks write what somebody typed into the default, too. */
function emptyOf(control: Control): string {
  return !isBox(control) && isTracked(control) ? '' : defaultOf(control);
}
