"""As what somebody changes a booking."""

CUSTOMER_LINK = "customer (link)"
"""Without a login: on a booking page, or from the link of a mail."""
CUSTOMER_ACCOUNT = "customer (account)"
"""Signed in, without a role of the staff."""
STAFF = "staff"
SYSTEM = "system"
"""By itself: a job of the scheduler or of a queue, or an update of the site."""
IMPORT = "import"
CONSOLE = "console"

ACTORS = (CUSTOMER_LINK, CUSTOMER_ACCOUNT, STAFF, SYSTEM, IMPORT, CONSOLE)
