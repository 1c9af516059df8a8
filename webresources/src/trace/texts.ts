import { languageOfId, worded, type LanguageName } from '@pmds/contracts/wording';

/** Reasons that speak of a member, which marketers read; other messages are for administrators and stay as the service wrote them. */
const en = {
  'VALUE_NOT_ALLOWED.message': 'The field "{0}" ({1}) holds a value that its type does not allow.',
  'VALUE_NOT_ALLOWED.remedy': 'Open the member, correct "{0}" and save, then choose Retry Errors.',
  'MEMBER_UNREADABLE.message': 'The member exists, but the service may not read it.',
  'MEMBER_UNREADABLE.remedy':
    'Ask your administrator to give the service the right to read this row, then choose Retry Errors.',
};

type TraceTextKey = keyof typeof en;

const de: typeof en = {
  'VALUE_NOT_ALLOWED.message': 'Das Feld "{0}" ({1}) enthält einen Wert, den sein Typ nicht zulässt.',
  'VALUE_NOT_ALLOWED.remedy':
    'Öffnen Sie das Mitglied, korrigieren Sie "{0}", speichern Sie und wählen Sie Fehler erneut versuchen.',
  'MEMBER_UNREADABLE.message': 'Das Mitglied ist vorhanden, aber der Dienst darf es nicht lesen.',
  'MEMBER_UNREADABLE.remedy':
    'Bitten Sie Ihren Administrator, dem Dienst das Recht zum Lesen dieser Zeile zu geben, und wählen Sie dann Fehler erneut versuchen.',
};

const fr: typeof en = {
  'VALUE_NOT_ALLOWED.message': 'Le champ « {0} » ({1}) contient une valeur que son type n’autorise pas.',
  'VALUE_NOT_ALLOWED.remedy': 'Ouvrez le membre, corrigez « {0} », enregistrez, puis choisissez Réessayer les erreurs.',
  'MEMBER_UNREADABLE.message': 'Le membre existe, mais le service n’a pas le droit de le lire.',
  'MEMBER_UNREADABLE.remedy':
    'Demandez à votre administrateur de donner au service le droit de lire cette ligne, puis choisissez Réessayer les erreurs.',
};

const he: typeof en = {
  'VALUE_NOT_ALLOWED.message': 'השדה "{0}" ({1}) מכיל ערך שהסוג שלו אינו מתיר.',
  'VALUE_NOT_ALLOWED.remedy': 'יש לפתוח את החבר, לתקן את "{0}" ולשמור, ואז לבחור נסה שוב שגיאות.',
  'MEMBER_UNREADABLE.message': 'החבר קיים, אך השירות אינו רשאי לקרוא אותו.',
  'MEMBER_UNREADABLE.remedy': 'יש לבקש ממנהל המערכת לתת לשירות הרשאה לקרוא שורה זו, ואז לבחור נסה שוב שגיאות.',
};

const traceTexts: Readonly<Record<LanguageName, Readonly<Record<TraceTextKey, string>>>> = { de, en, fr, he };

/** @returns the text of a key in the user's language, `null` where there is none. */
export function traceText(languageId: number, key: string, ...values: readonly string[]): string | null {
  const language = languageOfId(languageId);
  const template: string | undefined = (traceTexts[language] as Readonly<Record<string, string>>)[key];
  return template === undefined ? null : worded(language, template, values);
}
