import type { StartProblem } from '@pmds/contracts/start-rules';
import { noticeIds } from '../notice-ids.js';
import { problemText } from '../problem-text.js';
import type { Texts } from '../texts/texts.js';

const noticeId = noticeIds.start;
const fieldColumns = ['pmds_name', 'pmds_notificationemails', 'pmds_fields'] as const;
/** More problems than the form has room for; one per list and column at the most is shown. */
const mostProblems = 20;

const problemId = (position: number) => `${noticeId}.${String(position)}`;

/** Takes away what an earlier start left behind, above the form and at its fields. */
export function clearStartNotices(form: Xrm.FormContext): void {
  form.ui.clearFormNotification(noticeId);
  for (let position = 0; position < mostProblems; position += 1) form.ui.clearFormNotification(problemId(position));
  for (const column of fieldColumns) controlOf(form, column)?.clearNotification(noticeId);
}

/** Says every reason against a start above the form and marks the fields that are to blame. */
export function showProblems(form: Xrm.FormContext, problems: readonly StartProblem[], text: Texts): void {
  for (const [position, problem] of problems.slice(0, mostProblems).entries()) {
    const sentence = problemText(problem, text);
    form.ui.setFormNotification(sentence, 'ERROR', problemId(position));
    if (problem.column !== undefined) controlOf(form, problem.column)?.setNotification(sentence, noticeId);
  }
}

export function showStartNotice(form: Xrm.FormContext, sentence: string, level: 'INFO' | 'WARNING' | 'ERROR'): void {
  form.ui.setFormNotification(sentence, level, noticeId);
}

function controlOf(form: Xrm.FormContext, column: string): Xrm.Controls.StandardControl | null {
  return form.getControl<Xrm.Controls.StandardControl>(column);
}
