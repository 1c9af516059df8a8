import { languageOfId, worded, type LanguageName } from '@pmds/contracts/wording';

/** English; the keys are those of every language. A bundle of its own, so that a list does not load the texts of the form. */
const en = {
  title: 'Delete sync',
  one: 'Delete "{0}"?',
  several: 'Delete {0} syncs?',
  running:
    'A run is on its way: {0}. Deleting cancels it. Nobody whom it read can be prefilled, and whoever stands in Notification E-mail is told.',
  meaning:
    'The history and the Error Traces go with the sync, and links made for it open nothing any more. This cannot be undone.',
  confirm: 'Delete',
  confirmRunning: 'Cancel the run and delete',
  cancel: 'Keep',
  more: '{0} and {1} more',
  failed: 'Not deleted: {0}. {1}',
};

type RemoveTextKey = keyof typeof en;

const de: typeof en = {
  title: 'Abgleich löschen',
  one: '"{0}" löschen?',
  several: '{0} Abgleiche löschen?',
  running:
    'Ein Lauf ist unterwegs: {0}. Das Löschen bricht ihn ab. Niemand, den er gelesen hat, kann vorausgefüllt werden, und wer unter Benachrichtigungs-E-Mail steht, erfährt davon.',
  meaning:
    'Verlauf und Fehlerprotokolle gehen mit, und Links, die für den Abgleich erstellt wurden, öffnen nichts mehr. Das kann nicht rückgängig gemacht werden.',
  confirm: 'Löschen',
  confirmRunning: 'Lauf abbrechen und löschen',
  cancel: 'Behalten',
  more: '{0} und {1} weitere',
  failed: 'Nicht gelöscht: {0}. {1}',
};

const fr: typeof en = {
  title: 'Supprimer la synchronisation',
  one: 'Supprimer « {0} » ?',
  several: 'Supprimer {0} synchronisations ?',
  running:
    'Une exécution est en cours : {0}. La suppression l’annule. Aucune personne qu’elle a lue ne pourra être préremplie, et les destinataires de l’e-mail de notification en sont informés.',
  meaning:
    'L’historique et les traces d’erreur disparaissent avec la synchronisation, et les liens créés pour elle n’ouvrent plus rien. Cette action est irréversible.',
  confirm: 'Supprimer',
  confirmRunning: 'Annuler l’exécution et supprimer',
  cancel: 'Conserver',
  more: '{0} et {1} de plus',
  failed: 'Non supprimé : {0}. {1}',
};

const he: typeof en = {
  title: 'מחיקת סנכרון',
  one: 'למחוק את "{0}"?',
  several: 'למחוק {0} סנכרונים?',
  running:
    'הרצה נמצאת בעיצומה: {0}. המחיקה תבטל אותה. לא ניתן יהיה למלא מראש טופס של מי שנקרא בה, ומי שרשום בדוא"ל להודעות יקבל על כך הודעה.',
  meaning:
    'ההיסטוריה ומעקבי השגיאות נמחקים עם הסנכרון, וקישורים שנוצרו עבורו אינם פותחים עוד דבר. לא ניתן לבטל פעולה זו.',
  confirm: 'מחק',
  confirmRunning: 'בטל את ההרצה ומחק',
  cancel: 'השאר',
  more: '{0} ועוד {1}',
  failed: 'לא נמחק: {0}. {1}',
};

export const removeTexts: Readonly<Record<LanguageName, Readonly<Record<RemoveTextKey, string>>>> = { de, en, fr, he };

/** A text in the user's language. */
export function removeText(key: RemoveTextKey, ...values: readonly (string | number)[]): string {
  const language = languageOfId(Xrm.Utility.getGlobalContext().userSettings.languageId);
  return worded(language, removeTexts[language][key], values);
}
