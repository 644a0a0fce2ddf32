import frappe
from frappe import _
from frappe.model.document import Document

from meeting_manager.adapters.site_time import current_minute, to_site_datetime

RESENDABLE = ("Sent", "Failed", "Skipped")


class MMMessage(Document):
	"""Who is told what about a booking, by which channel, and what came of it; notifications/ledger.py writes the rows."""

	@frappe.whitelist(methods=["POST"])
	def resend(self) -> None:
		"""Let it be written and sent anew, as if it were due now."""
		frappe.has_permission("MM Meeting Booking", "write", doc=self.booking, throw=True)
		state = frappe.db.get_value(self.doctype, self.name, "state", for_update=True)
		if state not in RESENDABLE:
			frappe.throw(_("This message is on its way already. Wait until it is sent, or has failed"))
		now = current_minute()
		self.db_set(
			{
				"state": "Due",
				"reason": None,
				"due_utc_minute": now,
				"due": to_site_datetime(now),
				"next_try_utc_minute": 0,
				"tries": 0,
				"email_queue": None,
				"sent_as": None,
				"in_digest": 0,
			}
		)


def on_doctype_update():
	"""The index behind each look at what is due, and at a booking's messages."""
	frappe.db.add_index("MM Message", ["state", "due_utc_minute"], "due_messages")
