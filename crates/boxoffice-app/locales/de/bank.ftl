## Überweisungen: wie man zahlt, wohin, und was Kontoauszüge sagen.

transfer-title = Per Überweisung bezahlen
transfer-note = Geben Sie als Verwendungszweck nur die Referenz an: Daran erkennen wir Ihre Zahlung.
transfer-holder = Kontoinhaber
transfer-iban = IBAN
transfer-bic = BIC
transfer-amount = Betrag
transfer-reference = Verwendungszweck
transfer-code = Code für Banking-Apps
transfer-code-note = Oder scannen Sie diesen Code mit Ihrer Banking-App; sie füllt alles aus.
transfer-came = { $came } von { $total } sind eingegangen. Überweisen Sie den Rest, { $due }, mit demselben Verwendungszweck.

checkout-method-bank-transfer = Überweisung
checkout-method-bank-transfer-hint = Sie bekommen Kontodaten und eine Referenz. Wir halten Ihre Plätze bis { $time }; bis dahin muss das Geld da sein.
order-state-bank-transfer = Wir warten auf Ihre Überweisung
order-state-bank-transfer-note = Ihre Plätze sind bis { $time } reserviert. Die Tickets kommen per E-Mail, sobald das Geld da ist.
order-state-part-note = Das Geld ist nicht vollständig rechtzeitig eingegangen. Sie bekommen { $total } zurück.
order-refund-by-transfer = { $amount } werden auf Ihr Konto zurücküberwiesen.

notice-pay-by-transfer-subject = Bitte überweisen Sie { $due }: { $title } ({ $order })
notice-pay-by-transfer-text = Überweisen Sie { $due } so, dass der Betrag bis { $by } eingeht. Ihre Tickets kommen per E-Mail, sobald das Geld da ist.
notice-pay-by-transfer-note = Geben Sie als Verwendungszweck nur die Referenz an. Was bis dahin nicht bezahlt ist, geht wieder in den Verkauf.
notice-paid-in-part-subject = Es fehlen noch { $due }: { $title } ({ $order })
notice-paid-in-part-heading = Ein Teil Ihres Geldes ist da
notice-paid-in-part-text = { $came } von { $total } sind eingegangen. Überweisen Sie den Rest, { $due }, mit demselben Verwendungszweck so, dass er bis { $by } eingeht.
notice-not-paid-part-text = Das Geld ist nicht vollständig rechtzeitig eingegangen; die Plätze sind wieder im Verkauf. Sie bekommen { $refund } zurück.

bank-title = Überweisungen
bank-organizations = Organisationen
bank-account-is = Käufer überweisen an
bank-is-off = Ausgeschaltet
bank-no-account = Noch kein Bankkonto
bank-no-account-text = Käufer können überweisen, sobald ein Inhaber der Organisation das Konto eingetragen hat.
bank-enter-account = Konto eintragen
bank-bring-in = Kontoauszug einlesen
bank-file = Kontoauszug
bank-file-hint = CSV, wie Ihre Bank es ausgibt, oder CAMT.053. Sie sehen zuerst, was geschehen würde.
bank-look = Ansehen
bank-open = Zu klären
bank-none-open = Nichts. Jede Überweisung hat ihre Bestellung gefunden.
bank-number = Bestellnummer
bank-assign = Bezahlt diese Bestellung
bank-note = Notiz
bank-set-aside = Beiseitelegen
bank-order-total = kostet { $total }
bank-order-due = offen { $due }
bank-refunds = Von Hand zurückzuzahlen
bank-no-refunds = Nichts.
bank-how = Wie
bank-done = Erledigt
bank-refund-to = Überweisen an { $iban } ({ $payer })
bank-refund-ask = Überweisen; das Konto beim Käufer erfragen
bank-refund-in-person = Persönlich, an der Kasse
bank-statements = Bisherige Kontoauszüge
bank-notice-taken = { $exact ->
    [one] Eine Bestellung ist bezahlt.
   *[other] { $exact } Bestellungen sind bezahlt.
} { $open ->
    [0] Es ist nichts zu klären.
    [one] Eine Überweisung ist zu klären.
   *[other] { $open } Überweisungen sind zu klären.
} { $known ->
    [0] { "" }
    [one] Ein Eintrag war schon eingelesen.
   *[other] { $known } Einträge waren schon eingelesen.
}
bank-notice-assigned = Die Überweisung bezahlt diese Bestellung.
bank-notice-aside = Beiseitegelegt. Die Notiz steht im Protokoll.
bank-notice-paid-back = Vermerkt: Der Käufer hat das Geld zurück.

bank-statement-title = Kontoauszug { $name }
bank-look-lead = Noch ist nichts geschehen. Was genau passt, wird übernommen, wenn Sie es sagen; alles andere wartet auf Ihre Entscheidung.
bank-take = { $count ->
    [0] Übernehmen; von allein passt nichts
    [one] Übernehmen: eine Bestellung ist bezahlt
   *[other] Übernehmen: { $count } Bestellungen sind bezahlt
}
bank-leave = Nicht übernehmen
bank-back = Zu den Überweisungen
bank-already-taken = Dieser Kontoauszug ist schon übernommen.
bank-no-lines = In diesem Kontoauszug ist kein Geld eingegangen.
bank-more-lines = { $count ->
    [one] Eine weitere Zeile wird nicht gezeigt.
   *[other] { $count } weitere Zeilen werden nicht gezeigt.
}
bank-passed-over = { $count ->
    [one] Eine Zeile zählt nicht: Geld, das abging, noch nicht gebucht oder in anderer Währung ist.
   *[other] { $count } Zeilen zählen nicht: Geld, das abging, noch nicht gebucht oder in anderer Währung ist.
}
bank-payer = Von
bank-purpose = Text
bank-what = Ergebnis
bank-exact = Passt
bank-too-little = Zu wenig
bank-too-much = Zu viel
bank-unknown = Keine Bestellung genannt
bank-ambiguous = Mehrere Bestellungen genannt
bank-paid = Schon bezahlt
bank-over = Bestellung ist vorbei
bank-known = Schon eingelesen

bank-account-title = Bankkonto von { $name }
bank-account-lead = Käufer können auf dieses Konto überweisen. Ihre Plätze bleiben reserviert, bis das Geld da sein muss; Sie lesen die Auszüge Ihrer Bank ein, und was passt, wird bestätigt.
bank-bic-hint = Innerhalb Europas nicht nötig.
bank-currency-hint = Überweisung wird für Veranstaltungen in dieser Währung angeboten.
bank-days-to-pay = Tage zum Bezahlen
bank-days-hint = Höchstens { $days }. Banken brauchen einen Werktag, manchmal zwei.
bank-closes-before = Schluss so viele Tage vor einer Vorstellung
bank-closes-hint = Bis dahin muss das Geld da sein; danach kann niemand mehr Überweisung wählen.
bank-is-on = Käufer können sie wählen
bank-save = Speichern
money-bank-account = Bankkonto für Überweisungen

report-bank = Bank
report-order-bank-transfer = Wartet auf eine Überweisung
report-on-account = Auf dem Bankkonto
report-refund-by-transfer = { $amount } sind dem Käufer zurückzuüberweisen.
report-came-so-far = { $came } von { $total } sind per Überweisung eingegangen.
activity-payment-deposited = { $who } hat einen Teil des Geldes für Bestellung { $what } erhalten
activity-bank-account-changed = { $who } hat das Bankkonto für Überweisungen geändert
activity-bank-statement-taken = { $who } hat den Kontoauszug { $what } übernommen
activity-bank-entry-set-aside = { $who } hat eine Überweisung von { $what } beiseitegelegt

error-no-bank-transfer = Diese Bestellung kann nicht mehr per Überweisung bezahlt werden. Wählen Sie eine andere Zahlungsart.
error-no-bank-account = Tragen Sie zuerst das Bankkonto ein.
error-statement-empty = Die Datei ist leer.
error-statement-too-large = Die Datei ist zu groß. Lesen Sie einen kürzeren Zeitraum ein.
error-statement-too-long = Der Kontoauszug hat zu viele Einträge. Lesen Sie einen kürzeren Zeitraum ein.
error-statement-no-columns = Keine Zeile der Datei benennt eine Spalte mit Tagen und eine mit Beträgen. Geben Sie den Auszug als CSV mit Überschriften oder als CAMT.053 aus.
error-statement-bad-line = Zeile { $line } hat keinen lesbaren Tag oder Betrag.
error-statement-not-camt = Das ist kein Kontoauszug in CAMT.053.
error-statement-bad-xml = Dieses XML ist beschädigt oder erklärt eigene Dinge. Bitten Sie Ihre Bank um ein einfaches CAMT.053.
error-statement-other-account = Das ist der Auszug eines anderen Kontos.
error-no-such-transfer-order = Es gibt keine Bestellung mit dieser Nummer, die per Überweisung bezahlt wird.
error-entry-decided = Über diese Überweisung ist schon entschieden.
error-entry-no-note = Schreiben Sie eine Notiz mit höchstens 200 Zeichen.
error-bad-holder = Nennen Sie den Kontoinhaber mit höchstens 120 Zeichen.
error-bad-iban = Das ist keine IBAN: Ein Zeichen fehlt, oder zwei sind vertauscht.
error-bad-bic = Das ist keine BIC. Sie hat acht oder elf Buchstaben und Ziffern.
error-bad-days = Geben Sie zwischen 1 und { $days } Tage zum Bezahlen an.
error-bad-closing = Schluss ist zwischen 0 und 60 Tage vor einer Vorstellung.
error-bad-currency = Schreiben Sie die Währung mit drei Buchstaben, etwa EUR.

## Wie an der Kasse bezahlt wurde.

report-taken-how = Wie wurde bezahlt?
report-taken-cash = Bar
report-taken-card = Kartenterminal
report-taken-other = Anders
report-taken-as = An der Kasse bezahlt: { $way }
report-comp-because = Vom Veranstalter geschenkt: { $reason }

## Verschenkte Tickets.

comps-title = Freikarten: { $event }
comps-lead = Diese Tickets kosten nichts und werden getrennt vom Verkauf gezählt. Verkaufszeiten spielen keine Rolle.
comps-places-hint = Höchstens 20. Nummerierte Plätze sind die besten freien.
comps-email-hint = Die Tickets gehen an diese Adresse.
comps-reason-hint = Zum Beispiel Presse, Gäste der Künstler, Verlosung. Steht bei der Bestellung.
comps-give = Freikarten ausstellen
comps-leave = Abbrechen
comps-given = Ausgestellt. Die Tickets sind unterwegs.
error-comp-no-reason = Nennen Sie einen Grund mit höchstens 200 Zeichen.
error-comp-bad-quantity = Stellen Sie zwischen 1 und { $max } Freikarten auf einmal aus.

## Die Kassenabrechnung, und Tabellen.

statement-title = Kassenabrechnung
statement-made = Erstellt am { $time }
statement-tickets = Tickets
statement-sold = Verkauft
statement-comps = Freikarten
statement-back = Zurückgegeben
statement-back-value = Wert der Rückgaben
statement-in-all = Zusammen
statement-methods = Wie bezahlt wurde
statement-method = Zahlungsart
statement-number = Tickets
statement-gateway = Online
statement-free = Kostenlos
statement-money = Geld
report-statement = Kassenabrechnung als PDF
report-export-sheet = Als Tabelle herunterladen
error-sheet-too-long = Diese Liste hat mehr als { $max } Zeilen. Laden Sie sie als CSV herunter.
report-given-away = { $count ->
    [one] eine Freikarte
   *[other] { $count } Freikarten
}
