import { attribute, child, type XmlElement } from './xml.js';

/** Languages of every label: English, German, French, Hebrew. English is the base language of the solution. */
export const languageCodes = ['1033', '1031', '1036', '1037'] as const;
const baseLanguage = languageCodes[0];

/** Text of a group such as `<LocalizedNames>` or `<displaynames>` in the base language, '' where it is missing. */
export function baseLabel(parent: XmlElement | undefined, group: string): string {
  const label = child(parent, group)?.children.find((element) => attribute(element, 'languagecode') === baseLanguage);
  return attribute(label, 'description');
}
