import type { LanguageName } from '../wording.js';

/** Texts with the placeholders of `wording.ts`. */
interface QueryNoteTexts {
  /** List, what it asks for. */
  readonly limit: string;
  /** List, condition, zone of the service, zone of the owner. */
  readonly zone: string;
  readonly unknownZone: string;
  /** How many are not named. */
  readonly more: string;
}

export const queryNoteTexts: Readonly<Record<LanguageName, QueryNoteTexts>> = {
  en: {
    limit:
      'The query of marketing list "{0}" asks for {1}; a run takes everybody who matches, so there may be more members than the list shows.',
    zone: 'The query of marketing list "{0}" has the condition "{1}". Its days begin by the time zone of the application user ({2}), not by that of the list’s owner ({3}), so the members may be others than the list shows its owner.',
    unknownZone: 'not known',
    more: '{0} more {0:note|notes} of this kind: see the Errors tab.',
  },
  de: {
    limit:
      'Die Abfrage der Marketingliste "{0}" verlangt {1}; ein Lauf nimmt alle, die passen, also vielleicht mehr Mitglieder, als die Liste zeigt.',
    zone: 'Die Abfrage der Marketingliste "{0}" hat die Bedingung "{1}". Ihre Tage beginnen nach der Zeitzone des Anwendungsbenutzers ({2}), nicht nach der des Besitzers der Liste ({3}). Die Mitglieder können daher andere sein, als die Liste ihrem Besitzer zeigt.',
    unknownZone: 'nicht bekannt',
    more: '{0} {0:weiterer Hinweis|weitere Hinweise} dieser Art: siehe Registerkarte Fehler.',
  },
  fr: {
    limit:
      'La requête de la liste marketing "{0}" demande {1} ; une exécution prend toutes les personnes qui correspondent, donc peut-être plus de membres que la liste n’en montre.',
    zone: 'La requête de la liste marketing "{0}" contient la condition "{1}". Ses jours commencent selon le fuseau horaire de l’utilisateur d’application ({2}) et non selon celui du propriétaire de la liste ({3}). Les membres peuvent donc être différents de ceux que la liste montre à son propriétaire.',
    unknownZone: 'inconnu',
    more: '{0} {0:autre remarque|autres remarques} de ce genre : voir l’onglet Erreurs.',
  },
  he: {
    limit:
      'השאילתה של רשימת השיווק "{0}" מבקשת {1}; הרצה לוקחת את כל המתאימים, ולכן ייתכנו יותר חברים ממה שהרשימה מציגה.',
    zone: 'בשאילתה של רשימת השיווק "{0}" יש התנאי "{1}". הימים בו מתחילים לפי אזור הזמן של משתמש היישום ({2}) ולא לפי זה של בעל הרשימה ({3}), ולכן ייתכן שהחברים שונים ממה שהרשימה מציגה לבעליה.',
    unknownZone: 'לא ידוע',
    more: 'עוד {0} {0:הערה|הערות} מסוג זה: ראו בכרטיסייה שגיאות.',
  },
};
