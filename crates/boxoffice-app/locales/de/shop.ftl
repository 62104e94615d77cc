## Die Veranstaltungsseite und die Wahl der Plätze.
shop-when = Wann
shop-where = Wo
shop-doors = Einlass { $time }
shop-own-time = { "{time}" } Ihrer Zeit
shop-date-unknown = Der Termin wird noch bekannt gegeben
shop-map = Auf der Karte zeigen
shop-online = Online
shop-calendar = In den Kalender
shop-organizer = Von { $name }
shop-about = Zur Veranstaltung
shop-good-to-know = Gut zu wissen
shop-age = Alter
shop-access = Barrierefreiheit
shop-refunds = Stornieren
shop-refund-none = Bestellungen können nicht selbst storniert werden. Fällt die Veranstaltung aus, erhalten Sie Ihr Geld zurück.
shop-box-office = Sie können auch an der Abendkasse zahlen.
shop-from = ab { $price }
shop-free = Kostenlos
shop-total-note = Alle Preise sind Endpreise: jede Gebühr ist enthalten.
shop-fee-included = { $price } Ticket + { $fee } Servicegebühr
shop-tickets = Tickets
shop-performances = Termine
shop-choose = Tickets wählen
shop-choose-seats = Sitzplätze wählen
shop-seats-in = { $area }: { $count ->
    [one] ein Sitzplatz frei
   *[other] { $count } Sitzplätze frei
}
shop-left = { $count ->
    [0] Keine mehr frei
    [one] Noch einer frei
   *[other] Noch { $count } frei
}
shop-low = { $count ->
    [one] Nur noch einer frei
   *[other] Nur noch { $count } frei
}
shop-quantity = Wie viele: { $name }
shop-hold = Tickets halten
shop-hold-seats = Plätze halten
shop-hold-note = { $minutes ->
    [0] Wir halten sie { $seconds } Sekunden für Sie fest.
    [one] Wir halten sie eine Minute für Sie fest.
   *[other] Wir halten sie { $minutes } Minuten für Sie fest.
}
shop-bar-none = Wählen Sie Ihre Tickets
shop-bar-one = { "{count}" } Ticket · { "{total}" } gesamt
shop-bar-other = { "{count}" } Tickets · { "{total}" } gesamt
shop-back-to-event = Zurück zur Veranstaltung
shop-sale-opens = Im Verkauf ab { $time }
shop-sale-closed = Verkauf beendet

## Zustände einer Veranstaltung für Käufer.
shop-state-full = Ausverkauft
shop-state-full-note = Alle Plätze sind vergeben. Wird eine Bestellung storniert oder läuft sie ab, erscheinen ihre Plätze wieder hier.
shop-state-all-held = Alle Plätze werden gerade festgehalten
shop-state-all-held-note = Die letzten Plätze werden in diesem Moment gekauft. Was übrig bleibt, kann innerhalb von { $minutes ->
    [one] einer Minute
   *[other] { $minutes } Minuten
} zurückkommen.
shop-state-not-yet = Noch nicht im Verkauf
shop-state-not-yet-note = Der Verkauf beginnt am { $time }.
shop-state-ended = Verkauf beendet
shop-state-ended-note = Diese Veranstaltung hat begonnen oder ist vorbei.
shop-state-cancelled = Abgesagt
shop-state-cancelled-note = Diese Veranstaltung findet nicht statt. Wer bezahlt hat, bekommt das Geld ohne Nachfrage zurück.
shop-state-postponed = Verschoben
shop-state-postponed-note = Ein neuer Termin wird bekannt gegeben. Tickets bleiben dafür gültig.
shop-state-open = Im Verkauf

## Sitzplätze aus einer Liste wählen.
shop-seats-title = Sitzplätze wählen: { $area }
shop-seats-section = Bereich
shop-seats-rows = Reihen { $from } bis { $to }
shop-seats-rows-nav = Reihen
shop-seats-row = Reihe { $row }
shop-seats-label = Reihe { $row }, Platz { $seat }, { $area }, { $price }
shop-seats-none-free = In diesen Reihen ist gerade kein Platz frei.
shop-seats-type = Welches Ticket
shop-seats-hint = Kreuzen Sie die gewünschten Plätze an. Die mit × sind vergeben; Reihen ohne freien Platz fehlen hier.
shop-refund-days = Sie können Ihre Bestellung bis { $count ->
    [one] einen Tag
   *[other] { $count } Tage
} vor Beginn selbst stornieren und erhalten Ihr Geld zurück.
shop-refund-hours = Sie können Ihre Bestellung bis { $count ->
    [0] zum Beginn
    [one] eine Stunde vor Beginn
   *[other] { $count } Stunden vor Beginn
} selbst stornieren und erhalten Ihr Geld zurück.
shop-web = Website der Veranstaltung
shop-refund-part = Der Veranstalter behält { $percent } % des Preises.
shop-refund-fixed = Der Veranstalter behält { $amount } je Ticket.
shop-refund-both = Der Veranstalter behält { $percent } % des Preises und { $amount } je Ticket.
