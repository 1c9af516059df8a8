import { parseFieldSelection, serialiseFieldSelection } from '@pmds/contracts/fields/field-selection';
import { mergeFieldSelections } from '@pmds/contracts/fields/field-selection-merge';

/** Two changes of one stored text, brought together; `null` where one of the texts cannot be read, so that the newer one stays. */
export function mergedText(base: string | null, mine: string | null, theirs: string | null): string | null {
  const [began, own, other] = [parseFieldSelection(base), parseFieldSelection(mine), parseFieldSelection(theirs)];
  if (!began.ok || !own.ok || !other.ok) return null;
  return serialiseFieldSelection(mergeFieldSelections(began.value, own.value, other.value));
}
