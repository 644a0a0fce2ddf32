"""What is seen of bookings that were changed together."""

import frappe

BOOKING, MESSAGE, OPERATION = "MM Meeting Booking", "MM Message", "MM Operation"
ADA, BEN, CLEO = "ada.test@example.com", "ben.test@example.com", "cleo.test@example.com"


def names(bookings):
	return [booking.name for booking in bookings]


def state(booking):
	return frappe.get_doc(BOOKING, booking.name)


def states(bookings):
	return [
		(current.status, current.start_utc_minute - booking.start_utc_minute, current.members)
		for booking, current in ((booking, state(booking)) for booking in bookings)
	]


def told(bookings, **filters):
	"""Besides reminders, of the last change."""
	filters = {
		"booking": ["in", names(bookings)],
		"occasion": ["!=", "Reminder"],
		"state": ["!=", "Sent"],
		**filters,
	}
	return frappe.get_all(MESSAGE, filters, ["*"], order_by="creation asc, name asc")


def snapshot(bookings):
	fields = [
		"status",
		"start_utc_minute",
		"token_nonce",
		"calendar_sequence",
		"reschedule_count",
		"modified",
	]
	rows = frappe.get_all(BOOKING, {"name": ["in", names(bookings)]}, fields, order_by="name asc")
	counts = [
		frappe.db.count(doctype) for doctype in (MESSAGE, OPERATION, "MM Booking History", "MM Time Claim")
	]
	return rows, counts
