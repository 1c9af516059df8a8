import type { RequestTexts } from './request-texts.js';

export const de: RequestTexts = {
  unknownKind: 'Der Dienst kennt diese Art von Anforderung nicht. Bringen Sie Lösung und Dienst auf denselben Stand.',
  noTarget:
    'Die Anforderung sagt nicht, um welche Zeile es geht. Füllen Sie Zieltabelle und Ziel-ID aus und fordern Sie erneut an.',
  wrongTarget:
    'Diese Art von Anforderung betrifft Zeilen von {0}. Berichtigen Sie die Zieltabelle und fordern Sie erneut an.',
  wrongParameters:
    'Die Parameter der Anforderung sind nicht brauchbar: {0}. Berichtigen Sie sie und fordern Sie erneut an.',
  targetMissing: 'Die Zeile, um die es geht, gibt es nicht. Prüfen Sie die Ziel-ID und fordern Sie erneut an.',
  mayNotRead:
    'Sie dürfen die Zeile nicht lesen, um die es geht. Lassen Sie sie für sich freigeben und fordern Sie erneut an.',
  gaveUp:
    'Der Dienst konnte dies {0} {0:Minute|Minuten} lang nicht tun, weil Dataverse nicht antwortete oder ablehnte. Fordern Sie es später erneut an; das Protokoll des Dienstes nennt den Grund.',
  internal:
    'Der Dienst konnte dies nicht tun. Fordern Sie es erneut an; geschieht es ein zweites Mal, nennt sein Protokoll den Grund.',
};
