## Was auf jeder Seite steht: Leisten, Banner, Fuß.

shell-skip-to-content = Zum Inhalt springen
shell-home = zur Startseite
shell-search = Suchen
shell-search-label = Veranstaltungen suchen
shell-search-placeholder = Künstler, Veranstaltung, Stadt
shell-my-tickets = Meine Tickets
shell-office = Büro
shell-door = Einlass
shell-operator = Betrieb
shell-operator-payments = Geld im Blick
shell-sign-in = Anmelden
shell-sign-out = Abmelden
shell-account = Konto
shell-menu = Menü
shell-language = Sprache
shell-cart = Warenkorb
shell-cart-count = { $count ->
    [one] { $count } Ticket im Warenkorb
   *[other] { $count } Tickets im Warenkorb
}
shell-footer = Über diesen Shop
shell-imprint = Impressum
shell-terms = Bedingungen
shell-privacy = Datenschutz
shell-outbox = Postausgang
shell-styleguide = Gestaltung
shell-test-mode = Testbetrieb
shell-test-mode-text = Hier wird nichts verkauft, abgebucht oder verschickt. Probieren Sie alles aus.
