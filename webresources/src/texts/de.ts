import type { TextKey } from './texts.js';

export const de: Readonly<Record<TextKey, string>> = {
  'status.requested': 'Angefordert. Der Abgleich beginnt, sobald der Dienst ihn übernimmt.',
  'status.queued': 'In der Warteschlange. Der Abgleich beginnt, sobald der Dienst frei ist.',
  'status.in-progress': 'Läuft: {0}',
  'status.waiting': 'Wartet {0} s: {1}',
  'status.waiting.plain': 'Wartet. Der Abgleich geht von selbst weiter.',
  'status.silent':
    'Seit {0} hat sich der Dienst nicht gemeldet. Der Lauf geht von selbst weiter, sobald der Dienst wieder da ist. „Abgleich starten“ reiht einen weiteren Lauf ein.',
  'status.completed': 'Abgeschlossen: {0} {0:Kontakt|Kontakte} und {1} {1:Lead|Leads} sind bereit.',
  'status.completed-with-errors':
    'Mit Fehlern abgeschlossen: {0} {0:Kontakt|Kontakte} und {1} {1:Lead|Leads} sind bereit, {2} {2:Mitglied ist|Mitglieder sind} fehlgeschlagen. Die Registerkarte „Fehler“ nennt den Grund und was zu tun ist.',
  'status.failed': 'Fehlgeschlagen. {0}',
  'status.cancelled': 'Abgebrochen. {0}',
  'stage.start': 'der Lauf beginnt',
  'stage.scan': 'Mitglieder werden ermittelt, bisher {0}',
  'stage.read': 'Mitglieder werden gelesen',
  'stage.verify': 'Lesbarkeit jedes Mitglieds wird geprüft',
  'stage.deliver': 'wird ausgeliefert',
  'stage.finish': 'wird beendet',
  'progress.counted': '{0}, {1} von {2} ({3} %)',
  'progress.rate': '{0}, {1} pro Sekunde',
  'progress.left': '{0}, noch {1}',
  'duration.seconds': '{0} s',
  'duration.minutes': '{0} min',
  'safe.yes': 'Sicher zu versenden: Kein Mitglied ist fehlgeschlagen. {0}',
  'safe.no': 'Nicht sicher zu versenden. {0}',
  'live.interrupted': 'Die Liveanzeige ist unterbrochen: {0} Es wird erneut versucht.',
  'email.invalid': '„{0}“ ist keine E-Mail-Adresse. Trennen Sie mehrere Adressen mit einem Semikolon.',
  'save.required':
    'Nicht gespeichert, daher wurde nichts gestartet: „{0}“ auf der Registerkarte „{1}“ ist erforderlich und leer.',
  'save.invalid':
    'Nicht gespeichert, daher wurde nichts gestartet: „{0}“ auf der Registerkarte „{1}“ enthält einen Wert, der nicht gespeichert werden kann. {2}',
  'save.prevented':
    'Nicht gespeichert, daher wurde nichts gestartet. Prüfen Sie die Meldungen an den Feldern aller Registerkarten, speichern Sie und wählen Sie den Befehl erneut.',
  'save.failed': 'Nicht gespeichert, daher wurde nichts gestartet: {0}',
  'selection.merged':
    '„Abzugleichende Felder“ wurde inzwischen von jemand anderem geändert. Beide Änderungen bleiben erhalten; prüfen Sie die Auswahl auf der Registerkarte.',
  'selection.newer':
    'Nicht gespeichert: Eine neuere Version dieses Produkts hat „Abzugleichende Felder“ inzwischen gespeichert. Laden Sie den Datensatz neu.',
  'webForm.merged':
    '„Felder“ wurde inzwischen von jemand anderem geändert. Beide Änderungen bleiben erhalten; prüfen Sie sie auf der Registerkarte.',
  'webForm.newer':
    'Nicht gespeichert: Eine neuere Version dieses Produkts hat „Felder“ inzwischen gespeichert. Laden Sie den Datensatz neu.',
  'start.working': 'Abgleich wird gestartet…',
  'start.accepted': 'Start angenommen. Der Status unten ändert sich von selbst.',
  'start.running': 'Ein Lauf ist bereits unterwegs ({0}); es wurde kein neuer gestartet. {1}',
  'start.denied':
    'Sie dürfen diesen Abgleich nicht starten: Die Berechtigung {0} fehlt. Die Sicherheitsrolle „{1}“ gewährt sie; bitten Sie Ihren Administrator um diese Rolle.',
  'start.failed': 'Der Abgleich konnte nicht gestartet werden: {0}',
  'brake.title': 'Weit weniger Mitglieder als zuvor',
  'brake.question':
    'Der letzte Lauf wurde angehalten, weil weit weniger Mitglieder gefunden wurden als im letzten abgeschlossenen Lauf:',
  'brake.all': 'Alle Mitglieder: zuvor {0}, jetzt {1}',
  'brake.contacts': 'Kontakte: zuvor {0}, jetzt {1}',
  'brake.leads': 'Leads: zuvor {0}, jetzt {1}',
  'brake.list': 'Marketingliste „{0}“: zuvor {1}, jetzt {2}',
  'brake.more': '{0} weitere {0:Zahl|Zahlen}, um die es bei dem Lauf ebenfalls geht',
  'brake.meaning':
    'Wenn diese Zahlen stimmen, bestätigen Sie sie: Wer auf keiner Liste mehr steht, wird dann entfernt. Werden noch weniger gefunden, hält der Lauf wieder an.',
  'brake.confirm': 'Die Zahlen stimmen',
  'brake.cancel': 'Nicht bestätigen',
  'brake.again.question':
    'Es wurde nichts bestätigt. Sollen die Listen erneut gelesen werden? Der Lauf hält wieder an, wenn sie nicht berichtigt wurden.',
  'brake.again.confirm': 'Listen erneut lesen',
  'queue.title': 'Der Dienst antwortete nicht',
  'queue.question':
    'Der Start wurde nicht angenommen: {0} Soll der Abgleich stattdessen eingereiht werden? Er beginnt dann von selbst, sobald der Dienst wieder da ist.',
  'queue.confirm': 'Einreihen',
  'queue.cancel': 'Nicht starten',
  'queue.done': 'Eingereiht. Der Abgleich beginnt von selbst, sobald der Dienst wieder da ist.',
  'queue.changed':
    'Der Datensatz wurde inzwischen von jemand anderem geändert. Sehen Sie ihn an und wählen Sie erneut „Abgleich starten“.',
  'retry.title': 'Fehler erneut versuchen',
  'retry.all':
    'Der letzte Lauf hinterließ {0} Fehler. Alle fehlgeschlagenen Mitglieder werden erneut gelesen, sonst niemand. Fortfahren?',
  'retry.selected':
    '{0} {0:Mitglied wird|Mitglieder werden} erneut gelesen, sonst niemand. Andere Fehler bleiben, wie sie sind. Fortfahren?',
  'retry.confirm': 'Erneut versuchen',
  'retry.cancel': 'Nicht erneut versuchen',
  'retry.working': 'Erneuter Versuch wird angefordert…',
  'retry.accepted':
    'Erneuter Versuch angenommen. Fehler von Mitgliedern, die nun in Ordnung sind, schließen sich von selbst, und die Anzahl sinkt.',
  'retry.running': 'Ein Lauf ist bereits unterwegs ({0}); es wurde nichts erneut versucht. {1}',
  'retry.failed': 'Der erneute Versuch konnte nicht gestartet werden: {0}',
  'problem.NOTHING_SELECTED':
    'Es ist kein Fehlerprotokoll ausgewählt. Wählen Sie die Mitglieder aus, die erneut gelesen werden sollen.',
  'problem.TOO_MANY_SELECTED':
    'Für einen Versuch sind zu viele Fehlerprotokolle ausgewählt. Wählen Sie am Abgleich „Fehler erneut versuchen“, um alle erneut zu versuchen.',
  'problem.SEVERAL_SYNCS':
    'Die ausgewählten Fehlerprotokolle gehören zu mehreren Abgleichen. Wählen Sie die eines Abgleichs aus.',
  'problem.TRACE_NOT_OPEN':
    'Ein ausgewähltes Fehlerprotokoll ist kein offener Fehler eines Mitglieds dieses Abgleichs: Ein späterer Lauf hat ihn erledigt, oder er gehört zu einem anderen Abgleich. Aktualisieren Sie die Liste und wählen Sie erneut aus.',
  'problem.TRACE_NOT_RETRYABLE':
    'Ein ausgewähltes Fehlerprotokoll kann nicht erneut versucht werden. Tun Sie, was in seiner Spalte „Was zu tun ist“ steht, und wählen Sie jene aus, bei denen es möglich ist.',
  'problem.SYNC_INACTIVE': 'Dieser Abgleich ist deaktiviert. Aktivieren Sie ihn und starten Sie erneut.',
  'problem.NAME_MISSING': 'Der Name ist leer. Geben Sie dem Abgleich einen Namen und speichern Sie.',
  'problem.EMAIL_MISSING':
    'Die Benachrichtigungs-E-Mail ist leer. Geben Sie die Adresse ein, die vom Ende des Abgleichs erfährt.',
  'problem.EMAIL_INVALID':
    'Die Benachrichtigungs-E-Mail enthält „{0}“, was keine E-Mail-Adresse ist. Korrigieren Sie sie; trennen Sie mehrere Adressen mit einem Semikolon.',
  'problem.NO_LIST':
    'Es ist keine Marketingliste hinzugefügt. Fügen Sie unter „Marketinglisten“ mindestens eine Liste hinzu.',
  'problem.LIST_INACTIVE':
    'Die Marketingliste „{0}“ ist inaktiv. Aktivieren Sie sie oder entfernen Sie sie unter „Marketinglisten“.',
  'problem.LIST_KIND_UNSUPPORTED':
    'Die Marketingliste „{0}“ ist von einer Art, die nicht abgeglichen werden kann. Listen von Kontakten, Leads oder Firmen können es; entfernen Sie sie unter „Marketinglisten“.',
  'problem.FIELDS_UNREADABLE':
    'Die gespeicherte Feldauswahl ist nicht lesbar. Wählen Sie die Felder auf der Registerkarte mit den Feldern erneut aus und speichern Sie.',
  'problem.NO_FIELD_FOR_CONTACT':
    'Es ist kein Kontakt-Feld ausgewählt, aber eine Marketingliste enthält Kontakte oder Firmen. Wählen Sie mindestens ein Kontakt-Feld aus.',
  'problem.NO_FIELD_FOR_LEAD':
    'Es ist kein Lead-Feld ausgewählt, aber eine Marketingliste enthält Leads. Wählen Sie mindestens ein Lead-Feld aus.',
};
