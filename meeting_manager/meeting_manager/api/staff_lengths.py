"""How staff make one booking longer or shorter: by the lower edge of its event in a calendar."""

import frappe

from meeting_manager.meeting_manager.api.staff_answers import describe_booking, describe_move
from meeting_manager.meeting_manager.api.staff_bookings import (
	lock_booking,
	read_booking,
	read_note,
)
from meeting_manager.meeting_manager.doctype.mm_meeting_booking import staff_lengths
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.staff_refusals import require_move


@frappe.whitelist(methods=["GET", "POST"])
def check_staff_length(booking: str = "", minutes: int = 0) -> dict:
	"""What is in the way of another length, as `check_staff_move` tells it; nothing is written.

	:param minutes: from the same start, with the same members.
	"""
	return {**describe_move(staff_lengths.judge(read_booking(booking), minutes)), "minutes": minutes}


@frappe.whitelist(methods=["POST"])
def change_length_as_staff(
	booking: str = "",
	minutes: int = 0,
	reason: str = "",
	override_reason: str = "",
	calendar_sequence: int = -1,
) -> dict:
	"""Let a booking end earlier or later; as `move_as_staff` otherwise."""
	doc = lock_booking(booking, calendar_sequence)
	change = staff_lengths.judge(doc, minutes)
	waiver = require_move(change, read_note(override_reason, "override_reason"))
	staff_lengths.carry_out(change, read_note(reason, "reason"), waiver)
	return describe_booking(doc)
