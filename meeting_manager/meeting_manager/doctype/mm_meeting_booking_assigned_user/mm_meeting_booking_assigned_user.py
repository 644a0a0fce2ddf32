import frappe
from frappe.model.document import Document


class MMMeetingBookingAssignedUser(Document):
	pass


def on_doctype_update():
	"""The index behind every look at what a member has booked."""
	frappe.db.add_index(
		"MM Meeting Booking Assigned User",
		["member", "is_blocking", "start_utc_minute", "end_utc_minute"],
		"held_time",
	)
