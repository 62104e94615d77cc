## Was auf einer gedruckten Eintrittskarte steht.

ticket-document = Tickets: { $title } ({ $order })
ticket-when = Datum und Uhrzeit
ticket-doors = Einlass ab { $time }
ticket-date-open = Der Termin wird noch bekannt gegeben
ticket-postponed = Verschoben; der neue Termin wird noch bekannt gegeben
ticket-where = Ort
ticket-online = Online
ticket-place = Ihr Platz
ticket-holder = Einlass für
ticket-type = Ticket
ticket-price = Preis
ticket-free = Kostenlos
ticket-fee-included = darin { $fee } Gebühr
ticket-order = Bestellung
ticket-place-seat = { $area }, Reihe { $row }, Platz { $seat }
ticket-by-hand = Ticketnummer, falls der Code nicht lesbar ist
ticket-once = Dieses Ticket lässt eine Person einmal ein. Wer den Code zuerst vorzeigt, kommt hinein; geben Sie ihn niemandem weiter.
ticket-by = Veranstalter: { $organization }
ticket-terms = Bedingungen
ticket-page = Bestellung { $order }, Ticket { $page } von { $pages }

error-link-expired = Dieser Link ist abgelaufen
error-link-expired-help = Download-Links gelten eine Stunde. Öffnen Sie Ihre Bestellung noch einmal und nehmen Sie einen neuen.
error-link-invalid = Dieser Link ist nicht gültig
error-no-tickets = Diese Bestellung hat keine gültigen Tickets
