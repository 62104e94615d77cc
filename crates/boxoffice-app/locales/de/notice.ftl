## Mails zu Bestellungen.

notice-greeting = Hallo { $name },
notice-order-button = Bestellung und Tickets ansehen
notice-order-number = Bestellung
notice-total = Summe
notice-refund = Erstattung
notice-free = Kostenlos
notice-closing =
    Fragen? Schreiben Sie an { $organization }: { $contact }

notice-confirmed-subject = Ihre Tickets: { $title } ({ $order })
notice-confirmed-heading = Sie sind dabei!
notice-confirmed-text = { $count ->
    [one] Ihre Bestellung ist bestätigt. Ihr Ticket hängt als PDF an, der Termin als Kalenderdatei.
   *[other] Ihre Bestellung ist bestätigt. Ihre { $count } Tickets hängen als PDF an, der Termin als Kalenderdatei.
}
notice-confirmed-undated-text = { $count ->
    [one] Ihre Bestellung ist bestätigt. Ihr Ticket hängt als PDF an. Der Termin wird noch bekannt gegeben.
   *[other] Ihre Bestellung ist bestätigt. Ihre { $count } Tickets hängen als PDF an. Der Termin wird noch bekannt gegeben.
}
notice-confirmed-note = Zeigen Sie den Code am Einlass, auf Papier oder auf dem Telefon. Jeder Code lässt eine Person einmal ein; geben Sie ihn nur denen, die mit Ihnen kommen.

notice-pay-at-box-office-subject = Plätze zurückgelegt: { $title } ({ $order })
notice-pay-at-box-office-heading = Ihre Plätze sind zurückgelegt
notice-pay-at-box-office-text = Bezahlen Sie { $total } an der Kasse bis { $by }. Ihre Tickets bekommen Sie dort und per Mail.
notice-pay-at-box-office-note = Was bis dahin nicht bezahlt ist, geht wieder in den Verkauf.

notice-cancelled-subject = Bestellung storniert: { $title } ({ $order })
notice-cancelled-heading = Ihre Bestellung ist storniert
notice-cancelled-text = Die Tickets gelten nicht mehr. Falls Sie bezahlt haben, folgt eine weitere Mail, sobald Ihr Geld auf dem Rückweg ist.
notice-cancelled-event-text = Der Veranstalter hat diese Veranstaltung abgesagt. Ihre Tickets gelten nicht mehr; was Sie bezahlt haben, kommt auf demselben Weg zurück, und eine weitere Mail sagt, wann.

notice-reduced-subject = Tickets zurückgegeben: { $title } ({ $order })
notice-reduced-heading = Deine Bestellung ist kleiner geworden
notice-reduced-text = Einige ihrer Tickets wurden zurückgegeben und gelten nicht mehr. { $count ->
    [one] Dieses bleibt deins:
   *[other] Diese bleiben deine:
}
notice-reduced-note = Falls du Geld zurückbekommst, folgt eine weitere Mail, sobald es auf dem Rückweg ist.

notice-late-refund-subject = Zahlung kam zu spät: { $title } ({ $order })
notice-late-refund-heading = Sie bekommen Ihr Geld zurück
notice-late-refund-text = Ihre Zahlung über { $total } kam an, als Ihre Plätze schon wieder im Verkauf waren, und sie ließen sich nicht noch einmal nehmen. Sie bekommen alles auf demselben Weg zurück.
notice-late-refund-note = Das tut uns leid. Sie schulden nichts und müssen nichts tun.

notice-refunded-subject = Erstattung: { $title } ({ $order })
notice-refunded-heading = Ihr Geld ist auf dem Rückweg
notice-refunded-text = { $refund } gehen auf demselben Weg zurück, auf dem Sie bezahlt haben. Je nach Bank dauert das einige Tage.

notice-not-paid-subject = Nicht rechtzeitig bezahlt: { $title } ({ $order })
notice-not-paid-heading = Ihre Bestellung wurde nicht rechtzeitig bezahlt
notice-not-paid-text = Es wurde nichts abgebucht, und die Plätze sind wieder im Verkauf. Wenn Sie noch kommen möchten, versucht die Seite Ihrer Bestellung, sie zurückzuholen.
