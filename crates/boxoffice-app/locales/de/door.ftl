## Der Einlass: Veranstaltung wählen und Tickets prüfen.

door-title = Einlass
door-choose = Für welche Veranstaltung lassen Sie ein?
door-no-events = Keine Veranstaltung zum Prüfen
door-no-events-text = Veröffentlichte Veranstaltungen Ihrer Organisationen stehen hier bis einen Tag nach ihrem Ende.
door-counts = { $in } von { $sold } sind drin
door-code = Code oder Ticketnummer
door-code-hint = Scannen Sie den Code, oder tippen Sie die Ticketnummer, die darunter steht.
door-scan = Prüfen
door-gate = Eingang
door-gate-hint = Wo Sie stehen. Es wird angezeigt, wenn ein Ticket noch einmal gescannt wird.
door-other-event = Andere Veranstaltung
door-valid = Gültig
door-valid-text = Einlassen.
door-used = Benutzt
door-used-at = Schon eingelassen, am { $at }.
door-used-at-gate = Schon eingelassen, am { $at }, Eingang { $gate }.
door-invalid = Ungültig
door-invalid-unknown = Das ist kein Ticket dieses Shops.
door-invalid-forged = Dieser Code wurde nicht von diesem Shop ausgestellt.
door-invalid-void = Dieses Ticket wurde storniert.
door-invalid-other-event = Dieses Ticket gilt für eine andere Veranstaltung.
door-unchecked = Nicht geprüft
door-unchecked-text = Es kam keine Antwort. Bitte noch einmal scannen.
