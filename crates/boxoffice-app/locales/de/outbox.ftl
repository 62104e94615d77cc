## Der Postausgang im Demo- und Testbetrieb.

outbox-title = Postausgang
outbox-lead = Im Testbetrieb verlässt keine Mail dieses Programm. Was verschickt worden wäre, steht hier.
outbox-filter = Gesendet an
outbox-filter-button = Anzeigen
outbox-empty = Noch keine Mail
outbox-empty-text = Registrieren Sie sich, kaufen oder stornieren Sie etwas und kommen Sie wieder.
outbox-when = Wann (UTC)
outbox-to = An
outbox-subject = Betreff
outbox-back = Alle Mails
outbox-html = HTML-Teil öffnen
outbox-files = Anhänge
outbox-links = Links
outbox-text = Textteil
