## Where an organization's money goes.

money-title = Where the money goes
money-lead = Each organization can take payments through its own account at Stripe, or through the one of this installation.
money-title-of = Where the money of { $name } goes
money-organization = Organization
money-goes-to = Payments go to
money-goes-to-own = Your own account { $account } at Stripe
money-goes-to-connected = Your account { $account } at Stripe, less a fee of { $fee } for this installation
money-goes-to-installation = The account of this installation
money-goes-nowhere = Nowhere yet: tickets with a price cannot be sold
money-done = Saved. New payments go there from now on; earlier ones are refunded where they were paid.
money-no-account = This organization has no account of its own yet.
money-owners-only = Only an owner of the organization can change this.
money-enter-keys = Connect your own account
money-change-keys = Change the keys
money-step-endpoint = At Stripe, under Developers, add an endpoint for events with this address:
money-step-events = Have it listen to these events:
money-step-keys = Enter a secret key of the account and the signing secret of the endpoint. Both are kept encrypted and never shown again.
money-secret-key = Secret key
money-secret-key-hint = Begins with sk_ or rk_.
money-webhook-secret = Signing secret
money-webhook-secret-hint = Begins with whsec_. While you replace it, enter the old and the new one with a blank between them.
money-save = Check and save
money-remove = Stop using this account
money-remove-text = New payments will go through the account of this installation, if it has one. Refunds of earlier payments still use this account.
