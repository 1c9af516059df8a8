import {
  emptySelection,
  type FieldSelection,
  type FieldSelectionFailure,
  parseFieldSelection,
  type SelectableTable,
  serialiseFieldSelection,
} from '@pmds/contracts/fields/field-selection';
import * as React from 'react';
import type { Choice } from './choice';

interface Selection {
  readonly value: FieldSelection;
  /** Set when the stored text cannot be read; nothing may be chosen until the user starts over. */
  readonly failure: FieldSelectionFailure | null;
  readonly choose: (table: SelectableTable, choice: Choice) => void;
  /**
   * Puts a whole stored text in place of the present one, unless it cannot be read: a broken value never takes the place of
   * a good one.
   * @returns what is wrong with the text; `null` when it was taken.
   */
  readonly replace: (text: string) => FieldSelectionFailure | null;
}

/**
 * The selection as the user sees it. A change shows at once and is handed to the host, which stores it later; until the
 * host passes a new text, the user's own stands. (Asking the host to render again does nothing in some hosts.)
 */
export function useSelection(stored: string | null, onChange: (text: string) => void): Selection {
  const [draft, setDraft] = React.useState<string | null>(null);
  React.useEffect(() => setDraft(null), [stored]);
  const text = draft ?? stored;
  const parsed = React.useMemo(() => parseFieldSelection(text), [text]);
  const value = parsed.ok ? parsed.value : emptySelection;
  const replace = (next: string) => {
    const read = parseFieldSelection(next);
    if (!read.ok) return read.failure;
    if (next !== text) {
      setDraft(next);
      onChange(next);
    }
    return null;
  };
  const choose = (table: SelectableTable, choice: Choice) =>
    void replace(serialiseFieldSelection({ ...value, [table]: choice }));
  return { value, failure: parsed.ok ? null : parsed.failure, choose, replace };
}
