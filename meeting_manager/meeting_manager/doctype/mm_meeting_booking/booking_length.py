"""How long one booking lasts: as its meeting type said when it was booked, or as staff have agreed since."""

import frappe
from frappe import _

from meeting_manager.adapters.fields import LONGEST_MEETING, validate_minutes
from meeting_manager.meeting_manager.doctype.mm_meeting_type.mm_meeting_type import SHORTEST_MEETING


def take_length(booking) -> None:
	"""Give a booking the length that `change_length` asks for."""
	length = booking.flags.pop("length", None)
	if length is not None:
		require_single(booking)
		booking.duration = length
		validate_minutes(booking, "duration", SHORTEST_MEETING, LONGEST_MEETING)


def require_single(booking) -> None:
	"""
	:raises ValidationError: it is a seat in a session, whose seats all last as long.
	"""
	if frappe.get_cached_value("MM Meeting Type", booking.meeting_type, "capacity") > 1:
		frappe.throw(_("Others may sit in this meeting. Change the duration of its meeting type"))
