## Mails about orders.

notice-greeting = Hello { $name },
notice-order-button = See your order and tickets
notice-order-number = Order
notice-total = Total
notice-refund = Money back
notice-free = Free
notice-closing =
    Questions? Write to { $organization }: { $contact }

notice-confirmed-subject = Your tickets: { $title } ({ $order })
notice-confirmed-heading = You are going!
notice-confirmed-text = { $count ->
    [one] Your order is confirmed. Your ticket is attached as a PDF, and the date as a calendar file.
   *[other] Your order is confirmed. Your { $count } tickets are attached as a PDF, and the date as a calendar file.
}
notice-confirmed-undated-text = { $count ->
    [one] Your order is confirmed. Your ticket is attached as a PDF. The date will be announced.
   *[other] Your order is confirmed. Your { $count } tickets are attached as a PDF. The date will be announced.
}
notice-confirmed-note = Show the code at the door, on paper or on your phone. Each code lets one person in once, so share it only with whoever comes with you.

notice-pay-at-box-office-subject = Places kept: { $title } ({ $order })
notice-pay-at-box-office-heading = Your places are kept
notice-pay-at-box-office-text = Pay { $total } at the box office by { $by }. You get your tickets there, and by mail.
notice-pay-at-box-office-note = What is not paid by then goes back on sale.

notice-cancelled-subject = Order cancelled: { $title } ({ $order })
notice-cancelled-heading = Your order is cancelled
notice-cancelled-text = Its tickets no longer let anybody in. If you paid, a separate mail follows when your money is on its way back.
notice-cancelled-event-text = The organizer has cancelled this event. Your tickets are void; what you paid goes back the way it came, and a separate mail says when.

notice-reduced-subject = Tickets given back: { $title } ({ $order })
notice-reduced-heading = Your order has become smaller
notice-reduced-text = Some of its tickets were given back and no longer let anybody in. { $count ->
    [one] This one stays yours:
   *[other] These stay yours:
}
notice-reduced-note = If money goes back to you, a separate mail follows when it is on its way.

notice-late-refund-subject = Payment came too late: { $title } ({ $order })
notice-late-refund-heading = Your money goes back
notice-late-refund-text = Your payment of { $total } reached us after your places had gone back on sale, and they could not be taken again. You get all of it back, the way you paid.
notice-late-refund-note = We are sorry. You owe nothing, and there is nothing for you to do.

notice-refunded-subject = Money back: { $title } ({ $order })
notice-refunded-heading = Your money is on its way back
notice-refunded-text = { $refund } goes back the way you paid. Depending on your bank it takes a few days to arrive.

notice-not-paid-subject = Not paid in time: { $title } ({ $order })
notice-not-paid-heading = Your order was not paid in time
notice-not-paid-text = Nothing was charged, and the places are on sale again. If you still want to come, your order’s page tries to get them back for you.
