/** A label as metadata holds it: in the language of whoever asks, and in all languages of the environment. */
interface Label {
  readonly UserLocalizedLabel?: Text | null;
  readonly LocalizedLabels?: readonly Text[] | null;
}

interface Text {
  readonly Label?: string | null;
  readonly LanguageCode?: number | null;
}

interface Option {
  readonly Value?: number;
  readonly Label?: Label | null;
}

export interface OptionSet {
  readonly Options?: readonly Option[];
  readonly TrueOption?: Option;
  readonly FalseOption?: Option;
}

/** Labels of a choice by value: in the language of the application user, else in another. What has none is left out. */
export function optionLabels(options: OptionSet): Readonly<Record<string, string>> {
  const labels: [string, string][] = [];
  const put = (value: string, option: Option | undefined): void => {
    const [label] = wordings(option);
    if (label !== undefined) labels.push([value, label]);
  };
  for (const option of options.Options ?? []) put(String(option.Value), option);
  put('true', options.TrueOption);
  put('false', options.FalseOption);
  return Object.fromEntries(labels);
}

/** Labels of a choice by LCID and value, of every language that has any. */
export function translatedLabels(options: OptionSet): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const languages = new Map<number, Map<string, string>>();
  const put = (value: string, option: Option | undefined): void => {
    for (const { Label, LanguageCode } of option?.Label?.LocalizedLabels ?? []) {
      const label = Label?.trim() ?? '';
      if (label === '' || typeof LanguageCode !== 'number') continue;
      const labels = languages.get(LanguageCode) ?? new Map<string, string>();
      languages.set(LanguageCode, labels.set(value, label));
    }
  };
  for (const option of options.Options ?? []) put(String(option.Value), option);
  put('true', options.TrueOption);
  put('false', options.FalseOption);
  return Object.fromEntries([...languages].map(([language, labels]) => [language, Object.fromEntries(labels)]));
}

/** The words for yes and no, in every language. */
export function yesNoWords(options: OptionSet): { readonly yes: readonly string[]; readonly no: readonly string[] } {
  return { yes: wordings(options.TrueOption), no: wordings(options.FalseOption) };
}

/** The wanted language first. */
function wordings(option: Option | undefined): readonly string[] {
  const { UserLocalizedLabel: wanted, LocalizedLabels: all } = option?.Label ?? {};
  const texts = [wanted, ...(all ?? [])].flatMap((text) => {
    const label = text?.Label?.trim() ?? '';
    return label === '' ? [] : [label];
  });
  return [...new Set(texts)];
}
