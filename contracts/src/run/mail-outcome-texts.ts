import type { MailReason } from './mail-outcome.js';
import type { LanguageName } from '../wording.js';

/** Texts with the placeholders of `wording.ts`: addresses, then the detail that came with the reason. */
interface MailOutcomeTexts extends Readonly<Record<MailReason, string>> {
  /** Addresses. */
  readonly notReached: string;
  /** Addresses. */
  readonly notReachable: string;
  /** Addresses, point in time. */
  readonly again: string;
}

export const mailOutcomeTexts: Readonly<Record<LanguageName, MailOutcomeTexts>> = {
  en: {
    notReached: 'The completion mail did not reach {0}.',
    notReachable: 'The completion mail will not reach {0}.',
    again: 'The completion mail has not reached {0} yet; it is sent again until {1} (UTC).',
    'no-address': 'Notification E-mail names no address that mail can be sent to. Enter one.',
    unresolved:
      'Nobody in Dataverse has this address, and "Allow messages with unresolved email recipients to be sent" is off in the e-mail settings of the environment. Turn it on, add the address to a user, queue or contact, or set PMDS_SMTP_URL.',
    'no-sender':
      'There is no queue or user that could send. Give a queue an e-mail address with an approved mailbox, name it in PMDS_MAIL_FROM, or set PMDS_SMTP_URL.',
    'dataverse-refused': 'Dataverse refused the mail: {0}',
    'recipient-refused': 'The mail server refused this address (answer {0}). Correct the address.',
    'message-refused':
      'The mail server refused the mail (answer {0}). Check PMDS_MAIL_FROM and what the server accepts.',
    'asked-to-wait': 'The mail server asked to try later (answer {0}).',
    certificate:
      'The certificate of the mail server is not trusted ({0}). Add its authority by NODE_EXTRA_CA_CERTS, or correct the host name in PMDS_SMTP_URL.',
    'no-encryption':
      'The mail server offers no encryption ({0}). Turn on STARTTLS there, or use smtps:// in PMDS_SMTP_URL.',
    'sign-in': 'The mail server refused the user name or password of PMDS_SMTP_URL (answer {0}).',
    'host-unknown': 'The host name in PMDS_SMTP_URL is not known ({0}).',
    unreachable: 'The mail server of PMDS_SMTP_URL does not answer ({0}).',
  },
  de: {
    notReached: 'Die Abschluss-E-Mail hat {0} nicht erreicht.',
    notReachable: 'Die Abschluss-E-Mail wird {0} nicht erreichen.',
    again: 'Die Abschluss-E-Mail hat {0} noch nicht erreicht; sie wird bis {1} (UTC) erneut gesendet.',
    'no-address':
      'Unter Benachrichtigungs-E-Mail steht keine Adresse, an die gesendet werden kann. Geben Sie eine ein.',
    unresolved:
      'Niemand in Dataverse hat diese Adresse, und in den E-Mail-Einstellungen der Umgebung ist "Senden von Nachrichten mit nicht aufgelösten E-Mail-Empfängern zulassen" aus. Schalten Sie es ein, tragen Sie die Adresse bei einem Benutzer, einer Warteschlange oder einem Kontakt ein, oder setzen Sie PMDS_SMTP_URL.',
    'no-sender':
      'Es gibt keine Warteschlange und keinen Benutzer, der senden könnte. Geben Sie einer Warteschlange eine Adresse mit genehmigtem Postfach, nennen Sie sie in PMDS_MAIL_FROM, oder setzen Sie PMDS_SMTP_URL.',
    'dataverse-refused': 'Dataverse hat die E-Mail abgelehnt: {0}',
    'recipient-refused': 'Der Mailserver hat diese Adresse abgelehnt (Antwort {0}). Berichtigen Sie die Adresse.',
    'message-refused':
      'Der Mailserver hat die E-Mail abgelehnt (Antwort {0}). Prüfen Sie PMDS_MAIL_FROM und was der Server annimmt.',
    'asked-to-wait': 'Der Mailserver bittet, es später zu versuchen (Antwort {0}).',
    certificate:
      'Dem Zertifikat des Mailservers wird nicht vertraut ({0}). Ergänzen Sie seine Zertifizierungsstelle mit NODE_EXTRA_CA_CERTS, oder berichtigen Sie den Hostnamen in PMDS_SMTP_URL.',
    'no-encryption':
      'Der Mailserver bietet keine Verschlüsselung an ({0}). Schalten Sie dort STARTTLS ein, oder verwenden Sie smtps:// in PMDS_SMTP_URL.',
    'sign-in': 'Der Mailserver hat Benutzername oder Kennwort aus PMDS_SMTP_URL abgelehnt (Antwort {0}).',
    'host-unknown': 'Der Hostname in PMDS_SMTP_URL ist nicht bekannt ({0}).',
    unreachable: 'Der Mailserver aus PMDS_SMTP_URL antwortet nicht ({0}).',
  },
  fr: {
    notReached: 'L’e-mail de fin n’a pas atteint {0}.',
    notReachable: 'L’e-mail de fin n’atteindra pas {0}.',
    again: 'L’e-mail de fin n’a pas encore atteint {0} ; il est renvoyé jusqu’au {1} (UTC).',
    'no-address': 'L’e-mail de notification ne contient aucune adresse à laquelle écrire. Saisissez-en une.',
    unresolved:
      'Personne dans Dataverse n’a cette adresse, et « Autoriser l’envoi de messages avec des destinataires non résolus » est désactivé dans les paramètres de messagerie de l’environnement. Activez-le, ajoutez l’adresse à un utilisateur, une file d’attente ou un contact, ou définissez PMDS_SMTP_URL.',
    'no-sender':
      'Aucune file d’attente et aucun utilisateur ne peut envoyer. Donnez à une file d’attente une adresse avec une boîte aux lettres approuvée, nommez-la dans PMDS_MAIL_FROM, ou définissez PMDS_SMTP_URL.',
    'dataverse-refused': 'Dataverse a refusé l’e-mail : {0}',
    'recipient-refused': 'Le serveur de messagerie a refusé cette adresse (réponse {0}). Corrigez l’adresse.',
    'message-refused':
      'Le serveur de messagerie a refusé l’e-mail (réponse {0}). Vérifiez PMDS_MAIL_FROM et ce que le serveur accepte.',
    'asked-to-wait': 'Le serveur de messagerie demande d’essayer plus tard (réponse {0}).',
    certificate:
      'Le certificat du serveur de messagerie n’est pas approuvé ({0}). Ajoutez son autorité avec NODE_EXTRA_CA_CERTS, ou corrigez le nom d’hôte dans PMDS_SMTP_URL.',
    'no-encryption':
      'Le serveur de messagerie ne propose pas de chiffrement ({0}). Activez-y STARTTLS, ou utilisez smtps:// dans PMDS_SMTP_URL.',
    'sign-in':
      'Le serveur de messagerie a refusé le nom d’utilisateur ou le mot de passe de PMDS_SMTP_URL (réponse {0}).',
    'host-unknown': 'Le nom d’hôte de PMDS_SMTP_URL est inconnu ({0}).',
    unreachable: 'Le serveur de messagerie de PMDS_SMTP_URL ne répond pas ({0}).',
  },
  he: {
    notReached: 'הודעת הסיום לא הגיעה אל {0}.',
    notReachable: 'הודעת הסיום לא תגיע אל {0}.',
    again: 'הודעת הסיום עדיין לא הגיעה אל {0}; היא נשלחת שוב עד {1} (UTC).',
    'no-address': 'בדואר אלקטרוני להודעות אין כתובת שניתן לשלוח אליה. הזן כתובת.',
    unresolved:
      'לאיש ב-Dataverse אין כתובת זו, וההגדרה "אפשר שליחת הודעות לנמענים שלא זוהו" כבויה בהגדרות הדואר של הסביבה. הפעל אותה, הוסף את הכתובת למשתמש, לתור או לאיש קשר, או הגדר את PMDS_SMTP_URL.',
    'no-sender':
      'אין תור או משתמש שיכולים לשלוח. תן לתור כתובת עם תיבת דואר מאושרת, ציין אותו ב-PMDS_MAIL_FROM, או הגדר את PMDS_SMTP_URL.',
    'dataverse-refused': 'Dataverse דחה את ההודעה: {0}',
    'recipient-refused': 'שרת הדואר דחה כתובת זו (תשובה {0}). תקן את הכתובת.',
    'message-refused': 'שרת הדואר דחה את ההודעה (תשובה {0}). בדוק את PMDS_MAIL_FROM ומה השרת מקבל.',
    'asked-to-wait': 'שרת הדואר ביקש לנסות מאוחר יותר (תשובה {0}).',
    certificate:
      'אישור שרת הדואר אינו מהימן ({0}). הוסף את הרשות שלו באמצעות NODE_EXTRA_CA_CERTS, או תקן את שם המארח ב-PMDS_SMTP_URL.',
    'no-encryption': 'שרת הדואר אינו מציע הצפנה ({0}). הפעל בו STARTTLS, או השתמש ב-smtps:// ב-PMDS_SMTP_URL.',
    'sign-in': 'שרת הדואר דחה את שם המשתמש או הסיסמה של PMDS_SMTP_URL (תשובה {0}).',
    'host-unknown': 'שם המארח ב-PMDS_SMTP_URL אינו מוכר ({0}).',
    unreachable: 'שרת הדואר של PMDS_SMTP_URL אינו עונה ({0}).',
  },
};
