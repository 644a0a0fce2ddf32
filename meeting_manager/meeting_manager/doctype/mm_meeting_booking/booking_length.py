"""How long one booking lasts: as its meeting type said when it was booked, or as staff have agreed since."""

import frappe
from frappe import _

from meeting_manager.adapters.fields import LONGEST_MEETING
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_terms import meeting_type_of
from meeting_manager.meeting_manager.doctype.mm_meeting_type.mm_meeting_type import SHORTEST_MEETING
from meeting_manager.scheduling.zones import QUANTUM


def take_length(booking) -> None:
	"""Give a booking the length that `change_length` asks for."""
	length = booking.flags.pop("length", None)
	if length is not None:
		require_length(booking, length)
		booking.duration = length


def require_length(booking, minutes: int) -> None:
	"""
	:raises ValidationError: no meeting is as long, or it is a seat in a session, whose seats all last as long.
	"""
	if not SHORTEST_MEETING <= minutes <= LONGEST_MEETING or minutes % QUANTUM:
		frappe.throw(
			_("A meeting takes {0} to {1} minutes, a multiple of {2}").format(
				SHORTEST_MEETING, LONGEST_MEETING, QUANTUM
			)
		)
	if meeting_type_of(booking).capacity > 1:
		frappe.throw(_("Others may sit in this meeting. Change the duration of its meeting type"))
