import { SolutionPackage } from '@pmds/contracts/generated/solution-package';
import { Tables } from '@pmds/contracts/generated/tables';
import { startProblems } from '@pmds/contracts/start/start-rules';
import { isActive, statusOfValue } from '@pmds/contracts/run/sync-status';
import { stateNotices } from '../forms/state-notices.js';
import { type Texts, userTexts } from '../texts/texts.js';
import { askBrake } from './ask-brake.js';
import { callStartSync } from './call-custom-api.js';
import { refusalOf } from './platform-error.js';
import { queueRequest, requestTime } from './queue-request.js';
import { type Candidate, readCandidate } from './read-candidate.js';
import { refreshCommand } from '../forms/refresh-command.js';
import { newRunId } from './run-id.js';
import { serverNow, serverTime } from '../server-time.js';
import { isRequested, isSilent, toldOn } from '../sync-row.js';
import { unsaved } from './save-form.js';
import { clearStartNotices, showProblems, showStartNotice, showUnsaved } from './start-notices.js';

/** `XrmEnum.FormType.Update`: a saved record that the user may change. */
const updateForm = 2;

/** A second click while the first is being worked on does nothing. */
let starting = false;

/**
 * Enable rule of Start Sync: the record is saved, none is asked for, and no run is on its way, or one that nothing was heard of for a
 * minute.
 */
export function canStart(form: Xrm.FormContext): boolean {
  const { status, requestedOn, startedOn } = Tables.dataSync.columns;
  const shown = form.getAttribute<Xrm.Attributes.OptionSetAttribute>(status.logicalName);
  const dateOf = (column: string) => form.getAttribute<Xrm.Attributes.DateAttribute>(column)?.getValue() ?? null;
  const row = { status: statusOfValue(shown?.getValue()) ?? 'draft', heardOn: heardOn(form) } as const;
  const requested = isRequested({
    requestedOn: dateOf(requestedOn.logicalName),
    startedOn: dateOf(startedOn.logicalName),
  });
  const active = requested || (isActive(row.status) && !isSilent(row, serverNow()));
  // The rule cannot wait for an answer: it is asked again once that is there.
  if (active && serverNow() === null) void serverTime().then((now) => now !== null && refreshCommand(form));
  const formType: number = form.ui.getFormType();
  return !starting && formType === updateForm && !active;
}

function heardOn(form: Xrm.FormContext): Date | null {
  return toldOn(form.getAttribute(Tables.dataSync.columns.progress.logicalName)?.getValue());
}

/**
 * Command Start Sync: saves, checks the rules of a start and calls `pmds_StartSync`. Whatever happens is said on the
 * form; the promise never rejects.
 */
export async function start(form: Xrm.FormContext): Promise<void> {
  if (starting) return;
  starting = true;
  const text = userTexts();
  clearStartNotices(form);
  try {
    await startOnce(form, text);
  } catch (cause) {
    showRefusal(form, cause, text);
  } finally {
    Xrm.Utility.closeProgressIndicator();
    starting = false;
    refreshCommand(form);
  }
}

async function startOnce(form: Xrm.FormContext, text: Texts): Promise<void> {
  if (showUnsaved(form, await unsaved(form, text))) return;
  Xrm.Utility.showProgressIndicator(text('start.working'));
  const candidate = await readCandidate(form.data.entity.getId());
  const now = await serverTime();
  if (isActive(candidate.row.status) && !isSilent(candidate.row, now)) {
    showRunning(form, candidate, text);
    await form.data.refresh(false);
    return;
  }
  const problems = startProblems(candidate.start);
  if (problems.length > 0) {
    showProblems(form, problems, text);
    return;
  }
  const answer = candidate.stopped === null ? 'read-again' : await askBrake(candidate.stopped, text);
  if (answer === 'nothing') return;
  const confirm = answer === 'confirmed' ? (candidate.stopped?.runId ?? null) : null;
  if (candidate.stopped !== null) Xrm.Utility.showProgressIndicator(text('start.working'));
  try {
    await callStartSync(candidate.id, newRunId(), confirm);
  } catch (cause) {
    const refusal = refusalOf(cause);
    // A request on the row carries no confirmation: the brake would stop its run again.
    if (refusal.kind === 'denied' || confirm !== null) throw cause;
    await offerQueue(form, candidate, refusal.message, text);
    return;
  }
  showStartNotice(form, text('start.accepted'), 'INFO');
  // The form script starts to watch the row after every load.
  await form.data.refresh(false);
}

function showRunning(form: Xrm.FormContext, { row }: Candidate, text: Texts): void {
  const state = stateNotices(row, text)[0]?.text ?? '';
  showStartNotice(form, text('start.running', row.run?.name ?? '-', state).trim(), 'WARNING');
}

/** No service answered: the row itself can carry the request until one does. */
async function offerQueue(form: Xrm.FormContext, candidate: Candidate, reason: string, text: Texts): Promise<void> {
  // A progress indicator would cover the question.
  Xrm.Utility.closeProgressIndicator();
  const answer = await Xrm.Navigation.openConfirmDialog({
    title: text('queue.title'),
    text: text('queue.question', reason),
    confirmButtonLabel: text('queue.confirm'),
    cancelButtonLabel: text('queue.cancel'),
  });
  if (!answer.confirmed) {
    showStartNotice(form, text('start.failed', reason), 'ERROR');
    return;
  }
  const asked = (await serverTime()) ?? new Date();
  const queued = await queueRequest(candidate.id, candidate.etag, requestTime(candidate.row.startedOn, asked));
  showStartNotice(form, text(queued ? 'queue.done' : 'queue.changed'), queued ? 'INFO' : 'WARNING');
  await form.data.refresh(false);
}

function showRefusal(form: Xrm.FormContext, cause: unknown, text: Texts): void {
  const refusal = refusalOf(cause);
  const sentence =
    refusal.kind === 'denied'
      ? text('start.denied', refusal.privilege, SolutionPackage.roles.profileSyncService.name)
      : text('start.failed', refusal.message);
  showStartNotice(form, sentence, 'ERROR');
}
