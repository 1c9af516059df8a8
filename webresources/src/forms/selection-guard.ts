import { parseFieldSelection, serialiseFieldSelection } from '@pmds/contracts/fields/field-selection';
import { mergeFieldSelections } from '@pmds/contracts/fields/field-selection-merge';
import { Tables } from '@pmds/contracts/generated/tables';
import type { Texts } from '../texts/texts.js';
import { guardColumn } from './column-guard.js';

/** Keeps both changes where two people change *Fields to Sync* of one sync at the same time. */
export function guardSelection(form: Xrm.FormContext, text: Texts): void {
  guardColumn(form, {
    table: Tables.dataSync.logicalName,
    column: Tables.dataSync.columns.fields.logicalName,
    together,
    isNewer: (theirs) => {
      const other = parseFieldSelection(theirs);
      return !other.ok && other.failure.reason === 'newer-version';
    },
    merged: text('selection.merged'),
    newer: text('selection.newer'),
  });
}

function together(base: string | null, mine: string | null, theirs: string | null): string | null {
  const [began, own, other] = [parseFieldSelection(base), parseFieldSelection(mine), parseFieldSelection(theirs)];
  if (!began.ok || !own.ok || !other.ok) return null;
  return serialiseFieldSelection(mergeFieldSelections(began.value, own.value, other.value));
}
