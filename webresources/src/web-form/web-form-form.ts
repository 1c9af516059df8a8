/** Script `pmds_/js/web-form-form.js`: the form of a Web Form, of which two people may change the fields at the same time. */
import { Tables } from '@pmds/contracts/generated/tables';
import { parseWebFormFields } from '@pmds/contracts/web-form/definition';
import { mergedFields } from '@pmds/contracts/web-form/merged-fields';
import { guardColumn } from '../forms/column-guard.js';
import { userTexts } from '../texts/texts.js';

/** OnLoad of the main form of Web Form; runs once for each record that is opened. */
export function onLoad(executionContext: Xrm.Events.EventContext): void {
  const text = userTexts();
  guardColumn(executionContext.getFormContext(), {
    table: Tables.webForm.logicalName,
    column: Tables.webForm.columns.fields.logicalName,
    together: mergedFields,
    isNewer: (theirs) => {
      const other = parseWebFormFields(theirs);
      return !other.ok && other.failure.reason === 'newer-version';
    },
    merged: text('webForm.merged'),
    newer: text('webForm.newer'),
  });
}
