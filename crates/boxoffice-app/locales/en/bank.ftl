## Bank transfers: how to pay, where to send it, what statements say.

transfer-title = Pay by bank transfer
transfer-note = Write nothing but the reference on the transfer: it is how your money finds your order.
transfer-holder = Account holder
transfer-iban = IBAN
transfer-bic = BIC
transfer-amount = Amount
transfer-reference = Reference
transfer-code = Code for banking apps
transfer-code-note = Or scan this code with your banking app; it fills in everything.
transfer-came = { $came } of { $total } has arrived. Transfer the rest, { $due }, with the same reference.

checkout-method-bank-transfer = Bank transfer
checkout-method-bank-transfer-hint = You get the account and a reference. We keep your places until { $time }; the money must be there by then.
order-state-bank-transfer = Waiting for your bank transfer
order-state-bank-transfer-note = Your places are kept until { $time }. Your tickets come by mail as soon as the money is there.
order-state-part-note = Not all of the money arrived in time. You get { $total } back.
order-refund-by-transfer = { $amount } is paid back to your bank account.

notice-pay-by-transfer-subject = Please transfer { $due }: { $title } ({ $order })
notice-pay-by-transfer-text = Transfer { $due } so that it arrives by { $by }. Your tickets come by mail as soon as the money is there.
notice-pay-by-transfer-note = Write nothing but the reference on the transfer. What is not paid by then goes back on sale.
notice-paid-in-part-subject = { $due } is still missing: { $title } ({ $order })
notice-paid-in-part-heading = Part of your money is here
notice-paid-in-part-text = { $came } of { $total } has arrived. Transfer the rest, { $due }, with the same reference so that it arrives by { $by }.
notice-not-paid-part-text = Not all of the money arrived in time, so the places are on sale again. You get { $refund } back.

bank-title = Bank transfers
bank-organizations = Organizations
bank-account-is = Buyers transfer to
bank-is-off = Switched off
bank-no-account = No bank account yet
bank-no-account-text = Buyers can pay by bank transfer once an owner has entered the account.
bank-enter-account = Enter the account
bank-bring-in = Bring in a bank statement
bank-file = Statement
bank-file-hint = CSV as your bank exports it, or CAMT.053. You see first what it would do.
bank-look = Look at it
bank-open = To be looked at
bank-none-open = Nothing. Every transfer has found its order.
bank-number = Order number
bank-assign = Pays for this order
bank-note = Note
bank-set-aside = Set aside
bank-order-total = costs { $total }
bank-order-due = owes { $due }
bank-refunds = To be paid back by hand
bank-no-refunds = Nothing.
bank-how = How
bank-done = Done
bank-refund-to = Transfer to { $iban } ({ $payer })
bank-refund-ask = Transfer; ask the buyer for the account
bank-refund-in-person = In person, at the box office
bank-statements = Statements so far
bank-notice-taken = { $exact ->
    [one] One order is paid.
   *[other] { $exact } orders are paid.
} { $open ->
    [0] Nothing is left to look at.
    [one] One transfer must be looked at.
   *[other] { $open } transfers must be looked at.
} { $known ->
    [0] { "" }
    [one] One entry had been taken before.
   *[other] { $known } entries had been taken before.
}
bank-notice-assigned = The transfer pays for that order.
bank-notice-aside = Set aside. The note is in the activity log.
bank-notice-paid-back = Noted: the buyer has the money back.

bank-statement-title = Statement { $name }
bank-look-lead = Nothing has happened yet. What matches exactly is taken when you say so; everything else waits for you to decide.
bank-take = { $count ->
    [0] Take it; nothing matches by itself
    [one] Take it: one order is paid
   *[other] Take it: { $count } orders are paid
}
bank-leave = Leave it
bank-back = To the bank transfers
bank-already-taken = This statement was taken already.
bank-no-lines = There is no money in this statement that came in.
bank-more-lines = { $count ->
    [one] One further line is not shown.
   *[other] { $count } further lines are not shown.
}
bank-passed-over = { $count ->
    [one] One line is passed over: money that went out, is not booked yet, or is of another currency.
   *[other] { $count } lines are passed over: money that went out, is not booked yet, or is of another currency.
}
bank-payer = From
bank-purpose = Text
bank-what = Result
bank-exact = Matches
bank-too-little = Too little
bank-too-much = Too much
bank-unknown = No order named
bank-ambiguous = Several orders named
bank-paid = Paid already
bank-over = Order is over
bank-known = Taken before

bank-account-title = Bank account of { $name }
bank-account-lead = Buyers may pay by transfer to this account. Their places are kept until the money must be there; you bring in your bank’s statements, and what matches is confirmed.
bank-bic-hint = Not needed inside of Europe.
bank-currency-hint = Bank transfer is offered for events in this currency.
bank-days-to-pay = Days to pay
bank-days-hint = At most { $days }. Banks take one working day, sometimes two.
bank-closes-before = Days before a performance at which it closes
bank-closes-hint = By then the money must be there, and it cannot be chosen any more.
bank-is-on = Buyers may choose it
bank-save = Save
money-bank-account = Bank account for transfers

report-bank = Bank
report-order-bank-transfer = Waits for a bank transfer
report-on-account = On the bank account
report-refund-by-transfer = { $amount } is to be paid back to the buyer by transfer.
report-came-so-far = { $came } of { $total } has come by transfer.
activity-payment-deposited = { $who } received part of the money of order { $what }
activity-bank-account-changed = { $who } changed the bank account for transfers
activity-bank-statement-taken = { $who } took the bank statement { $what }
activity-bank-entry-set-aside = { $who } set a transfer from { $what } aside

error-no-bank-transfer = This order cannot be paid by bank transfer any more. Choose another way to pay.
error-no-bank-account = Enter the bank account first.
error-statement-empty = The file is empty.
error-statement-too-large = The file is too large. Bring in a shorter period.
error-statement-too-long = The statement has too many entries. Bring in a shorter period.
error-statement-no-columns = No line of the file names a column with days and one with amounts. Export it as CSV with headings, or as CAMT.053.
error-statement-bad-line = Line { $line } has no readable day or amount.
error-statement-not-camt = This is not a bank statement in CAMT.053.
error-statement-bad-xml = This XML is broken, or declares things of its own. Ask your bank for a plain CAMT.053.
error-statement-other-account = This is a statement of another account.
error-no-such-transfer-order = There is no order with this number that is paid by bank transfer.
error-entry-decided = Somebody has decided about this transfer already.
error-entry-no-note = Write a note of at most 200 characters.
error-bad-holder = Write the account’s holder, in at most 120 characters.
error-bad-iban = This is not an IBAN: a letter or digit is missing, or two are exchanged.
error-bad-bic = This is not a BIC. It has eight or eleven letters and digits.
error-bad-days = Give between 1 and { $days } days to pay.
error-bad-closing = It closes between 0 and 60 days before a performance.
error-bad-currency = Write the currency as three letters, such as EUR.

## How the box office was paid.

report-taken-how = How was it paid?
report-taken-cash = Cash
report-taken-card = Card terminal
report-taken-other = Other
report-taken-as = Paid at the box office: { $way }
report-comp-because = Given away by the organizer: { $reason }

## Tickets that are given away.

comps-title = Give tickets away: { $event }
comps-lead = These tickets cost nothing and are counted apart from what is sold. Sale windows do not matter.
comps-places-hint = At most 20. Numbered seats are the best that are free.
comps-email-hint = The tickets go to this address.
comps-reason-hint = Such as press, artist’s guests, raffle. Stays with the order.
comps-give = Give tickets away
comps-leave = Leave it
comps-given = Given away. The tickets are on their way.
error-comp-no-reason = Give a reason in at most 200 characters.
error-comp-bad-quantity = Give away between 1 and { $max } tickets at once.

## The box office statement, and spreadsheets.

statement-title = Box office statement
statement-made = Made on { $time }
statement-tickets = Tickets
statement-sold = Sold
statement-comps = Given away
statement-back = Given back
statement-back-value = Value given back
statement-in-all = In all
statement-methods = How they were paid
statement-method = Way to pay
statement-number = Tickets
statement-gateway = Online
statement-free = Free
statement-money = Money
report-statement = Box office statement as PDF
report-export-sheet = Download as spreadsheet
error-sheet-too-long = This list has more than { $max } rows. Download it as CSV.
report-given-away = { $count ->
    [one] one ticket given away
   *[other] { $count } tickets given away
}
