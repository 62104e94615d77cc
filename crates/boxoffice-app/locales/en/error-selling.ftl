## Why places were not held, an order not placed or not cancelled.

error-nothing-wanted = Choose at least one ticket.
error-not-published = This event is not on sale.
error-cancelled = This performance was cancelled.
error-postponed = This performance was postponed; no tickets are sold until the new date is known.
error-ended = This performance is over.
error-no-such-ticket-type = This ticket type is no longer sold.
error-not-on-sale = Sales open on { $time }.
error-sale-closed = The sale of these tickets has closed.
error-over-order-limit = At most { $max } of these tickets fit into one order.
error-no-such-place = One of these places does not exist here.
error-choose-seats = Choose the seats in { $area }.
error-seat-taken = Somebody was faster: { $seat } is taken. Choose another one; your other choices are still there.
error-full = { $left ->
    [0] Sold out. Nothing was held.
    [one] Only one place is left. Nothing was held.
   *[other] Only { $left } places are left. Nothing was held.
}
error-all-held = { $left ->
    [0] Others hold the last tickets at the moment. Some may come back within minutes.
    [one] One place can be had right now, others are being held. Nothing was held.
   *[other] { $left } places can be had right now, others are being held. Nothing was held.
}
error-no-such-performance = There is no such performance.
error-cart-full = Your cart is full. Check out first, then come back for more.
error-cart-mixed = Your cart has tickets of several organizers. Check them out one after the other.
error-nothing-expired = Your places are still held; there is nothing to take again.
error-hold-expired = The time is over and your places are free again. Take them again with one tap.
error-hold-released = These places were given back.
error-hold-in-order = These places already belong to an order.
error-no-more-time = The time cannot be extended again.
error-no-such-cart = This cart is no longer here.
error-off-sale = A performance in your cart is no longer on sale.
error-terms-not-accepted = Accept the organizer's terms to go on.
error-no-box-office = This event cannot be paid at the box office. Choose another way to pay.
error-price-changed = The price has changed from { $old } to { $new }. Look at the new total and accept it.
error-gateway-unavailable = Paying does not work right now. Your places are kept; try again in a moment.
error-busy = We are very busy right now. Nothing was changed; try again in a few seconds.
error-bad-name = Write your name, in at most 120 characters.
error-bad-email = Write the e-mail address like ada@example.org.
error-no-such-order = There is no such order.
error-order-not-waiting = This order does not wait for a payment.
error-order-ended = This order has already ended.
error-too-late-to-cancel = It is too late to cancel this order yourself. Write to the organizer.
error-ticket-used = A ticket of this order was already used at the door.
error-not-waiting-for-box-office = This order does not wait for a payment at the box office.
error-nothing-to-give-back = This order has no tickets to give back.
error-no-such-ticket = One of these is not a valid ticket of this order.
error-payment-disputed = The buyer’s bank disputes this payment. Nothing can be given back until it has decided.
error-more-than-left = Only { $left } is left to give back.
error-no-amount = An amount must be above zero.
error-no-such-refund = There is no such refund.
error-refund-not-failed = This refund has not failed, or is tried again already.
error-refund-not-in-person = This refund is not one that the box office pays out.
error-not-a-day = Write the day as 2027-03-31.
error-no-reference = Write what stands on the bank statement, in at most 120 characters.
error-more-than-due = Only { $due } was earned and not paid out yet.
