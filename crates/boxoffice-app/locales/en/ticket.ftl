## What stands on a printed ticket.

ticket-document = Tickets: { $title } ({ $order })
ticket-when = Date and time
ticket-doors = Doors open at { $time }
ticket-date-open = The date will be announced
ticket-postponed = Postponed; the new date will be announced
ticket-where = Venue
ticket-online = Online
ticket-place = Your place
ticket-holder = Admits
ticket-type = Ticket
ticket-price = Price
ticket-free = Free
ticket-fee-included = including { $fee } fee
ticket-order = Order
ticket-place-seat = { $area }, row { $row }, seat { $seat }
ticket-by-hand = Ticket number, if the code cannot be read
ticket-once = This ticket admits one person once. Whoever shows the code first is let in, so share it with nobody.
ticket-by = Organizer: { $organization }
ticket-terms = Terms
ticket-page = Order { $order }, ticket { $page } of { $pages }

error-link-expired = This link has expired
error-link-expired-help = Download links work for an hour. Open your order again and take a new one.
error-link-invalid = This link is not valid
error-no-tickets = This order has no valid tickets
