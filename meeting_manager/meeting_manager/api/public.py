"""The guest API: what customers may ask and do without a login."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import frappe
from frappe import _

from meeting_manager.adapters.offers import Offer, open_slots
from meeting_manager.adapters.site_time import current_minute, in_words
from meeting_manager.adapters.unmet_demand import note_search_without_result
from meeting_manager.meeting_manager.api import (
	guest_bookings,
	guest_catalogue,
	guest_feeds,
	guest_mail_choices,
)
from meeting_manager.meeting_manager.api.guest import READ, WRITE, guest_function
from meeting_manager.meeting_manager.api.guest_files import answer_calendar, answer_feed
from meeting_manager.meeting_manager.api.guest_input import read_date, read_window, read_zone
from meeting_manager.scheduling.zones import day_window, to_instant

LONGEST_WINDOW = 62
"""Days in one search for available dates."""


@frappe.whitelist(allow_guest=True, xss_safe=True, methods=["GET", "POST"])
@guest_function(READ)
def get_departments() -> dict:
	return {"departments": guest_catalogue.list_departments()}


@frappe.whitelist(allow_guest=True, xss_safe=True, methods=["GET", "POST"])
@guest_function(READ)
def get_meeting_types(department_slug: str = "") -> dict:
	department = guest_catalogue.find_department(department_slug)
	return {
		"department": guest_catalogue.describe_department(department),
		"meeting_types": guest_catalogue.list_meeting_types(department),
	}


@frappe.whitelist(allow_guest=True, xss_safe=True, methods=["GET", "POST"])
@guest_function(READ)
def get_available_dates(
	department_slug: str = "",
	meeting_type_slug: str = "",
	start_date: str = "",
	end_date: str = "",
	timezone: str = "",
	reschedule_token: str = "",
) -> dict:
	"""The dates on which at least one slot starts, in the asked zone; an in-person meeting has only its department's."""
	offer = guest_bookings.find_offer(department_slug, meeting_type_slug, reschedule_token)
	zone, now = _shown_zone(offer, timezone), current_minute()
	first, last = read_window(start_date, end_date, zone, now, LONGEST_WINDOW)
	openings = open_slots(offer, day_window(zone, first, last), now)
	days = (first + timedelta(days=number) for number in range((last - first).days + 1))
	free = [day.isoformat() for day in days if openings.has_any(*day_window(zone, day, day))]
	if not free:
		note_search_without_result(offer, first, last, now)
	return {"timezone": zone.key, "available_dates": free}


@frappe.whitelist(allow_guest=True, xss_safe=True, methods=["GET", "POST"])
@guest_function(READ)
def get_available_time_slots(
	department_slug: str = "",
	meeting_type_slug: str = "",
	date: str = "",
	timezone: str = "",
	reschedule_token: str = "",
) -> dict:
	offer = guest_bookings.find_offer(department_slug, meeting_type_slug, reschedule_token)
	zone, day, now = _shown_zone(offer, timezone), read_date(date, "date"), current_minute()
	starts = open_slots(offer, day_window(zone, day, day), now).starts()
	if not starts:
		note_search_without_result(offer, day, day, now)
	duration = offer.rules.duration
	return {
		"timezone": zone.key,
		"date": day.isoformat(),
		"slots": [_describe_slot(start, start + duration, zone) for start in starts],
	}


@frappe.whitelist(allow_guest=True, xss_safe=True, methods=["POST"])
@guest_function(WRITE)
def create_booking(
	department_slug: str = "",
	meeting_type_slug: str = "",
	date: str = "",
	time: str = "",
	start: str = "",
	customer_name: str = "",
	customer_email: str = "",
	customer_phone: str = "",
	customer_timezone: str = "",
	notes: str = "",
	idempotency_key: str = "",
) -> dict:
	"""Book `date` and `time` in the department's zone, or the instant `start`.

	:param idempotency_key: a repeat within 24 hours gets the first answer and books nothing.
	"""
	request = dict(locals())
	key = request.pop("idempotency_key")
	return guest_bookings.describe_new(guest_bookings.book_once(key, request))


@frappe.whitelist(allow_guest=True, xss_safe=True, methods=["GET", "POST"])
@guest_function(READ)
def get_booking_details(token: str = "") -> dict:
	"""
	:param token: of either purpose.
	"""
	return guest_bookings.describe(*guest_bookings.open_by_any_token(token))


@frappe.whitelist(allow_guest=True, xss_safe=True, methods=["GET", "POST"])
@guest_function(READ)
def ics(token: str = "") -> None:
	"""The booking as a file for calendar programs.

	:param token: of either link, whose own it will hold, or of the link to the file, which holds none.
	"""
	answer_calendar(*guest_bookings.calendar_of(token))


@frappe.whitelist(allow_guest=True, xss_safe=True, methods=["GET", "POST"])
@guest_function(READ)
def feed(token: str = "") -> None:
	"""A member's or a department's calendar, for programs that subscribe to it.

	:param token: of the address that the Desk shows.
	"""
	answer_feed("calendar.ics", guest_feeds.open_feed(token))


@frappe.whitelist(allow_guest=True, xss_safe=True, methods=["POST"])
@guest_function(WRITE)
def reschedule_booking(token: str = "", new_date: str = "", new_time: str = "") -> dict:
	"""Move a booking to another time in the department's zone. The new links go by mail only."""
	before, booking = guest_bookings.reschedule(token, new_date, new_time)
	answer = {
		"success": True,
		"message": _("Your booking has been rescheduled. A confirmation email with new links has been sent."),
		"booking_id": booking.name,
		"old_datetime": _date_and_time(before),
		"new_datetime": _date_and_time(booking),
		"member_changed": booking.members != before.members,
		"calendar_url": booking.calendar_url,
	}
	if answer["member_changed"]:
		answer["old_assigned_to"] = ", ".join(before.assigned_names())
		answer["new_assigned_to"] = ", ".join(booking.assigned_names())
	return answer


@frappe.whitelist(allow_guest=True, xss_safe=True, methods=["POST"])
@guest_function(WRITE)
def cancel_booking(token: str = "", reason: str = "") -> dict:
	guest_bookings.cancel(token, reason)
	return {
		"success": True,
		"message": _("Your booking has been cancelled successfully. A confirmation email has been sent."),
	}


@frappe.whitelist(allow_guest=True, xss_safe=True, methods=["GET", "POST"])
@guest_function(READ)
def get_mail_choices(token: str = "") -> dict:
	"""Which mails still go to a mailbox, of those that can be switched off, and which of them the token came with."""
	return guest_mail_choices.describe(token)


@frappe.whitelist(allow_guest=True, xss_safe=True, methods=["POST"])
@guest_function(WRITE)
def set_mail_choice(token: str = "", about: str = "", wanted: str = "") -> dict:
	"""
	:param about: reminders or thanks.
	:param wanted: yes or no.
	"""
	return guest_mail_choices.change(token, about, wanted)


def _date_and_time(booking) -> dict:
	date, time = in_words(booking.start_utc_minute, booking.zone).split()
	return {"date": date, "time": time}


def _shown_zone(offer: Offer, timezone: str) -> ZoneInfo:
	asked = read_zone(timezone, "timezone") if timezone else offer.zone
	return offer.zone if offer.is_zone_locked else asked


def _describe_slot(start: int, end: int, zone: ZoneInfo) -> dict:
	begins, ends = to_instant(start, zone), to_instant(end, zone)
	return {"time": begins.strftime("%H:%M"), "start": begins.isoformat(), "end": ends.isoformat()}
