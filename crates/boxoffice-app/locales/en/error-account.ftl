## Why something about an account was refused.

error-not-an-email = Write the e-mail address like name@example.org.
error-weak-password = This password is too weak.
error-password-too-short = The password needs at least 8 characters.
error-password-no-upper-case = The password needs an upper-case letter.
error-password-no-number = The password needs a number.
error-password-no-symbol = The password needs a symbol such as ! or ?.
error-password-too-long = The password may have at most 256 bytes.
error-wrong-login = E-mail or password is wrong.
error-wrong-password = This password is wrong.
error-link-over = This link was used already or is too old. Ask for a new one.
error-account-exists = There is an account with this address already.
error-wrong-setup-code = This is not the code that the terminal shows.
error-not-confirmed = Confirm your e-mail address first.
error-too-many-organizations = One account may own at most { $max } organizations.
error-not-owner = Only an owner may change the team.
error-no-such-account = Nobody with this address has a confirmed account. Ask them to register first.
error-already-member = This person is in the team already.
error-team-full = A team has at most { $max } members.
error-last-owner = An organization needs an owner. Make somebody else owner first.
error-operator-stays = An operator's account is closed by another operator.
error-field-missing = This is required.
error-field-too-long = At most { $max } characters.
