"""What mails say of a request that waits: until when it is answered, or over."""

from zoneinfo import ZoneInfo

from frappe import _

from meeting_manager.meeting_manager.doctype.mm_meeting_booking.expired_requests import waits_until
from meeting_manager.notifications.occasions import REQUESTED, RESCHEDULED
from meeting_manager.presentation import words
from meeting_manager.scheduling.zones import to_instant

ASKED = (REQUESTED, RESCHEDULED)
"""With these it begins to wait."""


def tell_until(booking, occasion: str, zone: ZoneInfo, is_customer: bool) -> list[str]:
	"""
	:param zone: in which the recipient reads times.
	"""
	until = waits_until(booking) if occasion in ASKED else None
	if until is None:
		return []
	sentence = (
		_("We answer by {0}. After that we no longer hold this time for you.")
		if is_customer
		else _("Please answer by {0}. After that the request expires, and your time is free again.")
	)
	return [sentence.format(words.day_and_time(to_instant(until, zone)))]
