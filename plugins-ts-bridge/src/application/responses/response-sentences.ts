import type { AsideReason } from '../../domain/submission/accepted-submission.js';

/** What the row of a submit says, for whoever looks after the form. */
export const sentences = {
  applied: 'The changes are in the record.',
  unchanged: 'What was sent is what the record says already. Nothing was changed.',
  partly: 'Some changes are in the record. The others need a decision: choose Apply or Reject.',
  review: 'Nothing was changed. The changes need a decision: choose Apply or Reject.',
  formGone: 'The web form is not described any more, so nothing was changed.',
  recordGone: 'The record does not exist any more, so nothing was changed.',
  rejected: 'Somebody rejected it. Nothing more was changed.',
  changed: (columns: string) =>
    `Nothing was changed: the record was changed since it was shown (${columns}). Compare again, then choose Apply or Reject.`,
  nothing: (columns: string) =>
    `Nothing of it can be written (${columns}). Correct the record by hand and choose Reject.`,
  appliedWithout: (columns: string) =>
    `The changes are in the record, but for what it cannot take: ${columns}. Correct that by hand.`,
  ignored: (inputs: string) => `The form does not name these inputs, so they were ignored: ${inputs}.`,
} as const;

export const asideSentences: Readonly<Record<AsideReason, string>> = {
  trap: 'The input that people do not see was filled in, as robots do. Nothing was changed.',
  'too-fast': 'The form was sent faster than a person can fill it in, as robots do. Nothing was changed.',
};

const mostNamed = 20;

/** Adds what was ignored to a sentence. */
export function withIgnored(sentence: string, ignored: readonly string[]): string {
  if (ignored.length === 0) return sentence;
  const named = ignored.slice(0, mostNamed).map((input) => `"${input}"`);
  const more = ignored.length - named.length;
  return `${sentence} ${sentences.ignored([...named, ...(more > 0 ? [`${more} more`] : [])].join(', '))}`;
}
