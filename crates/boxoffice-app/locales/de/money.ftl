## Wohin das Geld einer Organisation geht.

money-title = Wohin das Geld geht
money-lead = Jede Organisation kann Zahlungen über ihr eigenes Konto bei Stripe annehmen oder über das dieser Installation.
money-title-of = Wohin das Geld von { $name } geht
money-organization = Organisation
money-goes-to = Zahlungen gehen an
money-goes-to-own = Ihr eigenes Konto { $account } bei Stripe
money-goes-to-connected = Ihr Konto { $account } bei Stripe, abzüglich einer Gebühr von { $fee } für diese Installation
money-goes-to-installation = Das Konto dieser Installation
money-goes-nowhere = Noch nirgendwohin: Tickets mit einem Preis können nicht verkauft werden
money-done = Gespeichert. Neue Zahlungen gehen ab jetzt dorthin; frühere werden dort erstattet, wo sie bezahlt wurden.
money-no-account = Diese Organisation hat noch kein eigenes Konto.
money-owners-only = Nur wem die Organisation gehört, kann das ändern.
money-enter-keys = Eigenes Konto verbinden
money-change-keys = Schlüssel ändern
money-step-endpoint = Legen Sie bei Stripe unter „Entwickler“ einen Endpunkt für Ereignisse mit dieser Adresse an:
money-step-events = Lassen Sie ihn auf diese Ereignisse hören:
money-step-keys = Geben Sie einen geheimen Schlüssel des Kontos und das Signaturgeheimnis des Endpunkts ein. Beide werden verschlüsselt aufbewahrt und nie wieder angezeigt.
money-secret-key = Geheimer Schlüssel
money-secret-key-hint = Beginnt mit sk_ oder rk_.
money-webhook-secret = Signaturgeheimnis
money-webhook-secret-hint = Beginnt mit whsec_. Während Sie es ersetzen, geben Sie das alte und das neue mit einem Leerzeichen dazwischen ein.
money-save = Prüfen und speichern
money-remove = Dieses Konto nicht mehr verwenden
money-remove-text = Neue Zahlungen gehen dann über das Konto dieser Installation, falls sie eines hat. Erstattungen früherer Zahlungen nutzen weiter dieses Konto.
