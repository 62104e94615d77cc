## Warum eine Veranstaltung oder ein Ort nicht angelegt, veröffentlicht oder geändert wurde.

error-invalid = Einige Ihrer Angaben wurden nicht angenommen.
error-no-such-event = Diese Veranstaltung gibt es nicht.
error-no-such-venue = Diesen Ort gibt es nicht.
error-not-yours = Diese Organisation gibt es für Sie nicht.
error-event-cancelled = Eine abgesagte Veranstaltung kann nicht noch einmal veröffentlicht werden.
error-nothing-to-sell = Es gibt noch nichts zu verkaufen: Legen Sie Plätze und eine Ticketart an.
error-no-gateway = Tickets mit Preis können noch nicht verkauft werden: Es ist kein Zahlungsdienst eingerichtet. Fragen Sie den Betreiber.
error-no-mail = Tickets können noch nicht verschickt werden: Es ist kein Mailserver eingerichtet. Fragen Sie den Betreiber.
