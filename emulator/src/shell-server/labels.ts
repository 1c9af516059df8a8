import type { Store } from '../data/store.js';

/** The languages the app shell speaks; the platform's own names for them. */
export const shellLanguages = [
  { id: 1033, name: 'English' },
  { id: 1031, name: 'Deutsch' },
  { id: 1036, name: 'Français' },
  { id: 1037, name: 'עברית' },
] as const;

/** Text of a row's column in a language, kept in `localizedlabel`; the row's own text when there is none. */
export function localized(
  store: Store,
  objectId: string,
  column: string,
  languageId: number,
  otherwise: string,
): string {
  const rows = store.rows('localizedlabel');
  for (const row of rows.byValue('objectid').rows(objectId)) {
    if (rows.value(row, 'objectcolumnname') === column && rows.value(row, 'languageid') === languageId) {
      return String(rows.value(row, 'label'));
    }
  }
  return otherwise;
}
