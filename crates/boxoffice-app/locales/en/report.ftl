## The organizer's office: figures, registrations, orders, the log.

report-office = Office
report-overview = Overview
report-events = Events
report-venues = Venues
report-activity = Activity
report-team = Team
report-figures = Figures
report-registrations = Registrations
report-orders = Orders
report-edit = Details
report-sale = Sale
report-all-events = All events
report-next-events = Next events
report-checked-in = Checked in
report-revenue = Revenue
report-revenue-note = Fees included, refunds taken off
report-first-steps = First steps of { $name }
report-steps-done = { $done } of { $all } done
report-done = Done:
report-to-do = To do:
report-step-details = Say who you are: imprint, terms and privacy
report-step-event = Make your first event
report-step-types = Offer ticket types
report-step-publish = Publish an event
report-step-sold = Buy a ticket yourself, to see that payment and mail work
report-step-team = Invite your team
report-no-next = Nothing is coming up
report-no-next-text = Published events that are not over appear here with live figures.
report-utilisation = { $percent } of the places are sold: { $sold } of { $capacity }
report-curve = Sales over time
report-finding = { $count ->
    [one] One ticket sold, on { $from }.
   *[other] { $count } tickets sold since { $from }; the most at once, { $most }, on { $best }.
}
report-curve-top = { $count ->
    [one] One ticket
   *[other] { $count } tickets
}
report-curve-table = Show the numbers
report-sold-then = Sold
report-sold-so-far = Sold so far
report-revenue-so-far = Revenue so far
report-no-sales = Nothing has been sold yet.
report-by-type = By ticket type
report-activity-of-event = Everything that happened around this event
report-find = Search and filter
report-words = Name, e-mail or order number
report-search = Search
report-all-states = All
report-all-types = All
report-valid = Valid
report-used = Checked in
report-void = Void
report-export = Download as CSV
report-none-found = Nobody found
report-none-found-text = Try fewer words, or another state.
report-show-all = Show all
report-holder = Attendee
report-email = E-mail
report-order = Order
report-place = Place
report-places = Places
report-paid = Price
report-issued-at = Issued
report-used-at = Checked in at
report-ordered-at = Ordered
report-order-box-office = To be paid at the box office
report-order-pending = Not paid yet
report-order-confirmed = Confirmed
report-order-cancelled = Cancelled
report-order-expired = Not paid in time
report-take-payment = { $total } received, issue the tickets
report-cancel-back = { $amount } goes back to the buyer, in the way they paid.
report-cancel-places = { $count ->
    [one] Its ticket stops being valid at once and the place goes back on sale. The buyer is told by mail.
   *[other] Its { $count } tickets stop being valid at once and the places go back on sale. The buyer is told by mail.
}
report-reason = Reason
report-reason-hint = Stays in the activity log.
report-reason-missing = Give a reason in at most 200 characters.
report-notice-mailed = The mail is sent again.
report-notice-paid = Paid. The tickets are issued and on their way.
report-notice-cancelled = The order is cancelled.
report-notice-ending = A payment is open. The gateway is asked to end it; then the order is cancelled.
report-refund-wanted = { $amount } goes back to the buyer.
report-refund-done = { $amount } has gone back to the buyer.
report-refund-failed = The refund of { $amount } has failed. Pay it back another way.
report-activity-lead = Who did what, when and from where. Nobody can change these entries.
report-to-event = To the event
report-no-activity = Nothing has happened yet
report-no-activity-text = Every change of events, orders and teams appears here.
report-what = What happened
report-from-where = From

## One sentence per entry of the activity log.

activity-by-buyer = The buyer
activity-by-gateway = The payment gateway
activity-by-system = Boxoffice itself
activity-by-command = An operator at the command line
activity-unnamed = { $who }: { $what }
activity-event-created = { $who } made the event { $what }
activity-event-edited = { $who } edited { $what }
activity-event-published = { $who } published { $what }
activity-event-unpublished = { $who } took { $what } out of the shop
activity-event-cancelled = { $who } cancelled the event { $what }
activity-event-deleted = { $who } deleted the event { $what }
activity-event-image-changed = { $who } changed the picture of { $what }
activity-performance-added = { $who } added a performance of { $what }
activity-performance-rescheduled = { $who } rescheduled a performance of { $what }
activity-performance-postponed = { $who } postponed a performance of { $what }
activity-performance-cancelled = { $who } cancelled a performance of { $what }
activity-places-added = { $who } added places to { $what }
activity-capacity-changed = { $who } changed the capacity of { $what }
activity-ticket-type-added = { $who } added the ticket type { $what }
activity-ticket-type-edited = { $who } changed the ticket type { $what }
activity-ticket-type-removed = { $who } removed the ticket type { $what }
activity-quota-added = { $who } added the quota { $what }
activity-quota-edited = { $who } changed the quota { $what }
activity-quota-removed = { $who } removed the quota { $what }
activity-venue-created = { $who } added the venue { $what }
activity-venue-edited = { $who } changed the venue { $what }
activity-organization-created = { $who } made the organization { $what }
activity-organization-texts-changed = { $who } changed the organization’s texts
activity-member-added = { $who } took { $what } into the team
activity-member-changed = { $who } gave { $what } another role
activity-member-removed = { $who } took { $what } out of the team
activity-order-placed = { $who } placed order { $what }
activity-order-confirmed = { $who } confirmed order { $what }; its tickets were issued
activity-order-cancelled = { $who } cancelled order { $what }
activity-order-expired = { $who } ended order { $what }: it was not paid in time
activity-order-retaken = { $who } took the places of order { $what } again: its payment came late
activity-order-mailed-again = { $who } sent the mail of order { $what } again
activity-payment-captured = { $who } received the money of order { $what }
activity-payment-declined = { $who } declined a payment of order { $what }
activity-payment-mismatched = { $who } reported another amount than order { $what } owes
activity-refund-wanted = { $who } started a refund of order { $what }
activity-refund-done = { $who } paid the refund of order { $what } out
activity-refund-failed = { $who } could not refund order { $what }
activity-ticket-scanned = { $who } scanned a ticket of order { $what }
activity-scan-refused = { $who } scanned something that is not a valid ticket
