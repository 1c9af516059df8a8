import type { NotReadyOutcome } from './outcomes.js';
import type { LanguageName } from '../wording.js';

/** Texts with the placeholders of `wording.ts`. */
export interface TallyTexts extends Readonly<Record<NotReadyOutcome, string>> {
  /** Ready, members, percent. */
  readonly share: string;
  readonly everybody: string;
  readonly others: string;
  /** Members that changed after they were read. */
  readonly newer: string;
  readonly newerAtLeast: string;
  /** What may change after a run without *Safe to Send* being taken back. */
  readonly unwatched: string;
  /** Contacts, leads, skipped, failed. */
  readonly result: string;
  /** Lists that the run covered, lists in all, members of the covered lists. */
  readonly scope: string;
}

export const tallyTexts: Readonly<Record<LanguageName, TallyTexts>> = {
  en: {
    share: '{0} of {1} {1:member|members} ready ({2} %).',
    everybody: 'Nobody is left out.',
    others: 'Not ready: {0}.',
    newer: '{0} {0:member is|members are} newer in CRM than what was read; the next run takes them.',
    newerAtLeast: 'At least {0} {0:member is|members are} newer in CRM than what was read; the next run takes them.',
    'failed-unreadable': '{0} not readable',
    'failed-value': '{0} with a value that is not allowed',
    'skipped-deleted': '{0} deleted',
    'skipped-inactive': '{0} inactive',
    'skipped-no-email': '{0} without e-mail',
    'skipped-opted-out': '{0} opted out',
    unwatched: 'Not watched until the next run: changes to the members themselves, and whom a dynamic list finds anew.',
    result: '{0} {0:contact|contacts} and {1} {1:lead|leads} are ready to be prefilled; {2} skipped, {3} failed.',
    scope:
      'This run covered {0} of {1} marketing {1:list|lists} with {2} {2:member|members}; the others are as they were when they were read.',
  },
  de: {
    share: '{0} von {1} {1:Mitglied|Mitgliedern} bereit ({2} %).',
    everybody: 'Niemand fehlt.',
    others: 'Nicht bereit: {0}.',
    newer: '{0} {0:Mitglied ist|Mitglieder sind} im CRM neuer als gelesen; der nächste Lauf übernimmt sie.',
    newerAtLeast:
      'Mindestens {0} {0:Mitglied ist|Mitglieder sind} im CRM neuer als gelesen; der nächste Lauf übernimmt sie.',
    'failed-unreadable': '{0} nicht lesbar',
    'failed-value': '{0} mit einem unzulässigen Wert',
    'skipped-deleted': '{0} gelöscht',
    'skipped-inactive': '{0} inaktiv',
    'skipped-no-email': '{0} ohne E-Mail-Adresse',
    'skipped-opted-out': '{0} abgemeldet',
    unwatched:
      'Bis zum nächsten Lauf nicht beobachtet: Änderungen an den Mitgliedern selbst und wen eine dynamische Liste neu findet.',
    result:
      '{0} {0:Kontakt|Kontakte} und {1} {1:Lead|Leads} können vorausgefüllt werden; {2} übersprungen, {3} fehlgeschlagen.',
    scope:
      'Dieser Lauf umfasste {0} von {1} {1:Marketingliste|Marketinglisten} mit {2} {2:Mitglied|Mitgliedern}; die übrigen sind so, wie sie gelesen wurden.',
  },
  fr: {
    share: '{0} {0:membre prêt|membres prêts} sur {1} ({2} %).',
    everybody: 'Personne n’est laissé de côté.',
    others: 'Pas prêts : {0}.',
    newer:
      '{0} {0:membre a changé|membres ont changé} dans le CRM depuis la lecture ; la prochaine exécution les reprendra.',
    newerAtLeast:
      'Au moins {0} {0:membre a changé|membres ont changé} dans le CRM depuis la lecture ; la prochaine exécution les reprendra.',
    'failed-unreadable': '{0} {0:illisible|illisibles}',
    'failed-value': '{0} avec une valeur non autorisée',
    'skipped-deleted': '{0} {0:supprimé|supprimés}',
    'skipped-inactive': '{0} {0:inactif|inactifs}',
    'skipped-no-email': '{0} sans e-mail',
    'skipped-opted-out': '{0} {0:désabonné|désabonnés}',
    unwatched:
      'Non surveillé jusqu’à la prochaine exécution : les modifications des membres eux-mêmes et les personnes qu’une liste dynamique trouve en plus.',
    result:
      '{0} {0:contact|contacts} et {1} {1:prospect|prospects} peuvent être préremplis ; {2} {2:ignoré|ignorés}, {3} en échec.',
    scope:
      'Cette exécution a couvert {0} {0:liste|listes} marketing sur {1}, avec {2} {2:membre|membres} ; les autres restent telles qu’elles ont été lues.',
  },
  he: {
    share: '{0} מתוך {1} {1:חבר|חברים} מוכנים ({2} %).',
    everybody: 'איש לא נותר בחוץ.',
    others: 'לא מוכנים: {0}.',
    newer: '{0} {0:חבר השתנה|חברים השתנו} ב-CRM לאחר הקריאה; ההרצה הבאה תקלוט אותם.',
    newerAtLeast: 'לפחות {0} {0:חבר השתנה|חברים השתנו} ב-CRM לאחר הקריאה; ההרצה הבאה תקלוט אותם.',
    'failed-unreadable': '{0} לא ניתנים לקריאה',
    'failed-value': '{0} עם ערך שאינו מותר',
    'skipped-deleted': '{0} נמחקו',
    'skipped-inactive': '{0} לא פעילים',
    'skipped-no-email': '{0} ללא דואר אלקטרוני',
    'skipped-opted-out': '{0} ביקשו לא לקבל דיוור',
    unwatched: 'לא במעקב עד ההרצה הבאה: שינויים בחברים עצמם, ומי שרשימה דינמית מוצאת מחדש.',
    result: '{0} {0:איש קשר|אנשי קשר} ו-{1} {1:ליד|לידים} מוכנים למילוי מראש; {2} דולגו, {3} נכשלו.',
    scope: 'הרצה זו כיסתה {0} מתוך {1} {1:רשימת שיווק|רשימות שיווק} עם {2} {2:חבר|חברים}; האחרות נשארו כפי שנקראו.',
  },
};
