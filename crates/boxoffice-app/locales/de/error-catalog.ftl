## Warum eine Veranstaltung oder ein Ort nicht angelegt, veröffentlicht oder geändert wurde.

error-invalid = Einige Ihrer Angaben wurden nicht angenommen.
error-no-such-event = Diese Veranstaltung gibt es nicht.
error-no-such-venue = Diesen Ort gibt es nicht.
error-not-yours = Diese Organisation gibt es für Sie nicht.
error-event-cancelled = Eine abgesagte Veranstaltung kann nicht noch einmal veröffentlicht werden.
error-nothing-to-sell = Es gibt noch nichts zu verkaufen: Legen Sie Plätze und eine Ticketart an.
error-no-gateway = Tickets mit Preis können noch nicht verkauft werden: Es ist kein Zahlungsdienst eingerichtet. Fragen Sie den Betreiber.
error-cannot-charge = Ein Preis kann hier über keinen Zahlungsdienst abgebucht werden: Er ist zu klein, zu groß oder liegt zwischen den Stufen seiner Währung.
error-no-mail = Tickets können noch nicht verschickt werden: Es ist kein Mailserver eingerichtet. Fragen Sie den Betreiber.
error-no-performance = Es gibt noch keinen Termin: Legen Sie einen an, mit oder ohne Datum.
error-edit-conflict = Jemand anderes hat diese Veranstaltung inzwischen geändert. Sehen Sie beides an und speichern Sie erneut.
error-currency-locked = Die Währung kann nicht mehr geändert werden: Es sind Tickets reserviert oder verkauft.
error-time-zone-locked = Die Zeitzone kann nicht mehr geändert werden: Es sind Tickets reserviert oder verkauft.
error-performance-cancelled = Dieser Termin ist abgesagt.
error-ticket-type-sold = Diese Ticketart kann nicht entfernt werden: Es sind Tickets davon reserviert oder verkauft. Verbergen Sie sie stattdessen.
error-no-such-area = Diesen Bereich gibt es nicht.
error-seats-are-fixed = Die Sitze eines Bereichs lassen sich nicht herauf- oder herunterzählen.
error-capacity-below-sold = Es sind mehr Plätze reserviert oder verkauft.
error-event-sold = Es sind Plätze reserviert oder verkauft. Sagen Sie die Veranstaltung ab, damit alle benachrichtigt werden.
error-picture-too-large = Das Bild ist größer als 5 MB.
error-not-a-picture = Das ist kein Bild im Format JPEG, PNG oder WebP.
error-picture-too-many-pixels = Das Bild hat mehr als 24 Millionen Bildpunkte.
error-picture-damaged = Das Bild ist beschädigt und kann nicht gelesen werden.
error-no-such-quota = Dieses Kontingent gibt es nicht.
