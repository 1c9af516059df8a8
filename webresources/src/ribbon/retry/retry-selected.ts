import { retryProblem } from '@pmds/contracts/start/retry-rules';
import { problemText } from '../../problem-text.js';
import { bareId } from '../../sync-row.js';
import { type Texts, userTexts } from '../../texts/texts.js';
import { readSelectedTraces } from './read-traces.js';
import { askAndRetry, refusedRetry, type RetryAnswer } from './retry-call.js';
import { unsaved } from '../save-form.js';
import { clearStartNotices, showStartNotice, showUnsaved } from '../start-notices.js';

/** What a command gets of the grid that it stands above. */
type Grid = Pick<Xrm.Controls.GridControl, 'refresh'>;

let retrying = false;

/** Enable rule of Retry Selected: the selected rows are open errors of members of one sync, and all may be retried. */
export async function canRetrySelected(ids: readonly string[]): Promise<boolean> {
  if (retrying || ids.length === 0) return false;
  try {
    return retryProblem(await readSelectedTraces(ids)) === null;
  } catch {
    return false;
  }
}

/**
 * Command Retry Selected above a list of Error Traces. On a form the answer is said there, and the form watches the run;
 * on a list of its own a dialog says it. Never rejects.
 * @param primary The form that a subgrid stands on, the grid itself on a list of its own.
 */
export async function retrySelected(primary: unknown, grid: Grid, ids: readonly string[]): Promise<void> {
  if (retrying) return;
  retrying = true;
  const text = userTexts();
  const form = isForm(primary) ? primary : null;
  try {
    if (form !== null) clearStartNotices(form);
    const answer = await retryOnce(form, ids, text).catch((cause: unknown) => refusedRetry(cause, text));
    Xrm.Utility.closeProgressIndicator();
    if (answer === null) return;
    if (form === null) await Xrm.Navigation.openAlertDialog({ title: text('retry.title'), text: answer.sentence });
    else showStartNotice(form, answer.sentence, answer.level);
    if (answer.level !== 'ERROR') await form?.data.refresh(false);
    grid.refresh();
  } finally {
    Xrm.Utility.closeProgressIndicator();
    retrying = false;
  }
}

async function retryOnce(
  form: Xrm.FormContext | null,
  ids: readonly string[],
  text: Texts,
): Promise<RetryAnswer | null> {
  if (form !== null && showUnsaved(form, await unsaved(form, text))) return null;
  Xrm.Utility.showProgressIndicator(text('retry.working'));
  const traces = await readSelectedTraces(ids);
  const problem = retryProblem(traces);
  const dataSyncId = traces[0]?.dataSyncId ?? null;
  if (problem !== null || dataSyncId === null) {
    return { level: 'ERROR', sentence: problem === null ? text('retry.failed', '-') : problemText(problem, text) };
  }
  const question = () => text('retry.selected', ids.length);
  return askAndRetry({ dataSyncId, traceIds: ids.map(bareId), question }, text);
}

function isForm(control: unknown): control is Xrm.FormContext {
  const { data, ui } = (control ?? {}) as Partial<Xrm.FormContext>;
  return data !== undefined && typeof ui?.setFormNotification === 'function';
}
