import { Tables } from '@pmds/contracts/generated/tables';
import { statusOfValue } from '@pmds/contracts/run/sync-status';
import { bareId } from '../../sync-row.js';
import { type Texts, userTexts } from '../../texts/texts.js';
import { hasErrorsToRetry } from './read-traces.js';
import { refreshCommand } from '../../forms/refresh-command.js';
import { askAndRetry, refusedRetry, type RetryAnswer } from './retry-call.js';
import { unsaved } from '../save-form.js';
import { clearStartNotices, showStartNotice, showUnsaved } from '../start-notices.js';

/** `XrmEnum.FormType.Update`: a saved record that the user may change. */
const updateForm = 2;

/** A second click while the first is being worked on does nothing. */
let retrying = false;

/** Enable rule of Retry Errors: the last run has completed, and left errors that a retry may heal. */
export async function canRetry(form: Xrm.FormContext): Promise<boolean> {
  const status = form.getAttribute<Xrm.Attributes.OptionSetAttribute>(Tables.dataSync.columns.status.logicalName);
  const formType: number = form.ui.getFormType();
  if (retrying || formType !== updateForm) return false;
  if (statusOfValue(status?.getValue()) !== 'completed-with-errors') return false;
  try {
    return await hasErrorsToRetry(form.data.entity.getId());
  } catch {
    // Whoever may not read Error Traces has nothing to retry; a rule has nowhere to say so.
    return false;
  }
}

/** Command Retry Errors: saves, asks, and calls `pmds_RetryErrors`. Whatever happens is said on the form; never rejects. */
export async function retry(form: Xrm.FormContext): Promise<void> {
  if (retrying) return;
  retrying = true;
  const text = userTexts();
  clearStartNotices(form);
  try {
    const answer = await retryOnce(form, text);
    if (answer !== null) showStartNotice(form, answer.sentence, answer.level);
    // The form script starts to watch the row after every load.
    if (answer !== null && answer.level !== 'ERROR') await form.data.refresh(false);
  } catch (cause) {
    const { sentence, level } = refusedRetry(cause, text);
    showStartNotice(form, sentence, level);
  } finally {
    Xrm.Utility.closeProgressIndicator();
    retrying = false;
    refreshCommand(form);
  }
}

async function retryOnce(form: Xrm.FormContext, text: Texts): Promise<RetryAnswer | null> {
  if (showUnsaved(form, await unsaved(form, text))) return null;
  Xrm.Utility.showProgressIndicator(text('retry.working'));
  const dataSyncId = bareId(form.data.entity.getId());
  return askAndRetry({ dataSyncId, traceIds: null, question: ({ errors }) => text('retry.all', errors) }, text);
}
