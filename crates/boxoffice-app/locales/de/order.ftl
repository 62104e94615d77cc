## Die Bestellseite.
order-title = Bestellung { $number }
order-state-pending = Ihre Zahlung steht noch aus
order-state-pending-note = Ihre Plätze werden bis { $time } gehalten.
order-state-paying = Ihre Zahlung wird bestätigt
order-state-paying-note = Das dauert einen Moment. Die Seite sieht von selbst wieder nach; Sie können sie schließen, die Tickets kommen per E-Mail.
order-state-box-office = An der Abendkasse zu zahlen
order-state-box-office-note = Zahlen Sie { $total } vor { $time } an der Abendkasse. Nennen Sie die Bestellnummer.
order-state-confirmed = Sie sind dabei. Hier sind Ihre Tickets.
order-state-confirmed-note = Wir haben sie an { $email } geschickt.
order-state-expired = Diese Bestellung wurde nicht rechtzeitig bezahlt
order-state-expired-note = Es wurde nichts abgebucht. Die Plätze sind wieder im Verkauf.
order-state-cancelled = Diese Bestellung wurde storniert
order-state-cancelled-note = Ihre Tickets gelten nicht mehr.
order-failed = Die Zahlung hat nicht geklappt
order-failed-note = Es wurde nichts abgebucht, und Ihre Plätze werden noch gehalten. Versuchen Sie es noch einmal oder mit einer anderen Karte.
order-pay = Jetzt zahlen
order-pay-again = Zahlung noch einmal versuchen
order-reopen = Warenkorb ändern
order-reopen-refused = Die Zahlung ließ sich gerade nicht beenden, deshalb kann der Warenkorb noch nicht geändert werden. Ihre Plätze bleiben reserviert. Versuchen Sie es gleich noch einmal.
order-refund-wanted = { $amount } gehen an Sie zurück. Das kann einige Tage dauern.
order-refund-done = { $amount } sind an Sie zurückgegangen.
order-refund-failed = Die Erstattung von { $amount } hat noch nicht geklappt. Der Veranstalter weiß Bescheid.
order-tickets = Tickets
order-ticket-open = Ticket zeigen
order-ticket-used = Benutzt { $time }
order-ticket-void = Gilt nicht mehr
order-pdf = Tickets als PDF
order-calendar = In den Kalender
order-resend = E-Mail noch einmal senden
order-resent = Noch einmal an { $email } gesendet.
order-for = Für { $name }
order-buyer = Käufer
order-timeline = Was geschehen ist
order-again = Wieder Plätze bekommen
order-keep-link = Heben Sie diesen Link auf: er ist Ihr Weg zurück zu den Tickets.
order-step-ordered = Bestellt
order-step-paid = Bezahlt
order-step-confirmed = Bestätigt, Tickets ausgestellt
order-step-expired = Nicht rechtzeitig bezahlt
order-step-cancelled = Storniert
order-step-refund-wanted = Erstattung begonnen
order-step-refund-done = Erstattung ausgezahlt
order-step-checked-in = Eingelassen

## Die eigene Bestellung stornieren.
order-cancel = Bestellung stornieren
order-cancel-title = Bestellung { $number } stornieren?
order-cancel-back = Sie bekommen { $amount } zurück, auf dem Weg, auf dem Sie gezahlt haben.
order-cancel-free = Es wurde nichts gezahlt, daher geht kein Geld zurück.
order-cancel-tickets = Die Tickets gelten ab sofort nicht mehr, und die Plätze gehen zurück in den Verkauf.
order-cancel-until = Das geht bis { $time }.
order-cancel-confirm = Ja, Bestellung stornieren
order-cancel-keep = Bestellung behalten
order-cancel-refused = Diese Bestellung lässt sich nicht mehr stornieren

## Ein Ticket.
pass-title = Ticket für { $event }
pass-show = Zeigen Sie das am Einlass
pass-bright = Stellen Sie den Bildschirm hell.
pass-holder = Name
pass-place = Platz
pass-standing = { $area }, freie Platzwahl
pass-doors = Einlass
pass-type = Ticket
pass-used = Dieses Ticket wurde benutzt
pass-used-note = Eingelassen { $time } an { $gate }.
pass-void = Dieses Ticket gilt nicht mehr
pass-void-note = Die Bestellung wurde storniert.
pass-to-order = Zurück zur Bestellung
pass-next = Nächstes Ticket
pass-previous = Voriges Ticket
pass-code = Code in Buchstaben
pass-qr = QR-Code dieses Tickets

## Meine Bestellungen und Tickets.
mine-title = Meine Bestellungen und Tickets
mine-upcoming = Demnächst
mine-empty = Noch nichts
mine-empty-note = Bestellungen, die Sie angemeldet oder mit Ihrer bestätigten E-Mail-Adresse aufgeben, erscheinen hier.
mine-ordered = Bestellt am { $time }
mine-state-pending = Noch nicht bezahlt
mine-state-confirmed = Bestätigt
mine-state-cancelled = Storniert
mine-state-expired = Abgelaufen
mine-tickets = { $count ->
    [one] ein Ticket
   *[other] { $count } Tickets
}
mine-history = Verlauf der Anmeldungen
mine-open = Öffnen
order-state-late-note = Ihre Zahlung kam an, als die Plätze schon vergeben waren. Sie bekommen { $total } vollständig zurück.

## Wo das Geld einer Bestellung steht.
order-money-free = Kostenlos
order-money-paying = Wartet auf das Geld
order-money-unknown = Zahlung ungeklärt
order-money-unpaid = Nicht bezahlt
order-money-paid = Bezahlt
order-money-overpaid = Doppelt bezahlt
order-money-late = Zu spät bezahlt
order-money-disputed = Von der Bank angefochten
order-money-partly-refunded = Teilweise erstattet
order-money-refunded = Erstattet
order-note-unknown = Der Zahlungsdienst hat noch nicht geantwortet. Zahlen Sie nicht noch einmal; diese Seite sieht selbst nach.
order-note-overpaid = Sie haben doppelt bezahlt. Die zweite Zahlung geht von selbst an Sie zurück.
order-note-disputed = Ihre Bank hat diese Zahlung angefochten. Bis sie entschieden hat, bewegt sich hier kein Geld.
order-refund-in-person = { $amount } liegen an der Kasse für Sie bereit.
order-ticket-back = { $amount } gehen zurück
order-cancel-kept = Der Veranstalter behält { $amount }.
order-cancel-which = Welche Tickets geben Sie zurück?
order-cancel-choose = Wählen Sie mindestens ein Ticket.
