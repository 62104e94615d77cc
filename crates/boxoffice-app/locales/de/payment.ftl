## Die eigenen Seiten des Testdienstes.

payment-title = Bezahlen (Test)
payment-test-band = TESTZAHLUNG: Es wird nichts abgebucht. Geben Sie hier nie eine echte Kartennummer ein.
payment-card-number = Kartennummer
payment-pay = { $amount } bezahlen
payment-cancel = Abbrechen und zurück
payment-test-cards = Testkarten
payment-card-pays = bezahlt
payment-card-is-declined = wird abgelehnt
payment-declined = Die Karte wurde abgelehnt. Es wurde nichts abgebucht; Sie können eine andere versuchen.
payment-not-a-test-card = Das ist keine der beiden Testkarten. Es wurde nichts abgebucht oder gespeichert.
payment-complete = Das ist bezahlt.
payment-expired = Die Zeit zum Bezahlen ist abgelaufen. Es wurde nichts abgebucht.
payment-back-to-shop = Zurück zum Shop
payment-book-title = Buch des Testdienstes
payment-book-lead = Was dieser Dienst selbst aufgezeichnet hat, zum Vergleich mit den Angaben des Shops. Zeiten in UTC.
payment-book-charges = Abbuchungen
payment-book-refunds = Erstattungen
payment-book-sessions = Sitzungen
payment-book-empty = Bisher keine.
payment-book-when = Wann
payment-book-reference = Kennung
payment-book-payment = Zahlung
payment-book-charge = Abbuchung
payment-book-for = Wofür
payment-book-state = Stand
payment-book-amount = Betrag
