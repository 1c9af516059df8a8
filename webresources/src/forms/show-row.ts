import { Tables } from '@pmds/contracts/generated/tables';
import { statusValue } from '@pmds/contracts/run/sync-status';
import { noticeIds } from '../notice-ids.js';
import { serverNow } from '../server-time.js';
import { shownStatus, type SyncRow } from '../sync-row.js';
import type { Texts } from '../texts/texts.js';
import { type FormNotice, stateNotices } from './state-notices.js';

const { columns } = Tables.dataSync;

/** Writes what Dataverse holds into the form's fields and says it above them. */
export function showRow(form: Xrm.FormContext, row: SyncRow, text: Texts): void {
  show(form, columns.status.logicalName, statusValue(shownStatus(row)));
  show(form, columns.requestedOn.logicalName, row.requestedOn);
  show(form, columns.startedOn.logicalName, row.startedOn);
  show(form, columns.completedOn.logicalName, row.completedOn);
  show(form, columns.contactsSynced.logicalName, row.startedOn === null ? null : row.contactsSynced);
  show(form, columns.leadsSynced.logicalName, row.startedOn === null ? null : row.leadsSynced);
  show(form, columns.errors.logicalName, row.startedOn === null ? null : row.errors);
  show(form, columns.safeToSend.logicalName, row.safeToSend);
  show(form, columns.readinessReasons.logicalName, row.readiness === '' ? null : row.readiness);
  show(form, columns.message.logicalName, row.message === '' ? null : row.message);
  show(form, columns.progress.logicalName, row.progress);
  const { run } = row;
  show(
    form,
    columns.currentRunId.logicalName,
    run === null ? null : [{ ...run, entityType: Tables.syncRun.logicalName }],
  );
  showNotices(form, stateNotices(row, text, serverNow()));
}

function showNotices(form: Xrm.FormContext, notices: readonly FormNotice[]): void {
  for (const id of [noticeIds.state, noticeIds.safe, noticeIds.queries, noticeIds.mail]) {
    const notice = notices.find((candidate) => candidate.id === id);
    if (notice === undefined) form.ui.clearFormNotification(id);
    else form.ui.setFormNotification(notice.text, notice.level, id);
  }
}

/**
 * Submit mode `never` keeps the value out of every save, and a value that is not to be saved leaves the form clean, so
 * that the user's own edits stay untouched and nobody is asked to save what the service wrote.
 */
function show(
  form: Xrm.FormContext,
  column: string,
  value: Date | number | string | boolean | Xrm.LookupValue[] | null,
): void {
  const attribute = form.getAttribute(column);
  if (attribute === null || same(attribute.getValue(), value)) return;
  attribute.setSubmitMode('never');
  attribute.setValue(value);
}

function same(shown: unknown, value: unknown): boolean {
  return comparable(shown) === comparable(value);
}

function comparable(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  if (!Array.isArray(value)) return value ?? null;
  const [first] = value as readonly { readonly id: string }[];
  return first === undefined ? null : first.id.replace(/[{}]/g, '').toLowerCase();
}
