## The test gateway's own pages.

payment-title = Pay (test)
payment-test-band = TEST GATEWAY: nothing is charged. Never type a real card number here.
payment-card-number = Card number
payment-pay = Pay { $amount }
payment-cancel = Cancel and go back
payment-test-cards = Test cards
payment-card-pays = pays
payment-card-is-declined = is declined
payment-declined = The card was declined. Nothing was charged; you can try another one.
payment-not-a-test-card = This is not one of the two test cards. Nothing was charged or stored.
payment-complete = This is paid.
payment-expired = The time to pay is over. Nothing was charged.
payment-back-to-shop = Back to the shop
payment-book-title = Book of the test gateway
payment-book-lead = What this gateway has recorded by itself, for comparison with what the shop says. Times are in UTC.
payment-book-charges = Charges
payment-book-refunds = Refunds
payment-book-sessions = Sessions
payment-book-empty = None so far.
payment-book-when = When
payment-book-reference = Reference
payment-book-payment = Payment
payment-book-charge = Charge
payment-book-for = For
payment-book-state = State
payment-book-amount = Amount
