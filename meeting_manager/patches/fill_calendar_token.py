"""Let the bookings of an older site be fetched as calendar files."""

import frappe

from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_tokens import (
	CALENDAR,
	derive_token,
	digest,
)

BOOKING = "MM Meeting Booking"


def execute():
	without = {"calendar_token_digest": ["is", "not set"], "token_nonce": ["is", "set"]}
	for booking in frappe.get_all(BOOKING, without, ["name", "token_nonce"], order_by="name asc"):
		found_by = digest(derive_token(booking.name, CALENDAR, booking.token_nonce))
		frappe.db.set_value(BOOKING, booking.name, "calendar_token_digest", found_by, update_modified=False)
