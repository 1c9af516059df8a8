import type { RetryProblem } from '@pmds/contracts/start/retry-rules';
import type { StartProblem } from '@pmds/contracts/start/start-rules';
import type { Texts } from './texts/texts.js';

/**
 * What stands against a start or a retry, in the user's language. English is the sentence of the rule itself, so that the form says word for
 * word what the service would write on the row.
 */
export function problemText(problem: StartProblem | RetryProblem, text: Texts): string {
  return text(`problem.${problem.code}`, quoted(problem.sentence)) || problem.sentence;
}

/** The address or the list's name, which the rules put in straight quotation marks. */
function quoted(sentence: string): string {
  const from = sentence.indexOf('"');
  const to = sentence.lastIndexOf('"');
  return from < 0 || to === from ? '' : sentence.slice(from + 1, to);
}
