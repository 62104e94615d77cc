## What is wrong with a field of an event.

field-of = { $label }: { $sentence }
field-missing = This is required.
field-too-long = At most { $max } characters.
field-out-of-range = Must be between { $min } and { $max }.
field-too-many = At most { $max } of these.
field-too-few = Choose at least { $min }.
field-below-taken = { $taken } are held or sold already; it cannot be lower.
field-not-a-url = Must be a web address that begins with https:// or http://.
field-unknown-zone = { $name } is not a known time zone. Use a name such as Europe/Berlin.
field-unknown-currency = { $name } is not a currency. Use a code such as EUR.
field-not-yes-or-no = Must be yes or no.
field-not-an-amount = Must be an amount such as 12.50.
field-not-a-time = Must be a date and time that exists in the event’s time zone.
field-not-a-length = Must be a length of time such as 10:00.
field-before-start = Must not be before the start.
field-after-start = Must not be after the start.
field-without-start = Needs a start as well.
field-sale-closes-first = The sale must close after it opens.
field-no-such-area = There is no area called { $name }.
field-no-such-ticket-type = Names a ticket type that is not there.
field-twice = { $name } is there twice.
seating-not-understood = “{ $line }” is not understood. Write “Stalls, rows A–R, 24 seats” or “Floor standing 500”.
seating-no-name = “{ $line }” needs a name, such as “Stalls, rows A–R, 24 seats”.
seating-bad-range = “{ $range }” is not a range from a lower to a higher letter or number.
seating-capacity = “{ $line }” must have between 1 and { $max } places.
seating-too-many-areas = At most { $max } areas.
seating-too-many-places = At most { $max } places in all.

## The organizer's events.

office-events-title = Your events
office-new-event = New event
office-new-event-lead = Five fields make a draft. Everything else can wait.
office-no-events = No events yet
office-no-events-text = Make a draft; nobody sees it until you publish it.
office-organization = Organization
office-event = Event
office-when = When
office-state = State
office-capacity = Capacity
office-held = Held
office-sold = Sold
office-remaining = Remaining
office-draft = Draft
office-published = Published
office-cancelled = Cancelled
office-scheduled = Takes place
office-postponed = Postponed
office-admission = Admission
office-title = Title
office-starts-at = Start
office-starts-at-hint = Local time in { $zone }. Leave it empty while the date is open.
office-ends-at = End
office-doors-at = Doors open
office-city = City
office-country = Country
office-places = Places
office-places-hint = One area per line: “Stalls, rows A–R, 24 seats” or “Floor standing 500”.
office-price = Price
office-price-hint = Empty means free. More ticket types can be added later.
office-create-draft = Make a draft
office-see-in-shop = See it in the shop
office-parts = Parts of this event
office-publish = Publish
office-ready = Everything is there. Once published, everybody can find it and buy.
office-missing = Before it can be published:
office-summary = Summary
office-summary-hint = One or two sentences for lists.
office-description = Description
office-description-hint = Markdown: headings, lists, links, **bold**.
office-venue = Venue
office-venue-hint = Its name. A new one is remembered with this city and time zone.
office-online = Takes place online
office-url = Web page
office-time-zone = Time zone
office-currency = Currency
office-time-zone-hint = All times stay as they stand, on the clocks of the new zone. Cannot change once tickets are held or sold.
office-locked-hint = Cannot change once tickets are held or sold.
office-box-office = Orders may be paid at the box office
office-cancel-until = Buyers may cancel until so many hours before the start
office-cancel-until-hint = Hours, or hours and minutes such as 1:30. Empty means never.
office-hold-length = How long places are held
office-hold-length-hint = Minutes and seconds such as 10:00, from { $min } to { $max }.
office-age-limit = Age limit
office-access-notes = Access for people with disabilities
office-save = Save
office-picture = Picture
office-picture-file = File
office-picture-hint = JPEG, PNG or WebP, at most 5 MB.
office-picture-alt = What the picture shows
office-upload = Upload
office-end = End this event
office-cancel-text = Cancelling tells every holder, voids their tickets and pays their money back. It cannot be undone.
office-cancel-event = Cancel the event
office-delete-text = An event of which nothing was ever sold can be taken out of the shop or deleted.
office-withdraw = Take out of the shop
office-delete = Delete
office-performances = Performances
office-area = Area
office-change-capacity = Change
office-reschedule = Reschedule
office-postpone = Postpone
office-cancel-performance = Cancel this performance
office-add-performance = Add a performance
office-ticket-types = Ticket types
office-ticket-type = Ticket type
office-fee = Fee
office-fee-hint = Added to the price; buyers see the total from the first page.
office-hidden = Hidden
office-change = Change
office-remove = Remove
office-add-ticket-type = Add a ticket type
office-change-ticket-type = Change the ticket type
office-includes = What it includes
office-order-limit = At most so many per order
office-quantity = At most so many in all
office-quantity-hint = Empty means as many as there are places.
office-sale-opens-at = Sale opens
office-sale-closes-at = Sale closes
office-hide = Do not show it in the shop
office-add-places = Add places
office-quotas = Shared quotas
office-quotas-lead = A quota caps several ticket types together, in every performance. A single ticket type has its own number above.
office-quota = Quota
office-quota-types = Ticket types
office-quota-at-most = At most
office-quota-taken = Taken
office-add-quota = Add a shared quota
office-change-quota = Change the quota
office-quota-name = Name
office-quota-capacity = At most so many in all
office-quota-counts = Counts these ticket types
office-venues-title = Venues
office-venues-lead = Where your events take place. An event takes city, country and time zone from its venue.
office-new-venue = New venue
office-no-venues = No venues yet
office-no-venues-text = A venue that you name on an event appears here by itself.
office-address = Address
office-street = Street and number
office-venue-zone-hint = A name such as Europe/Berlin. Empty means { $zone }.

## Calling off.

office-call-off = Call off { $title }?
office-call-off-title = Calling off
office-called-off = { $title } is called off
office-call-off-see = See what becomes of the orders
office-call-off-orders = { $count ->
    [0] No order has a ticket for it.
    [one] One order is cancelled or becomes smaller; its buyer is told by mail.
   *[other] { $count } orders are cancelled or become smaller; their buyers are told by mail.
}
office-call-off-tickets = { $count ->
    [0] No ticket stops being valid.
    [one] One ticket stops being valid.
   *[other] { $count } tickets stop being valid.
}
office-call-off-money = { $amount } goes back to the buyers.
office-call-off-pending = { $count ->
    [one] One order is not paid yet and ends.
   *[other] { $count } orders are not paid yet and end.
}
office-call-off-used = { $count ->
    [one] One ticket was used at the door and stays as it is.
   *[other] { $count } tickets were used at the door and stay as they are.
}
office-call-off-confirm = Yes, call it off
office-call-off-keep = Keep it
office-call-off-progress = { $done } of { $all } tickets are void
office-call-off-working = Orders are being cancelled and refunded. This page follows by itself.
office-call-off-over = Nothing is left to do here by itself.
office-call-off-refunds = Refunds
office-call-off-amount = Amount
office-call-off-done = { $count ->
    [one] One has reached its buyer
   *[other] { $count } have reached their buyers
}
office-call-off-open = { $count ->
    [one] One is on its way
   *[other] { $count } are on their way
}
office-call-off-failed = { $count ->
    [one] One was refused by the payment service
   *[other] { $count } were refused by the payment service
}
office-call-off-refused = Refunds that did not work
office-call-off-refused-text = The money is still owed to these buyers. Try again, or open an order to pay it back in another way.
office-call-off-again = Try all of them again
office-cancel-fee-percent = Kept when a buyer cancels, in percent
office-cancel-fee-fixed = Kept when a buyer cancels, per ticket
office-cancel-fee-hint = Of what the ticket cost, such as 10 or 7.5. Both may be given; never more than the ticket cost.
field-not-a-percent = Write a percentage from 0 to 100, such as 10 or 7.5.
