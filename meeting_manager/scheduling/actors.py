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

CUSTOMERS = (CUSTOMER_LINK, CUSTOMER_ACCOUNT)
HOUSE = (STAFF, IMPORT, CONSOLE)
"""People who act for the department: in the Desk, by an import, or as an operator."""
ACTORS = (*CUSTOMERS, STAFF, SYSTEM, IMPORT, CONSOLE)
