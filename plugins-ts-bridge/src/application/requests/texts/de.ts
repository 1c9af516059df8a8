import type { RequestTexts } from './request-texts.js';

export const deRequests: RequestTexts = {
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
  whichForm:
    'Die Anforderung muss sagen, um welches Webformular es geht. Tragen Sie einen Schlüssel in die Parameter ein, etwa \'{"form": "spring"}\', und fordern Sie erneut an.',
  noAddress:
    'Das Webformular {0} hat keine Adresse, zu der ein Link führen könnte. Tragen Sie in seinem Datensatz eine ein und fordern Sie erneut an.',
  suspended:
    'Die Links des Webformulars {0} sind gesperrt, dieser würde nichts öffnen. Geben Sie sie in seinem Datensatz frei und fordern Sie erneut an.',
  noKey:
    'Der Dienst hat keinen Schlüssel, um Links zu signieren (PMDS_PREFILL_KEYS). Lassen Sie den Betreiber einen setzen.',
  readsNotAll:
    'Die Datei enthält Namen und Adressen aller Mitglieder, Sie lesen aber nicht alle Zeilen von {0}. Lassen Sie jemanden anfordern, der das darf.',
  notSynced:
    'Noch kein Lauf dieser Synchronisierung ist abgeschlossen, es gibt noch keine Mitglieder. Starten Sie sie und fordern Sie erneut an.',
  fileTooLarge:
    'Die Datei wäre selbst komprimiert größer, als eine Anforderung fassen kann. Lassen Sie sie vom Betreiber des Dienstes mit pmds link erstellen.',
  linksReady: 'Die Links zu {0} stehen in der Datei dieser Anforderung.',
  viewReady: 'Die Adresse in der Antwort öffnet das Formular einmal, innerhalb von {0} {0:Sekunde|Sekunden}.',
};
