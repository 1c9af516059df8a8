import * as React from 'react';

const places = ['[role="grid"]', 'button:not(:disabled)'];

/**
 * Keeps the focus inside a control whose focused element was disabled or taken away: it goes to the grid, where one goes on, else to the
 * first button. Whoever left the control by themselves is not called back.
 */
export function useKeptFocus(): {
  readonly root: React.RefObject<HTMLDivElement>;
  readonly onFocus: () => void;
  readonly onBlur: (event: React.FocusEvent) => void;
} {
  const root = React.useRef<HTMLDivElement>(null);
  const inside = React.useRef(false);
  React.useEffect(() => {
    if (root.current === null || !inside.current) return;
    // Of the control's own document; nothing of the form around it is touched.
    const { activeElement: focused, body } = root.current.ownerDocument;
    const lost = focused === null || focused === body || focused.matches(':disabled');
    if (!lost) return;
    const next = places
      .map((place) => root.current?.querySelector<HTMLElement>(place))
      .find((found) => found instanceof HTMLElement);
    next?.focus();
  });
  const onFocus = () => (inside.current = true);
  const onBlur = ({ target }: React.FocusEvent) => {
    // An element that is disabled or removed loses the focus without anybody's will.
    if (target.isConnected && !target.matches(':disabled')) inside.current = false;
  };
  return { root, onFocus, onBlur };
}
