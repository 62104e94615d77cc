## What stands on every page: bars, banner, footer.

shell-skip-to-content = Skip to content
shell-home = to the start page
shell-search = Search
shell-search-label = Search events
shell-search-placeholder = Artist, event, city
shell-my-tickets = My tickets
shell-office = Office
shell-door = Door
shell-operator = Operator
shell-operator-payments = Money to look at
shell-sign-in = Sign in
shell-sign-out = Sign out
shell-account = Account
shell-menu = Menu
shell-language = Language
shell-cart = Cart
shell-cart-count = { $count ->
    [one] { $count } ticket in your cart
   *[other] { $count } tickets in your cart
}
shell-footer = About this shop
shell-imprint = Imprint
shell-terms = Terms
shell-privacy = Privacy
shell-outbox = Outbox
shell-styleguide = Style guide
shell-test-mode = Test mode
shell-test-mode-text = Nothing here is sold, charged or sent. Play as you like.
