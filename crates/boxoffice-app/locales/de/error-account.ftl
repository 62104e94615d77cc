## Warum etwas an einem Konto abgelehnt wurde.

error-not-an-email = Schreiben Sie die E-Mail-Adresse wie name@example.org.
error-weak-password = Dieses Passwort ist zu schwach.
error-password-too-short = Das Passwort braucht mindestens 8 Zeichen.
error-password-no-upper-case = Das Passwort braucht einen Großbuchstaben.
error-password-no-number = Das Passwort braucht eine Ziffer.
error-password-no-symbol = Das Passwort braucht ein Sonderzeichen wie ! oder ?.
error-password-too-long = Das Passwort darf höchstens 256 Bytes haben.
error-wrong-login = E-Mail-Adresse oder Passwort ist falsch.
error-wrong-password = Dieses Passwort ist falsch.
error-link-over = Dieser Link wurde schon benutzt oder ist zu alt. Fordern Sie einen neuen an.
error-account-exists = Mit dieser Adresse gibt es schon ein Konto.
error-wrong-setup-code = Das ist nicht der Code, den das Terminal zeigt.
error-not-confirmed = Bestätigen Sie zuerst Ihre E-Mail-Adresse.
error-too-many-organizations = Ein Konto darf höchstens { $max } Veranstalter besitzen.
error-not-owner = Nur wem der Veranstalter gehört, darf das Team ändern.
error-no-such-account = Niemand mit dieser Adresse hat ein bestätigtes Konto. Bitten Sie darum, sich zuerst zu registrieren.
error-already-member = Diese Person ist schon im Team.
error-team-full = Ein Team hat höchstens { $max } Mitglieder.
error-last-owner = Jemandem muss der Veranstalter gehören. Machen Sie zuerst jemand anderen dazu.
error-operator-stays = Das Konto eines Betreibers schließt ein anderer Betreiber.
error-field-missing = Das wird gebraucht.
error-field-too-long = Höchstens { $max } Zeichen.
