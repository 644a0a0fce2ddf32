"""A booking as calendars show it: the words and facts that invitations, files and feeds share."""

from datetime import timezone
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from frappe import _
from frappe.utils import get_datetime, get_system_timezone

from meeting_manager.adapters.links import page_link
from meeting_manager.notifications import mail_content
from meeting_manager.notifications.answers_wanted import address_for_answers
from meeting_manager.notifications.calendar_event import CANCELLED, CONFIRMED, TENTATIVE, CalendarEvent, Party
from meeting_manager.notifications.feed_calendar import published
from meeting_manager.notifications.mail_text import harmless
from meeting_manager.notifications.occasions import CONFIRMED as BOOKED
from meeting_manager.notifications.occasions import OFF
from meeting_manager.notifications.recipients import customer_of
from meeting_manager.notifications.reminders import offsets_of
from meeting_manager.presentation.languages import speaking
from meeting_manager.scheduling import status


def file_of_booking(booking, link: str | None) -> bytes:
	"""The meeting as its customer's calendar keeps it.

	:param link: the one link that it names, as `cancel_url`.
	"""
	recipient = customer_of(booking)
	with speaking(recipient.language):
		told = harmless(mail_content.for_customer(booking, BOOKED, None, recipient))
	address = getattr(booking, link) if link else ""
	links = [one for one in told["links"] if one["address"] == address]
	return published([event_of(booking, BOOKED, {**told, "links": links})])


def event_of(booking, occasion: str, told: dict) -> CalendarEvent:
	"""
	:param told: as mail_content writes it.
	"""
	return CalendarEvent(**values_of(booking, occasion, told))


def values_of(booking, occasion: str, told: dict) -> dict:
	return {
		"uid": booking.calendar_uid,
		"sequence": booking.calendar_sequence,
		"start": told["time"]["start"],
		"end": told["time"]["end"],
		"stamp": changed_at(booking.modified),
		"status": calendar_status(booking.status, occasion),
		"summary": told["summary"],
		"description": _description(told),
		"location": told["place"],
		"organizer": organizer_of(told["letterhead"]),
		"alarms": offsets_of(booking.meeting_type),
	}


def changed_at(modified):
	"""Aware: Frappe writes when a document was changed in the site's zone."""
	return get_datetime(modified).replace(tzinfo=ZoneInfo(get_system_timezone())).astimezone(timezone.utc)


def calendar_status(booking_status: str, occasion: str) -> str:
	if occasion in OFF:
		return CANCELLED
	return TENTATIVE if booking_status == status.PENDING else CONFIRMED


def organizer_of(letterhead: dict) -> Party:
	"""Calendars send answers there and want the same one for the life of a meeting."""
	nowhere = f"no-reply@{urlsplit(page_link('')).hostname}"
	return Party(letterhead["name"], address_for_answers() or letterhead["email"] or nowhere)


def _description(told: dict) -> str:
	facts = [_("{0}: {1}").format(fact["label"], fact["value"]) for fact in told["facts"]]
	links = [_("{0}: {1}").format(link["label"], link["address"]) for link in told["links"]]
	return "\n".join([*facts, *told["notes"], *links])
