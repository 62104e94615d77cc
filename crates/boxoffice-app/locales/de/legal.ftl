## Impressum, Bedingungen, Datenschutz: die Seiten und ihr Formular.

legal-of = { $text }: { $name }
legal-imprint-silent = Der Betreiber dieser Installation hat noch kein Impressum geschrieben.
legal-terms-silent = Diese Installation hat keine eigenen Bedingungen. Die Bedingungen eines Veranstalters stehen bei seinen Veranstaltungen; Sie stimmen ihnen beim Kauf zu.
legal-privacy-silent = Der Betreiber dieser Installation hat noch keine Datenschutzerklärung geschrieben. Dies speichert das Programm selbst.
legal-organizer-silent = Dieser Veranstalter hat diesen Text noch nicht geschrieben.
legal-privacy-kept-title = Was gespeichert wird
legal-privacy-kept-order = Zu einer Bestellung: Ihr Name, Ihre E-Mail-Adresse, was Sie gekauft und was Sie bezahlt haben. Die Kartennummer geht an den Zahlungsdienst und nie hierher.
legal-privacy-kept-account = Zu einem Konto: Ihr Name, Ihre E-Mail-Adresse, ein Hash Ihres Passworts und wo Sie angemeldet sind.
legal-privacy-kept-cookies = Zwei Cookies, die der Shop braucht: einer für Ihre Sitzung, einer für Ihren Warenkorb. Keine für Werbung, keine von anderen.
legal-privacy-kept-log = Ein Protokoll von Änderungen und Scans mit der Adresse, von der sie kamen, um Fehlern und Missbrauch nachgehen zu können.
legal-privacy-kept-not = Von anderen Websites wird nichts geladen, und über Sie wird nichts gemessen.
legal-edit-title = Rechtliche Texte
legal-edit-title-of = Rechtliche Texte von { $name }
legal-edit-lead = Sie bearbeiten die Texte auf { $language }. Markdown ist möglich.
legal-edit-imprint-hint = Wer verantwortlich ist: Name, Anschrift, wie man Sie erreicht.
legal-edit-terms-hint = Womit Käufer einverstanden sind. Ohne Text wird niemand um Zustimmung gebeten.
legal-edit-privacy-hint = Was mit persönlichen Daten geschieht, wie lange, und wen man fragen kann.
legal-edit-save = Texte speichern
error-legal-text-too-long = Höchstens 60.000 Zeichen.
