import { Tables } from '@pmds/contracts/generated/tables';
import { noticeIds } from './notice-ids.js';

const { name, notificationEmails, fields } = Tables.dataSync.columns;

/** Columns whose field is marked when a start is refused because of them. */
const markedColumns = [name.logicalName, notificationEmails.logicalName, fields.logicalName] as const;

/** More problems than the form has room for; one per list and column at the most is shown. */
export const mostProblems = 20;

export const problemId = (position: number) => `${noticeIds.start}.${String(position)}`;

/** Takes away the reasons of a refused start. A field that stays marked could not be saved, however right it is by now. */
export function clearStartProblems(form: Xrm.FormContext): void {
  for (let position = 0; position < mostProblems; position += 1) form.ui.clearFormNotification(problemId(position));
  for (const column of markedColumns) {
    form.getControl<Xrm.Controls.StandardControl>(column)?.clearNotification(noticeIds.start);
  }
}

/** Reasons against a start hold until somebody changes what they are about, or saves. */
export function forgetStartProblems(form: Xrm.FormContext): void {
  const clear = () => clearStartProblems(form);
  for (const column of markedColumns) form.getAttribute(column)?.addOnChange(clear);
  form.data.addOnLoad(clear);
}
