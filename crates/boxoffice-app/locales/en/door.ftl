## The door: choosing an event and reading tickets.

door-title = Door
door-choose = Which event are you letting people in to?
door-no-events = No event to scan for
door-no-events-text = Published events of your organizations show here until a day after they end.
door-counts = { $in } of { $sold } are in
door-code = Code or ticket number
door-code-hint = Scan the code, or type the ticket number that stands below it.
door-scan = Check
door-gate = Gate
door-gate-hint = Where you stand. It is shown when a ticket is scanned again.
door-other-event = Another event
door-valid = Valid
door-valid-text = Let them in.
door-used = Used
door-used-at = Let in before, on { $at }.
door-used-at-gate = Let in before, on { $at }, at { $gate }.
door-invalid = Invalid
door-invalid-unknown = This is not a ticket of this shop.
door-invalid-forged = This code was not issued by this shop.
door-invalid-void = This ticket was cancelled.
door-invalid-other-event = This ticket is for another event.
door-unchecked = Not checked
door-unchecked-text = There was no answer. Scan again.
