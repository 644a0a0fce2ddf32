"""What was still to be told of a booking that is deleted."""

import frappe
from frappe import _

from meeting_manager.notifications.ledger import DUE, MESSAGE, SKIPPED


def skip_what_is_due(booking, method: str | None = None) -> None:
	"""In the transaction that deletes it."""
	still_due = {"booking": booking.name, "state": DUE}
	frappe.db.set_value(MESSAGE, still_due, {"state": SKIPPED, "reason": _("The booking was deleted")})
