## Das Büro des Veranstalters: Zahlen, Anmeldungen, Bestellungen, Protokoll.

report-office = Büro
report-overview = Übersicht
report-events = Veranstaltungen
report-venues = Spielorte
report-activity = Protokoll
report-team = Team
report-figures = Zahlen
report-registrations = Anmeldungen
report-orders = Bestellungen
report-edit = Angaben
report-sale = Verkauf
report-all-events = Alle Veranstaltungen
report-next-events = Nächste Veranstaltungen
report-checked-in = Eingelassen
report-revenue = Einnahmen
report-revenue-note = Mit Gebühren, Erstattungen abgezogen
report-first-steps = Erste Schritte von { $name }
report-steps-done = { $done } von { $all } erledigt
report-done = Erledigt:
report-to-do = Offen:
report-step-details = Sagen, wer Sie sind: Impressum, AGB und Datenschutz
report-step-event = Die erste Veranstaltung anlegen
report-step-types = Ticketarten anbieten
report-step-publish = Eine Veranstaltung veröffentlichen
report-step-sold = Selbst ein Ticket kaufen, um Zahlung und Mail zu prüfen
report-step-team = Das Team einladen
report-no-next = Nichts steht an
report-no-next-text = Hier erscheinen veröffentlichte Veranstaltungen, die noch nicht vorbei sind, mit aktuellen Zahlen.
report-utilisation = { $percent } der Plätze sind verkauft: { $sold } von { $capacity }
report-curve = Verkauf im Verlauf
report-finding = { $count ->
    [one] Ein Ticket verkauft, { $from }.
   *[other] { $count } Tickets verkauft seit { $from }; die meisten auf einmal, { $most }, { $best }.
}
report-curve-top = { $count ->
    [one] Ein Ticket
   *[other] { $count } Tickets
}
report-curve-table = Die Zahlen zeigen
report-sold-then = Verkauft
report-sold-so-far = Bis dahin
report-revenue-so-far = Einnahmen bis dahin
report-no-sales = Noch ist nichts verkauft.
report-by-type = Nach Ticketart
report-activity-of-event = Alles, was rund um diese Veranstaltung geschehen ist
report-find = Suchen und filtern
report-words = Name, E-Mail oder Bestellnummer
report-search = Suchen
report-all-states = Alle
report-all-types = Alle
report-valid = Gültig
report-used = Eingelassen
report-void = Ungültig
report-export = Als CSV herunterladen
report-none-found = Niemand gefunden
report-none-found-text = Versuchen Sie weniger Wörter oder einen anderen Stand.
report-show-all = Alle zeigen
report-holder = Gast
report-email = E-Mail
report-order = Bestellung
report-place = Platz
report-places = Plätze
report-paid = Preis
report-issued-at = Ausgestellt
report-used-at = Eingelassen um
report-ordered-at = Bestellt
report-order-box-office = An der Kasse zu zahlen
report-order-pending = Noch nicht bezahlt
report-order-confirmed = Bestätigt
report-order-cancelled = Storniert
report-order-expired = Nicht rechtzeitig bezahlt
report-take-payment = { $total } erhalten, Tickets ausstellen
report-cancel-back = { $amount } gehen an den Käufer zurück, so wie bezahlt wurde.
report-cancel-places = { $count ->
    [one] Das Ticket ist sofort ungültig und der Platz wieder im Verkauf. Der Käufer erfährt es per Mail.
   *[other] Die { $count } Tickets sind sofort ungültig und die Plätze wieder im Verkauf. Der Käufer erfährt es per Mail.
}
report-reason = Grund
report-reason-hint = Bleibt im Protokoll.
report-reason-missing = Nennen Sie einen Grund mit höchstens 200 Zeichen.
report-notice-mailed = Die Mail wird noch einmal geschickt.
report-notice-paid = Bezahlt. Die Tickets sind ausgestellt und unterwegs.
report-notice-cancelled = Die Bestellung ist storniert.
report-notice-ending = Eine Zahlung ist offen. Der Zahlungsdienst wird gebeten, sie zu beenden; danach ist die Bestellung storniert.
report-refund-wanted = { $amount } gehen an den Käufer zurück.
report-refund-done = { $amount } sind an den Käufer zurückgegangen.
report-refund-failed = Die Erstattung von { $amount } ist gescheitert. Zahlen Sie auf anderem Weg zurück.
report-activity-lead = Wer was getan hat, wann und von wo. Niemand kann diese Einträge ändern.
report-to-event = Zur Veranstaltung
report-no-activity = Noch ist nichts geschehen
report-no-activity-text = Hier erscheint jede Änderung an Veranstaltungen, Bestellungen und Teams.
report-what = Was geschah
report-from-where = Von wo

## Ein Satz je Eintrag des Protokolls.

activity-by-buyer = Der Käufer
activity-by-gateway = Der Zahlungsdienst
activity-by-system = Boxoffice selbst
activity-by-command = Ein Betreiber an der Kommandozeile
activity-unnamed = { $who }: { $what }
activity-event-created = { $who } hat die Veranstaltung { $what } angelegt
activity-event-edited = { $who } hat { $what } bearbeitet
activity-event-published = { $who } hat { $what } veröffentlicht
activity-event-unpublished = { $who } hat { $what } aus dem Shop genommen
activity-event-cancelled = { $who } hat die Veranstaltung { $what } abgesagt
activity-event-deleted = { $who } hat die Veranstaltung { $what } gelöscht
activity-event-image-changed = { $who } hat das Bild von { $what } geändert
activity-performance-added = { $who } hat einen Termin von { $what } hinzugefügt
activity-performance-rescheduled = { $who } hat einen Termin von { $what } verlegt
activity-performance-postponed = { $who } hat einen Termin von { $what } verschoben
activity-performance-cancelled = { $who } hat einen Termin von { $what } abgesagt
activity-places-added = { $who } hat { $what } Plätze hinzugefügt
activity-capacity-changed = { $who } hat die Kapazität von { $what } geändert
activity-ticket-type-added = { $who } hat die Ticketart { $what } hinzugefügt
activity-ticket-type-edited = { $who } hat die Ticketart { $what } geändert
activity-ticket-type-removed = { $who } hat die Ticketart { $what } entfernt
activity-quota-added = { $who } hat das Kontingent { $what } hinzugefügt
activity-quota-edited = { $who } hat das Kontingent { $what } geändert
activity-quota-removed = { $who } hat das Kontingent { $what } entfernt
activity-venue-created = { $who } hat den Ort { $what } hinzugefügt
activity-venue-edited = { $who } hat den Ort { $what } geändert
activity-organization-created = { $who } hat die Organisation { $what } angelegt
activity-organization-texts-changed = { $who } hat die Texte der Organisation geändert
activity-member-added = { $who } hat { $what } ins Team aufgenommen
activity-member-changed = { $who } hat { $what } eine andere Rolle gegeben
activity-member-removed = { $who } hat { $what } aus dem Team genommen
activity-order-placed = { $who } hat Bestellung { $what } aufgegeben
activity-order-confirmed = { $who } hat Bestellung { $what } bestätigt; ihre Tickets sind ausgestellt
activity-order-cancelled = { $who } hat Bestellung { $what } storniert
activity-order-expired = { $who } hat Bestellung { $what } beendet: sie wurde nicht rechtzeitig bezahlt
activity-order-retaken = { $who } hat die Plätze von Bestellung { $what } wieder genommen: ihre Zahlung kam spät
activity-order-mailed-again = { $who } hat die Mail zu Bestellung { $what } noch einmal geschickt
activity-payment-captured = { $who } hat das Geld für Bestellung { $what } erhalten
activity-payment-declined = { $who } hat eine Zahlung für Bestellung { $what } abgelehnt
activity-payment-mismatched = { $who } hat einen anderen Betrag gemeldet, als Bestellung { $what } kostet
activity-refund-wanted = { $who } hat eine Erstattung für Bestellung { $what } begonnen
activity-refund-done = { $who } hat die Erstattung für Bestellung { $what } ausgezahlt
activity-refund-failed = { $who } konnte Bestellung { $what } nicht erstatten
activity-ticket-scanned = { $who } hat ein Ticket von Bestellung { $what } gescannt
activity-scan-refused = { $who } hat etwas gescannt, das kein gültiges Ticket ist
