## Words of the components.

ui-breadcrumb = You are here
ui-pages = Pages
ui-previous = Previous
ui-next = Next
ui-close = Close
ui-optional = (optional)
ui-fewer = Fewer
ui-more = More
ui-countdown = Held for you: { "{time}" }
ui-countdown-over = The time is over
ui-confirm-by-typing = To confirm, type “{ $word }”
ui-seat-taken = Taken
ui-seat-chosen = Your choice
