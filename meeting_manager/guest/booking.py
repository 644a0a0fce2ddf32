"""A booking as its token's holder sees it, and the ways out where nothing can be done."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from frappe import _

from meeting_manager.adapters.offers import IN_PERSON
from meeting_manager.adapters.site_time import current_minute
from meeting_manager.guest.page import advice
from meeting_manager.meeting_manager.api import public
from meeting_manager.meeting_manager.api.guest_errors import refuse_link
from meeting_manager.presentation import words
from meeting_manager.scheduling.zones import find_zone, to_minute

RESCHEDULE, CANCEL = "reschedule", "cancel"


def show_booking(context, token: str, purpose: str) -> None:
	"""
	:raises InvalidLinkError: the token is none, or one for the other page.
	"""
	booking = public.get_booking_details(token=token)
	if booking["token_purpose"] != purpose:
		refuse_link()
	start, end = (read_instant(booking[edge], booking) for edge in ("start", "end"))
	context.booking = booking
	context.booked_when = words.when(start, end)
	context.own_time = own_time(booking, start, end)


def own_time(booking: dict, start: datetime, end: datetime) -> str:
	"""Return the line with the customer's own time, "" where both meet in person."""
	if booking["location_type"] == IN_PERSON:
		return ""
	return words.elsewhere(start, end, booking["customer_timezone"] or "")


def read_instant(text: str, booking: dict) -> datetime:
	return datetime.fromisoformat(text).astimezone(find_zone(booking["timezone"]))


def read_for_customer(text: str, booking: dict) -> datetime:
	"""In the zone in which the customer reads times: the place's where both meet in person."""
	zone = find_zone(booking["customer_timezone"] or "") if booking["location_type"] != IN_PERSON else None
	instant = read_instant(text, booking)
	return instant.astimezone(zone) if zone else instant


def read_span(place: dict, booking: dict) -> tuple[datetime, datetime]:
	"""Return start and end of the booking when it starts at a date and time of its department's zone."""
	zone = find_zone(booking["timezone"])
	wall = datetime.fromisoformat(f"{place['date']}T{place['time']}")
	start = (wall if wall.tzinfo else wall.replace(tzinfo=zone)).astimezone(timezone.utc)
	end = start + timedelta(minutes=booking["duration"])
	return start.astimezone(zone), end.astimezone(zone)


def is_closed(context, action: str) -> bool:
	"""Whether the booking's policy forbids the action now; if so, put the reason into the context."""
	rule = context.booking["policy"][action]
	if not rule["allowed"] and not context.problem:
		context.problem = _describe_rule(action, read_instant(rule["until"], context.booking))
	return not rule["allowed"]


def show_way_out(context, _form) -> None:
	"""Say what to do where the page can do nothing more."""
	context.dead_end = {
		"advice": list(advice(context.problem["kind"])),
		"link": book_again(context.booking),
		"link_text": _("Book a new meeting"),
	}


def book_again(booking: dict | None) -> str:
	if not booking:
		return "/book"
	return f"/book/{booking['department']['department_slug']}/{booking['meeting_type']['meeting_slug']}"


def _describe_rule(action: str, until: datetime) -> dict:
	headlines = {
		RESCHEDULE: _("This booking can no longer be rescheduled online"),
		CANCEL: _("This booking can no longer be cancelled online"),
	}
	over = to_minute(until) < current_minute()
	rest = (
		_("It was possible until {0}. Your booking stands as it is.").format(words.moment(until))
		if over
		else ""
	)
	return {"headline": headlines[action], "rest": rest, "kind": "PolicyError"}
