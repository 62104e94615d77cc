## The event page and choosing places.
shop-when = When
shop-where = Where
shop-doors = Doors { $time }
shop-own-time = { "{time}" } your time
shop-date-unknown = The date is to be announced
shop-map = Show on a map
shop-online = Online
shop-calendar = Add to calendar
shop-organizer = By { $name }
shop-about = About this event
shop-good-to-know = Good to know
shop-age = Age
shop-access = Access
shop-refunds = Cancelling
shop-refund-none = Orders cannot be cancelled by the buyer. If the event is cancelled, you get your money back.
shop-box-office = You can also pay at the box office.
shop-from = from { $price }
shop-free = Free
shop-total-note = All prices are totals: every fee is included.
shop-fee-included = { $price } ticket + { $fee } service fee
shop-tickets = Tickets
shop-performances = Dates
shop-choose = Choose tickets
shop-choose-seats = Choose seats
shop-seats-in = { $area }: { $count ->
    [one] one seat free
   *[other] { $count } seats free
}
shop-left = { $count ->
    [0] None left
    [one] One left
   *[other] { $count } left
}
shop-low = { $count ->
    [one] Only one left
   *[other] Only { $count } left
}
shop-quantity = How many: { $name }
shop-hold = Hold tickets
shop-hold-seats = Hold seats
shop-hold-note = { $minutes ->
    [0] We keep them for you for { $seconds } seconds.
    [one] We keep them for you for one minute.
   *[other] We keep them for you for { $minutes } minutes.
}
shop-bar-none = Choose your tickets
shop-bar-one = { "{count}" } ticket · { "{total}" } total
shop-bar-other = { "{count}" } tickets · { "{total}" } total
shop-back-to-event = Back to the event
shop-sale-opens = On sale from { $time }
shop-sale-closed = Sales are over

## The states an event can be in for buyers.
shop-state-full = Sold out
shop-state-full-note = Every place is taken. If an order is cancelled or runs out, its places appear here again.
shop-state-all-held = All places are being held
shop-state-all-held-note = Somebody is buying the last places right now. What they do not take may return within { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}.
shop-state-not-yet = Not yet on sale
shop-state-not-yet-note = Sales open on { $time }.
shop-state-ended = Sales are over
shop-state-ended-note = This event has begun or is over.
shop-state-cancelled = Cancelled
shop-state-cancelled-note = This event will not take place. Whoever has paid gets the money back without asking.
shop-state-postponed = Postponed
shop-state-postponed-note = A new date will be announced. Tickets stay valid for it.
shop-state-open = On sale

## Choosing seats from a list.
shop-seats-title = Choose seats: { $area }
shop-seats-section = Section
shop-seats-rows = Rows { $from } to { $to }
shop-seats-rows-nav = Rows
shop-seats-row = Row { $row }
shop-seats-label = Row { $row }, seat { $seat }, { $area }, { $price }
shop-seats-none-free = No seat in these rows is free right now.
shop-seats-type = Which ticket
shop-seats-hint = Tick the seats that you want. Those with a × are taken; rows without a free seat are left out.
shop-refund-days = You can cancel your order yourself up to { $count ->
    [one] one day
   *[other] { $count } days
} before the start and get your money back.
shop-refund-hours = You can cancel your order yourself up to { $count ->
    [0] the start
    [one] one hour before the start
   *[other] { $count } hours before the start
} and get your money back.
shop-web = Website of the event
shop-refund-part = The organizer keeps { $percent } % of the price.
shop-refund-fixed = The organizer keeps { $amount } per ticket.
shop-refund-both = The organizer keeps { $percent } % of the price and { $amount } per ticket.
