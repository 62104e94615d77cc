## Warum Plätze nicht gehalten, eine Bestellung nicht angenommen oder nicht storniert wurde.

error-nothing-wanted = Wählen Sie mindestens ein Ticket.
error-not-published = Diese Veranstaltung ist nicht im Verkauf.
error-cancelled = Dieser Termin wurde abgesagt.
error-postponed = Dieser Termin wurde verschoben; bis das neue Datum feststeht, werden keine Tickets verkauft.
error-ended = Dieser Termin ist vorbei.
error-no-such-ticket-type = Diese Ticketart wird nicht mehr verkauft.
error-not-on-sale = Der Verkauf beginnt am { $time }.
error-sale-closed = Der Verkauf dieser Tickets ist beendet.
error-over-order-limit = Höchstens { $max } dieser Tickets passen in eine Bestellung.
error-no-such-place = Einen dieser Plätze gibt es hier nicht.
error-choose-seats = Wählen Sie die Sitzplätze in { $area }.
error-seat-taken = Jemand war schneller: { $seat } ist vergeben. Wählen Sie einen anderen; Ihre übrige Auswahl ist noch da.
error-full = { $left ->
    [0] Ausverkauft. Es wurde nichts festgehalten.
    [one] Nur noch ein Platz ist frei. Es wurde nichts festgehalten.
   *[other] Nur noch { $left } Plätze sind frei. Es wurde nichts festgehalten.
}
error-all-held = { $left ->
    [0] Andere halten gerade die letzten Tickets. Einige können in Minuten zurückkommen.
    [one] Ein Platz ist gerade zu haben, andere werden festgehalten. Es wurde nichts festgehalten.
   *[other] { $left } Plätze sind gerade zu haben, andere werden festgehalten. Es wurde nichts festgehalten.
}
error-no-such-performance = Diesen Termin gibt es nicht.
error-cart-full = Ihr Warenkorb ist voll. Schließen Sie ihn ab und kommen Sie für weitere Tickets zurück.
error-cart-mixed = Ihr Warenkorb enthält Tickets mehrerer Veranstalter. Schließen Sie sie nacheinander ab.
error-nothing-expired = Ihre Plätze sind noch gehalten; es gibt nichts erneut zu nehmen.
error-hold-expired = Die Zeit ist um und Ihre Plätze sind wieder frei. Nehmen Sie sie mit einem Tippen erneut.
error-hold-released = Diese Plätze wurden zurückgegeben.
error-hold-in-order = Diese Plätze gehören schon zu einer Bestellung.
error-no-more-time = Die Zeit lässt sich nicht noch einmal verlängern.
error-no-such-cart = Diesen Warenkorb gibt es nicht mehr.
error-off-sale = Ein Termin in Ihrem Warenkorb ist nicht mehr im Verkauf.
error-terms-not-accepted = Stimmen Sie den Bedingungen des Veranstalters zu, um fortzufahren.
error-no-box-office = Diese Veranstaltung kann nicht an der Kasse bezahlt werden. Wählen Sie eine andere Zahlungsart.
error-price-changed = Der Preis hat sich von { $old } auf { $new } geändert. Sehen Sie sich den neuen Gesamtpreis an und nehmen Sie ihn an.
error-gateway-unavailable = Bezahlen ist gerade nicht möglich. Ihre Plätze bleiben gehalten; versuchen Sie es gleich noch einmal.
error-busy = Gerade ist sehr viel los. Es wurde nichts geändert; versuchen Sie es in ein paar Sekunden noch einmal.
error-bad-name = Schreiben Sie Ihren Namen, höchstens 120 Zeichen.
error-bad-email = Schreiben Sie die E-Mail-Adresse so: ada@example.org.
error-no-such-order = Diese Bestellung gibt es nicht.
error-order-not-waiting = Diese Bestellung wartet nicht auf eine Zahlung.
error-order-ended = Diese Bestellung ist schon beendet.
error-too-late-to-cancel = Für eine eigene Stornierung ist es zu spät. Schreiben Sie dem Veranstalter.
error-ticket-used = Ein Ticket dieser Bestellung wurde am Einlass schon benutzt.
error-not-waiting-for-box-office = Diese Bestellung wartet nicht auf eine Zahlung an der Kasse.
error-nothing-to-give-back = Diese Bestellung hat keine Tickets, die man zurückgeben kann.
error-no-such-ticket = Eines davon ist kein gültiges Ticket dieser Bestellung.
error-payment-disputed = Die Bank des Käufers ficht diese Zahlung an. Bis sie entschieden hat, kann nichts zurückgehen.
error-more-than-left = Es können nur noch { $left } zurückgehen.
error-no-amount = Ein Betrag muss über null liegen.
error-no-such-refund = Diese Erstattung gibt es nicht.
error-refund-not-failed = Diese Erstattung ist nicht gescheitert oder wird schon noch einmal versucht.
error-refund-not-in-person = Diese Erstattung zahlt nicht die Kasse aus.
error-not-a-day = Schreiben Sie den Tag als 2027-03-31.
error-no-reference = Schreiben Sie, was auf dem Kontoauszug steht, mit höchstens 120 Zeichen.
error-more-than-due = Erst { $due } wurden eingenommen und noch nicht ausgezahlt.
