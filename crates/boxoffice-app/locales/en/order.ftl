## The order page.
order-title = Order { $number }
order-state-pending = Waiting for your payment
order-state-pending-note = Your places are kept until { $time }.
order-state-paying = Your payment is being confirmed
order-state-paying-note = This takes a moment. The page looks again by itself; you may close it, the tickets come by mail.
order-state-box-office = To be paid at the box office
order-state-box-office-note = Pay { $total } at the box office before { $time }. Name the order number.
order-state-confirmed = You are in. Here are your tickets.
order-state-confirmed-note = We have sent them to { $email }.
order-state-expired = This order was not paid in time
order-state-expired-note = Nothing was charged. The places have gone back on sale.
order-state-cancelled = This order was cancelled
order-state-cancelled-note = Its tickets are no longer valid.
order-failed = The payment did not go through
order-failed-note = Nothing was charged and your places are still kept. Try again, or use another card.
order-pay = Pay now
order-pay-again = Try the payment again
order-reopen = Change the cart
order-reopen-refused = The payment could not be ended just now, so the cart cannot be changed yet. Your places are still kept. Try again in a moment.
order-refund-wanted = { $amount } goes back to you. This can take a few days.
order-refund-done = { $amount } has gone back to you.
order-refund-failed = The refund of { $amount } has not worked yet. The organizer has been told.
order-tickets = Tickets
order-ticket-open = Show ticket
order-ticket-used = Used { $time }
order-ticket-void = No longer valid
order-pdf = Tickets as PDF
order-calendar = Add to calendar
order-resend = Send the mail again
order-resent = Sent again to { $email }.
order-for = For { $name }
order-buyer = Buyer
order-timeline = What has happened
order-again = Get places again
order-keep-link = Keep this link: it is your way back to the tickets.
order-step-ordered = Ordered
order-step-paid = Paid
order-step-confirmed = Confirmed, tickets issued
order-step-expired = Not paid in time
order-step-cancelled = Cancelled
order-step-refund-wanted = Refund started
order-step-refund-done = Refund paid out
order-step-checked-in = Let in

## Cancelling one's own order.
order-cancel = Cancel this order
order-cancel-title = Cancel order { $number }?
order-cancel-back = You get { $amount } back, in the way you paid.
order-cancel-free = Nothing was paid, so no money goes back.
order-cancel-tickets = Its tickets stop being valid at once, and the places go back on sale.
order-cancel-until = You can do this until { $time }.
order-cancel-confirm = Yes, cancel the order
order-cancel-keep = Keep the order
order-cancel-refused = This order cannot be cancelled any more

## A ticket.
pass-title = Ticket for { $event }
pass-show = Show this at the door
pass-bright = Turn the brightness of your screen up.
pass-holder = Name
pass-place = Place
pass-standing = { $area }, no numbered seat
pass-doors = Doors
pass-type = Ticket
pass-used = This ticket has been used
pass-used-note = Let in { $time } at { $gate }.
pass-void = This ticket is no longer valid
pass-void-note = Its order was cancelled.
pass-to-order = Back to the order
pass-next = Next ticket
pass-previous = Previous ticket
pass-code = Code in letters
pass-qr = QR code of this ticket

## My orders and tickets.
mine-title = My orders and tickets
mine-upcoming = Upcoming
mine-empty = Nothing yet
mine-empty-note = Orders that you make while you are signed in, or with your confirmed e-mail address, appear here.
mine-ordered = Ordered on { $time }
mine-state-pending = Not paid yet
mine-state-confirmed = Confirmed
mine-state-cancelled = Cancelled
mine-state-expired = Expired
mine-tickets = { $count ->
    [one] one ticket
   *[other] { $count } tickets
}
mine-history = Registration history
mine-open = Open
order-state-late-note = Your payment arrived after the places had gone to others. You get { $total } back in full.

## Where an order's money stands.
order-money-free = Free
order-money-paying = Waiting for the money
order-money-unknown = Payment unclear
order-money-unpaid = Not paid
order-money-paid = Paid
order-money-overpaid = Paid twice
order-money-late = Paid too late
order-money-disputed = Disputed by the bank
order-money-partly-refunded = Refunded in part
order-money-refunded = Refunded
order-note-unknown = The payment service has not answered yet. Do not pay again; this page looks by itself.
order-note-overpaid = You paid twice. The second payment goes back to you by itself.
order-note-disputed = Your bank has disputed this payment. Until it has decided, no money moves here.
order-refund-in-person = { $amount } waits for you at the box office.
order-ticket-back = { $amount } goes back
order-cancel-kept = The organizer keeps { $amount }.
order-cancel-which = Which tickets do you give back?
order-cancel-choose = Choose at least one ticket.
