/** The column's own labels of a yes/no column, in every language known. */
export interface YesNoLabels {
  readonly yes: readonly string[];
  readonly no: readonly string[];
}

// English, German, French, Hebrew.
const yesWords = '1 on true yes y ja j wahr oui o vrai כן אמת';
const noWords = '0 off false no n nein falsch non faux לא שקר';

/** Text as it is compared where case, blanks and forms of the same letter do not count. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
}

/**
 * What a text says of a yes/no column: by the column's own labels and by the usual words of four languages.
 * @returns `null` where it says nothing, or where both could be meant: an opposite is never guessed.
 */
export function yesOrNo(text: string, { yes, no }: YesNoLabels): boolean | null {
  const wanted = folded(text);
  const saysOneOf = (words: string, labels: readonly string[]) =>
    [...words.split(' '), ...labels].some((word) => wanted && folded(word) === wanted);
  const isYes = saysOneOf(yesWords, yes);
  return isYes === saysOneOf(noWords, no) ? null : isYes;
}

/** As `yesOrNo` for a control that has a value and a label: where they contradict each other, neither counts. */
export function yesOrNoOf(value: string | null, label: string, labels: YesNoLabels): boolean | null {
  const byValue = yesOrNo(value ?? '', labels);
  const byLabel = yesOrNo(label, labels);
  if (byValue === null || byLabel === byValue) return byLabel;
  return byLabel === null ? byValue : null;
}
