## Warum ein Konto für Zahlungen abgelehnt wurde.

error-stripe-not-a-key = Das ist kein geheimer Schlüssel von Stripe. Er beginnt mit sk_ oder rk_.
error-stripe-test-key = Das ist ein Testschlüssel, und diese Installation nimmt echtes Geld.
error-stripe-live-key = Das ist ein Live-Schlüssel, und diese Installation ist im Testbetrieb.
error-stripe-not-a-secret = Das ist kein Signaturgeheimnis von Stripe. Es beginnt mit whsec_.
error-stripe-bad-fee = Die Gebühr ist eine Zahl von 0 bis 100 mit höchstens zwei Nachkommastellen.
error-stripe-not-connectable = Diese Installation hat kein Konto bei Stripe, mit dem andere verbunden werden könnten.
error-stripe-refused = Stripe kennt das nicht oder nimmt es nicht an.
error-stripe-not-ready = Dieses Konto kann noch keine Zahlungen annehmen. Schließen Sie seine Einrichtung bei Stripe ab.
error-stripe-no-answer = Stripe antwortet nicht. Versuchen Sie es gleich noch einmal.
