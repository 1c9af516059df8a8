import { defaultOf, isAnnouncing, isBox, stateOf, type Control } from './control.js';

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
  isTouched(control: Control): boolean;
  /** Notices what a person changes in a document or an open shadow root. */
  watch(root: Node): void;
  /** Forgets the person; gives what every changed control held before. */
  forget(): ReadonlyMap<Control, string>;
}

export function createMemory(): Memory {
  const filled = new Map<Control, Filled>();
  const refused = new Set<Control>();
  const touched = new Set<Control>();
  const watched = new WeakSet<Node>();

  const onInput = (event: Event) => {
    const control = event.composedPath()[0] as Control | undefined;
    if (isAnnouncing() || !(control instanceof Element) || !/^(input|select|textarea)$/.test(control.localName)) return;
    // A script that only says that something may have changed is not a person.
    if (!event.isTrusted && stateOf(control) === (filled.get(control)?.after ?? defaultOf(control))) return;
    touched.add(control);
  };
  // Whoever empties the form wants it empty.
  const onReset = (event: Event) => {
    for (const control of filled.keys()) if (control.form === event.target) touched.add(control);
  };

  return {
    filled,
    refused,
    isTouched: (control) => touched.has(control) || (!filled.has(control) && isChanged(control)),
    watch(root) {
      if (watched.has(root)) return;
      watched.add(root);
      for (const name of ['input', 'change']) root.addEventListener(name, onInput, true);
      root.addEventListener('reset', onReset, true);
    },
    forget() {
      const before = new Map<Control, string>();
      for (const control of touched) before.set(control, emptyOf(control));
      for (const [control, { before: state }] of filled) before.set(control, state);
      filled.clear();
      refused.clear();
      touched.clear();
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
  return isBox(control) || control.localName === 'select' ? defaultOf(control) : tracked(control);
}

function tracked(control: Control): string {
  return Object.prototype.hasOwnProperty.call(control, 'value') ? '' : defaultOf(control);
}
