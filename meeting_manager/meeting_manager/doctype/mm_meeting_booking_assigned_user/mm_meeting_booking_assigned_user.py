import frappe

from meeting_manager.meeting_manager.doctype.child_row import ChildRow


class MMMeetingBookingAssignedUser(ChildRow):
	pass


REST_OF_TIME = ("end_utc_minute", "is_blocking", "buffer_before", "buffer_after")
"""With these a search reads the index alone."""


def on_doctype_update():
	"""The indexes behind every look at what a member has booked, and at when a member was last given a booking."""
	doctype = "MM Meeting Booking Assigned User"
	frappe.db.add_index(doctype, ["member", "is_blocking", "start_utc_minute", "end_utc_minute"], "held_time")
	frappe.db.add_index(doctype, ["member", "is_counted", "start_utc_minute", *REST_OF_TIME], "counted_time")
	frappe.db.add_index(doctype, ["meeting_type", "is_counted", "start_utc_minute"], "sessions_of_type")
	frappe.db.add_index(doctype, ["member", "creation"], "newest_of_member")
