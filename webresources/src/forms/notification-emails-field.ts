import { Tables } from '@pmds/contracts/generated/tables';
import { parseNotificationEmails } from '@pmds/contracts/start/notification-emails';
import type { Texts } from '../texts/texts.js';

const column = Tables.dataSync.columns.notificationEmails.logicalName;
const noticeId = 'pmds.email';

/** Marks an invalid address at its field as soon as it is typed, and refuses to save it. */
export function guardNotificationEmails(form: Xrm.FormContext, text: Texts): void {
  const attribute = form.getAttribute<Xrm.Attributes.StringAttribute>(column);
  if (attribute === null) return;
  attribute.addOnChange(() => markNotificationEmails(form, text));
  form.data.entity.addOnSave((event: Xrm.Events.SaveEventContext) => {
    if (!markNotificationEmails(form, text)) event.getEventArgs().preventDefault();
  });
}

/** @returns Whether every address is one; an empty field is fine until a start. */
function markNotificationEmails(form: Xrm.FormContext, text: Texts): boolean {
  const attribute = form.getAttribute<Xrm.Attributes.StringAttribute>(column);
  const control = form.getControl<Xrm.Controls.StringControl>(column);
  const emails = parseNotificationEmails(attribute?.getValue());
  if (emails.ok) control?.clearNotification(noticeId);
  else control?.setNotification(text('email.invalid', emails.failure.invalid), noticeId);
  return emails.ok;
}
