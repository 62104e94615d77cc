## Was an einem Feld einer Veranstaltung nicht stimmt.

field-of = { $label }: { $sentence }
field-missing = Diese Angabe ist nötig.
field-too-long = Höchstens { $max } Zeichen.
field-out-of-range = Muss zwischen { $min } und { $max } liegen.
field-too-many = Höchstens { $max } davon.
field-too-few = Wählen Sie mindestens { $min }.
field-below-taken = { $taken } sind schon reserviert oder verkauft; weniger geht nicht.
field-not-a-url = Muss eine Webadresse sein, die mit https:// oder http:// beginnt.
field-unknown-zone = { $name } ist keine bekannte Zeitzone. Verwenden Sie einen Namen wie Europe/Berlin.
field-unknown-currency = { $name } ist keine Währung. Verwenden Sie ein Kürzel wie EUR.
field-not-yes-or-no = Muss ja oder nein sein.
field-not-an-amount = Muss ein Betrag wie 12,50 sein.
field-not-a-time = Muss ein Zeitpunkt sein, den es in der Zeitzone der Veranstaltung gibt.
field-not-a-length = Muss eine Dauer wie 10:00 sein.
field-before-start = Darf nicht vor dem Beginn liegen.
field-after-start = Darf nicht nach dem Beginn liegen.
field-without-start = Braucht auch einen Beginn.
field-sale-closes-first = Der Verkauf muss nach seinem Beginn enden.
field-no-such-area = Es gibt keinen Bereich namens { $name }.
field-no-such-ticket-type = Nennt eine Ticketart, die es nicht gibt.
field-twice = { $name } gibt es doppelt.
seating-not-understood = „{ $line }“ wurde nicht verstanden. Schreiben Sie „Parkett, Reihen A–R, 24 Plätze“ oder „Innenraum Stehplätze 500“.
seating-no-name = „{ $line }“ braucht einen Namen, etwa „Parkett, Reihen A–R, 24 Plätze“.
seating-bad-range = „{ $range }“ ist kein Bereich von einem niedrigeren zu einem höheren Buchstaben oder einer Zahl.
seating-capacity = „{ $line }“ muss zwischen 1 und { $max } Plätze haben.
seating-too-many-areas = Höchstens { $max } Bereiche.
seating-too-many-places = Höchstens { $max } Plätze insgesamt.

## Die Veranstaltungen des Veranstalters.

office-events-title = Ihre Veranstaltungen
office-new-event = Neue Veranstaltung
office-new-event-lead = Fünf Angaben ergeben einen Entwurf. Alles andere kann warten.
office-no-events = Noch keine Veranstaltungen
office-no-events-text = Legen Sie einen Entwurf an; niemand sieht ihn, bevor Sie ihn veröffentlichen.
office-organization = Organisation
office-event = Veranstaltung
office-when = Wann
office-state = Stand
office-capacity = Plätze
office-held = Reserviert
office-sold = Verkauft
office-remaining = Übrig
office-draft = Entwurf
office-published = Veröffentlicht
office-cancelled = Abgesagt
office-scheduled = Findet statt
office-postponed = Verschoben
office-admission = Eintritt
office-title = Titel
office-starts-at = Beginn
office-starts-at-hint = Ortszeit in { $zone }. Leer lassen, solange der Termin offen ist.
office-ends-at = Ende
office-doors-at = Einlass
office-city = Stadt
office-country = Land
office-places = Plätze
office-places-hint = Ein Bereich je Zeile: „Parkett, Reihen A–R, 24 Plätze“ oder „Innenraum Stehplätze 500“.
office-price = Preis
office-price-hint = Leer heißt kostenlos. Weitere Ticketarten können später folgen.
office-create-draft = Entwurf anlegen
office-see-in-shop = Im Shop ansehen
office-parts = Teile dieser Veranstaltung
office-publish = Veröffentlichen
office-ready = Alles ist da. Nach dem Veröffentlichen können alle sie finden und kaufen.
office-missing = Vor dem Veröffentlichen fehlt noch:
office-summary = Kurzfassung
office-summary-hint = Ein oder zwei Sätze für Listen.
office-description = Beschreibung
office-description-hint = Markdown: Überschriften, Listen, Links, **fett**.
office-venue = Spielort
office-venue-hint = Sein Name. Ein neuer wird mit dieser Stadt und Zeitzone gemerkt.
office-online = Findet online statt
office-url = Webseite
office-time-zone = Zeitzone
office-currency = Währung
office-time-zone-hint = Alle Uhrzeiten bleiben stehen und gelten dann in der neuen Zone. Nicht mehr änderbar, sobald Tickets reserviert oder verkauft sind.
office-locked-hint = Kann nicht mehr geändert werden, sobald Tickets reserviert oder verkauft sind.
office-box-office = Bestellungen können an der Abendkasse bezahlt werden
office-cancel-until = Stornieren möglich bis so viele Stunden vor Beginn
office-cancel-until-hint = Stunden, oder Stunden und Minuten wie 1:30. Leer heißt nie.
office-hold-length = So lange werden Plätze reserviert
office-hold-length-hint = Minuten und Sekunden wie 10:00, von { $min } bis { $max }.
office-age-limit = Altersgrenze
office-access-notes = Zugang für Menschen mit Behinderung
office-save = Speichern
office-picture = Bild
office-picture-file = Datei
office-picture-hint = JPEG, PNG oder WebP, höchstens 5 MB.
office-picture-alt = Was das Bild zeigt
office-upload = Hochladen
office-end = Diese Veranstaltung beenden
office-cancel-text = Beim Absagen werden alle benachrichtigt, ihre Tickets ungültig und ihr Geld zurückgezahlt. Das lässt sich nicht rückgängig machen.
office-cancel-event = Veranstaltung absagen
office-delete-text = Eine Veranstaltung, von der nie etwas verkauft wurde, kann aus dem Shop genommen oder gelöscht werden.
office-withdraw = Aus dem Shop nehmen
office-delete = Löschen
office-performances = Termine
office-area = Bereich
office-change-capacity = Ändern
office-reschedule = Neuer Termin
office-postpone = Verschieben
office-cancel-performance = Diesen Termin absagen
office-add-performance = Termin hinzufügen
office-ticket-types = Ticketarten
office-ticket-type = Ticketart
office-fee = Gebühr
office-fee-hint = Kommt zum Preis hinzu; Käufer sehen die Summe von Anfang an.
office-hidden = Verborgen
office-change = Ändern
office-remove = Entfernen
office-add-ticket-type = Ticketart hinzufügen
office-change-ticket-type = Ticketart ändern
office-includes = Was sie enthält
office-order-limit = Höchstens so viele je Bestellung
office-quantity = Höchstens so viele insgesamt
office-quantity-hint = Leer heißt so viele, wie es Plätze gibt.
office-sale-opens-at = Verkauf beginnt
office-sale-closes-at = Verkauf endet
office-hide = Im Shop nicht zeigen
office-add-places = Plätze hinzufügen
office-quotas = Gemeinsame Kontingente
office-quotas-lead = Ein Kontingent begrenzt mehrere Ticketarten zusammen, bei jedem Termin. Eine einzelne Ticketart hat ihre eigene Zahl weiter oben.
office-quota = Kontingent
office-quota-types = Ticketarten
office-quota-at-most = Höchstens
office-quota-taken = Vergeben
office-add-quota = Gemeinsames Kontingent hinzufügen
office-change-quota = Kontingent ändern
office-quota-name = Name
office-quota-capacity = Höchstens so viele insgesamt
office-quota-counts = Zählt diese Ticketarten
office-venues-title = Spielorte
office-venues-lead = Wo Ihre Veranstaltungen stattfinden. Eine Veranstaltung übernimmt Stadt, Land und Zeitzone von ihrem Spielort.
office-new-venue = Neuer Spielort
office-no-venues = Noch keine Spielorte
office-no-venues-text = Ein Spielort, den Sie bei einer Veranstaltung nennen, erscheint hier von selbst.
office-address = Adresse
office-street = Straße und Hausnummer
office-venue-zone-hint = Ein Name wie Europe/Berlin. Leer heißt { $zone }.

## Absagen.

office-call-off = { $title } absagen?
office-call-off-title = Absage
office-called-off = { $title } ist abgesagt
office-call-off-see = Sehen, was aus den Bestellungen wird
office-call-off-orders = { $count ->
    [0] Keine Bestellung hat ein Ticket dafür.
    [one] Eine Bestellung wird storniert oder kleiner; der Käufer erfährt es per E-Mail.
   *[other] { $count } Bestellungen werden storniert oder kleiner; die Käufer erfahren es per E-Mail.
}
office-call-off-tickets = { $count ->
    [0] Kein Ticket wird ungültig.
    [one] Ein Ticket wird ungültig.
   *[other] { $count } Tickets werden ungültig.
}
office-call-off-money = { $amount } gehen an die Käufer zurück.
office-call-off-pending = { $count ->
    [one] Eine Bestellung ist noch nicht bezahlt und endet.
   *[other] { $count } Bestellungen sind noch nicht bezahlt und enden.
}
office-call-off-used = { $count ->
    [one] Ein Ticket wurde am Einlass benutzt und bleibt, wie es ist.
   *[other] { $count } Tickets wurden am Einlass benutzt und bleiben, wie sie sind.
}
office-call-off-confirm = Ja, absagen
office-call-off-keep = Nicht absagen
office-call-off-progress = { $done } von { $all } Tickets sind ungültig
office-call-off-working = Bestellungen werden storniert und erstattet. Diese Seite sieht von selbst nach.
office-call-off-over = Hier bleibt von selbst nichts mehr zu tun.
office-call-off-refunds = Erstattungen
office-call-off-amount = Betrag
office-call-off-done = { $count ->
    [one] Eine ist beim Käufer angekommen
   *[other] { $count } sind bei den Käufern angekommen
}
office-call-off-open = { $count ->
    [one] Eine ist unterwegs
   *[other] { $count } sind unterwegs
}
office-call-off-failed = { $count ->
    [one] Eine hat der Zahlungsdienst abgelehnt
   *[other] { $count } hat der Zahlungsdienst abgelehnt
}
office-call-off-refused = Erstattungen, die nicht gelungen sind
office-call-off-refused-text = Dieses Geld steht den Käufern noch zu. Versuchen Sie es noch einmal, oder öffnen Sie eine Bestellung, um es anders zurückzuzahlen.
office-call-off-again = Alle noch einmal versuchen
office-cancel-fee-percent = Einbehalt bei Stornierung durch den Käufer, in Prozent
office-cancel-fee-fixed = Einbehalt bei Stornierung durch den Käufer, je Ticket
office-cancel-fee-hint = Vom Preis des Tickets, etwa 10 oder 7.5. Beides zusammen geht; nie mehr, als das Ticket gekostet hat.
field-not-a-percent = Schreiben Sie einen Prozentsatz von 0 bis 100, etwa 10 oder 7.5.
