## Imprint, terms, privacy: the pages and their editor.

legal-of = { $text }: { $name }
legal-imprint-silent = The operator of this installation has not written an imprint yet.
legal-terms-silent = This installation has no terms of its own. The terms of an organizer stand with its events, and you accept them when you buy.
legal-privacy-silent = The operator of this installation has not written a privacy notice yet. This is what the program itself keeps.
legal-organizer-silent = This organizer has not written this text yet.
legal-privacy-kept-title = What is kept
legal-privacy-kept-order = With an order: your name, your e-mail address, what you bought, and what you paid. The card number goes to the payment provider and never here.
legal-privacy-kept-account = With an account: your name, your e-mail address, a hash of your password, and where you are signed in.
legal-privacy-kept-cookies = Two cookies that the shop needs: one for your session, one for your cart. None for advertising, none from others.
legal-privacy-kept-log = A log of changes and scans with the address they came from, so that mistakes and abuse can be followed up.
legal-privacy-kept-not = Nothing is loaded from other websites, and nothing is measured about you.
legal-edit-title = Legal texts
legal-edit-title-of = Legal texts of { $name }
legal-edit-lead = You are editing the texts in { $language }. They may use Markdown.
legal-edit-imprint-hint = Who is responsible: name, address, how to reach you.
legal-edit-terms-hint = What buyers agree to. Without a text, nobody is asked to accept one.
legal-edit-privacy-hint = What happens to personal data, how long, and whom to ask.
legal-edit-save = Save texts
error-legal-text-too-long = At most 60,000 characters.
