## Why an event or venue was not created, published or changed.

error-invalid = Some of what you typed was refused.
error-no-such-event = There is no such event.
error-no-such-venue = There is no such venue.
error-not-yours = This organization does not exist for you.
error-event-cancelled = A cancelled event cannot be published again.
error-nothing-to-sell = There is nothing to sell yet: add places and a ticket type.
error-no-gateway = Priced tickets cannot be sold yet: no payment gateway is set up. Ask the operator.
error-no-mail = Tickets cannot be sent yet: no mail server is set up. Ask the operator.
