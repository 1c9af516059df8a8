/** Texts by language code (LCID, 1033 is English). */
export type Label = Readonly<Record<number, string>>;

export const english = 1033;

export function label(text: string): Label {
  return { [english]: text };
}

/** The text in the asked language, else in English, else in any, else empty. */
export function labelText(texts: Label, languageCode: number = english): string {
  return texts[languageCode] ?? texts[english] ?? Object.values(texts)[0] ?? '';
}
