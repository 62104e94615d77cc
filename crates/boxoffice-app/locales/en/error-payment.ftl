## Why an account for payments was refused.

error-stripe-not-a-key = This is not a secret key of Stripe. It begins with sk_ or rk_.
error-stripe-test-key = This is a test key, and this installation takes real money.
error-stripe-live-key = This is a live key, and this installation is in test mode.
error-stripe-not-a-secret = This is not a signing secret of Stripe. It begins with whsec_.
error-stripe-bad-fee = The fee is a number from 0 to 100 with at most two decimals.
error-stripe-not-connectable = This installation has no account at Stripe that others could be connected to.
error-stripe-refused = Stripe does not know this or does not take it.
error-stripe-not-ready = This account cannot take payments yet. Finish its set-up at Stripe.
error-stripe-no-answer = Stripe does not answer. Try again in a moment.
