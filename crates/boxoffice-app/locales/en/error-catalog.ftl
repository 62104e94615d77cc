## Why an event or venue was not created, published or changed.

error-invalid = Some of what you typed was refused.
error-no-such-event = There is no such event.
error-no-such-venue = There is no such venue.
error-not-yours = This organization does not exist for you.
error-event-cancelled = A cancelled event cannot be published again.
error-nothing-to-sell = There is nothing to sell yet: add places and a ticket type.
error-no-gateway = Priced tickets cannot be sold yet: no payment gateway is set up. Ask the operator.
error-cannot-charge = A price cannot be charged by any payment service here: it is too small, too large, or falls between what its currency is charged in.
error-no-mail = Tickets cannot be sent yet: no mail server is set up. Ask the operator.
error-no-performance = There is no performance yet: add one, with or without a date.
error-edit-conflict = Somebody else has changed this event in the meantime. Look at both and save again.
error-currency-locked = The currency cannot change any more: tickets are held or sold.
error-time-zone-locked = The time zone cannot change any more: tickets are held or sold.
error-performance-cancelled = This performance is cancelled.
error-ticket-type-sold = This ticket type cannot be removed: tickets of it are held or sold. Hide it instead.
error-no-such-area = There is no such area.
error-seats-are-fixed = The seats of an area cannot be counted up or down.
error-capacity-below-sold = More places are held or sold than that.
error-event-sold = Places are held or sold. Cancel the event instead, so that everybody is told.
error-picture-too-large = The picture is larger than 5 MB.
error-not-a-picture = This is not a JPEG, PNG or WebP picture.
error-picture-too-many-pixels = The picture has more than 24 million pixels.
error-picture-damaged = The picture is damaged and cannot be read.
error-no-such-quota = There is no such quota.
