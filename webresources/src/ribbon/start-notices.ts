import type { StartProblem } from '@pmds/contracts/start/start-rules';
import { noticeIds } from '../notice-ids.js';
import { problemText } from '../problem-text.js';
import { clearStartProblems, mostProblems, problemId } from '../start-problem-notices.js';
import type { Texts } from '../texts/texts.js';

const noticeId = noticeIds.start;

/** Takes away what an earlier start left behind, above the form and at its fields. */
export function clearStartNotices(form: Xrm.FormContext): void {
  form.ui.clearFormNotification(noticeId);
  clearStartProblems(form);
}

/** Says every reason against a start above the form and marks the fields that are to blame. */
export function showProblems(form: Xrm.FormContext, problems: readonly StartProblem[], text: Texts): void {
  for (const [position, problem] of problems.slice(0, mostProblems).entries()) {
    const sentence = problemText(problem, text);
    form.ui.setFormNotification(sentence, 'ERROR', problemId(position));
    if (problem.column === undefined) continue;
    form.getControl<Xrm.Controls.StandardControl>(problem.column)?.setNotification(sentence, noticeId);
  }
}

export function showStartNotice(form: Xrm.FormContext, sentence: string, level: 'INFO' | 'WARNING' | 'ERROR'): void {
  form.ui.setFormNotification(sentence, level, noticeId);
}

/** Says above the form, which every tab shows, why it was not saved. @returns whether there was anything to say. */
export function showUnsaved(form: Xrm.FormContext, sentences: readonly string[]): boolean {
  for (const [position, sentence] of sentences.slice(0, mostProblems).entries()) {
    form.ui.setFormNotification(sentence, 'ERROR', problemId(position));
  }
  return sentences.length > 0;
}
