## Mails zu Bestellungen.

notice-greeting = Hallo { $name },
notice-order-button = Bestellung und Tickets ansehen
notice-order-number = Bestellung
notice-total = Summe
notice-fees = Darin Gebühren
notice-refund = Erstattung
notice-free = Kostenlos
notice-closing =
    Fragen? Schreib an { $organization }: { $contact }

notice-confirmed-subject = Deine Tickets: { $title } ({ $order })
notice-confirmed-heading = Du bist dabei!
notice-confirmed-text = { $count ->
    [one] Deine Bestellung ist bestätigt. Dein Ticket hängt als PDF an, der Termin als Kalenderdatei.
   *[other] Deine Bestellung ist bestätigt. Deine { $count } Tickets hängen als PDF an, der Termin als Kalenderdatei.
}
notice-confirmed-note = Zeig den Code am Einlass, auf Papier oder auf dem Telefon. Jeder Code lässt eine Person einmal ein; gib ihn nur denen, die mit dir kommen.

notice-pay-at-box-office-subject = Plätze zurückgelegt: { $title } ({ $order })
notice-pay-at-box-office-heading = Deine Plätze sind zurückgelegt
notice-pay-at-box-office-text = Bezahle { $total } an der Kasse bis { $by }. Deine Tickets bekommst du dort und per Mail.
notice-pay-at-box-office-note = Was bis dahin nicht bezahlt ist, geht wieder in den Verkauf.

notice-cancelled-subject = Bestellung storniert: { $title } ({ $order })
notice-cancelled-heading = Deine Bestellung ist storniert
notice-cancelled-text = Ihre Tickets gelten nicht mehr. Falls du bezahlt hast, folgt eine weitere Mail, sobald dein Geld auf dem Rückweg ist.
notice-cancelled-event-text = Der Veranstalter hat diese Veranstaltung abgesagt. Deine Tickets gelten nicht mehr; was du bezahlt hast, kommt auf demselben Weg zurück, und eine weitere Mail sagt, wann.

notice-late-refund-subject = Zahlung kam zu spät: { $title } ({ $order })
notice-late-refund-heading = Du bekommst dein Geld zurück
notice-late-refund-text = Deine Zahlung über { $total } kam an, als deine Plätze schon wieder im Verkauf waren, und sie ließen sich nicht noch einmal nehmen. Du bekommst alles auf demselben Weg zurück.
notice-late-refund-note = Das tut uns leid. Du schuldest nichts und musst nichts tun.

notice-refunded-subject = Erstattung: { $title } ({ $order })
notice-refunded-heading = Dein Geld ist auf dem Rückweg
notice-refunded-text = { $refund } gehen auf demselben Weg zurück, auf dem du bezahlt hast. Je nach Bank dauert das einige Tage.

notice-not-paid-subject = Nicht rechtzeitig bezahlt: { $title } ({ $order })
notice-not-paid-heading = Ihre Bestellung wurde nicht rechtzeitig bezahlt
notice-not-paid-text = Es wurde nichts abgebucht, und die Plätze sind wieder im Verkauf. Wenn Sie noch kommen möchten, versucht die Seite Ihrer Bestellung, sie zurückzuholen.
