import type { LanguageName } from '@pmds/contracts/wording';

interface CodeTexts {
  readonly subject: string;
  /** `{0}`: name of the form. */
  readonly why: string;
  readonly holds: string;
  readonly notYou: string;
}

/** The mail with a code, in the language of the form. */
export const codeTexts: Readonly<Record<LanguageName, CodeTexts>> = {
  en: {
    subject: 'Your code: {0}',
    why: 'Type this code into the form “{0}” to see the rest of your details.',
    holds: 'It works once, within ten minutes.',
    notYou: 'If you did not ask for it, ignore this mail. Nobody sees your details without the code.',
  },
  de: {
    subject: 'Ihr Code: {0}',
    why: 'Geben Sie diesen Code im Formular „{0}“ ein, um Ihre übrigen Angaben zu sehen.',
    holds: 'Er funktioniert einmal, innerhalb von zehn Minuten.',
    notYou:
      'Wenn Sie ihn nicht angefordert haben, beachten Sie diese E-Mail nicht. Ohne den Code sieht niemand Ihre Angaben.',
  },
  fr: {
    subject: 'Votre code : {0}',
    why: 'Saisissez ce code dans le formulaire « {0} » pour voir vos autres informations.',
    holds: 'Il est valable une seule fois, pendant dix minutes.',
    notYou: 'Si vous ne l’avez pas demandé, ignorez ce message. Sans le code, personne ne voit vos informations.',
  },
  he: {
    subject: 'הקוד שלך: {0}',
    why: 'יש להקליד את הקוד בטופס "{0}" כדי לראות את שאר הפרטים שלך.',
    holds: 'הקוד תקף לעשר דקות ולפעם אחת.',
    notYou: 'אם לא ביקשת את הקוד, אפשר להתעלם מהודעה זו. ללא הקוד איש אינו רואה את הפרטים שלך.',
  },
};
