## The outbox of demo and test mode.

outbox-title = Outbox
outbox-lead = In test mode no mail leaves this program. What would have been sent is here.
outbox-filter = Sent to
outbox-filter-button = Show
outbox-empty = No mail yet
outbox-empty-text = Register, buy or cancel something, and come back.
outbox-when = When (UTC)
outbox-to = To
outbox-subject = Subject
outbox-back = All mails
outbox-html = Open the HTML part
outbox-files = Attached
outbox-links = Links
outbox-text = Text part
