import { filled, languageOfId } from '@pmds/contracts/wording';
import type { Maybe } from './maybe';

type Value = string | number;

/**
 * Looks up a text of the control's resx file and fills its placeholders, as `filled` does in the language of the user. Three values are
 * the most that a text has.
 */
export type Texts = (key: string, first?: Value, second?: Value, third?: Value) => string;

/** The parts of a control's context that its texts come from. */
interface TextSource {
  readonly resources: { getString(id: string): string };
  readonly userSettings?: Maybe<ComponentFramework.UserSettings> | undefined;
}

export function textsOf(source: TextSource): Texts {
  const language = languageOfId(source.userSettings?.languageId);
  return (key, first, second, third) =>
    filled(language, source.resources.getString(key), [first, second, third], String);
}
