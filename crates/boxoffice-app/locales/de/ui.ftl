## Wörter der Bausteine.

ui-breadcrumb = Sie sind hier
ui-pages = Seiten
ui-previous = Zurück
ui-next = Weiter
ui-close = Schließen
ui-optional = (freiwillig)
ui-fewer = Weniger
ui-more = Mehr
ui-countdown = Für Sie gehalten: { "{time}" }
ui-countdown-over = Die Zeit ist um
ui-confirm-by-typing = Zum Bestätigen „{ $word }“ eintippen
ui-seat-taken = Vergeben
ui-seat-chosen = Ihre Wahl
