import type { Store } from '../data/store.js';
import { DataverseError } from '../model/dataverse-error.js';
import { english } from '../model/label.js';
import { shellLanguages } from './labels.js';

/** LCID of a user's language: `uilanguageid` of the user's row in `usersettings`, English until somebody chose another. */
export function languageOf(store: Store, userId: string): number {
  if (store.model.findTable('usersettings') === undefined) return english;
  return Number(store.get('usersettings', userId)?.['uilanguageid'] ?? english);
}

/** @throws DataverseError 400 for a language that the organisation does not have */
export function setLanguage(store: Store, userId: string, languageId: number): void {
  if (!shellLanguages.some(({ id }) => id === languageId)) {
    throw new DataverseError(400, '0x80040203', `The language ${languageId} is not enabled for this organization.`);
  }
  const changes = { uilanguageid: languageId };
  if (!store.update('usersettings', userId, changes))
    store.insert('usersettings', { ...changes, systemuserid: userId });
}
