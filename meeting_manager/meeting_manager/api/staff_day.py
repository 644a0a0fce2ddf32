"""The times of a day, and the days of its month, to which staff could move a booking."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import frappe

from meeting_manager.adapters.offers import Offer, explained_search, load_offer, open_slots
from meeting_manager.adapters.site_time import current_minute
from meeting_manager.meeting_manager.api.guest_input import read_date
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.staff_sentences import describe_reasons
from meeting_manager.permissions import may_override
from meeting_manager.presentation import words
from meeting_manager.scheduling.explain import Row, table
from meeting_manager.scheduling.reasons import CONFLICTS
from meeting_manager.scheduling.slots import Openings
from meeting_manager.scheduling.zones import day_window, local_day, to_instant


def describe_times(booking, day: str, member: str) -> dict:
	"""
	:param day: YYYY-MM-DD in the department's zone, or "" for the booked one.
	:param member: "" for all who could take it.
	"""
	offer = load_offer(booking.meeting_type, moving=booking.name)
	wanted = read_date(day, "date") if day else local_day(offer.zone, booking.start_utc_minute)
	looked_at = [member] if member else offer.members
	return {
		"timezone": offer.zone.key,
		"today": local_day(offer.zone, current_minute()).isoformat(),
		"date": wanted.isoformat(),
		"date_in_words": words.date_in_words(wanted),
		"days": _free_days(offer, wanted, member),
		"members": [{"member": one.name, "name": one.full_name} for one in offer.candidates],
		"times": _times(booking, offer, wanted, looked_at),
	}


def _free_days(offer: Offer, day: date, member: str) -> list[str]:
	"""Of the day's month."""
	first, last = day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
	openings = open_slots(offer, day_window(offer.zone, first, last), current_minute())
	starts = (start for start in openings.starts() if not member or _is_open_with(openings, start, member))
	return sorted({local_day(offer.zone, start).isoformat() for start in starts})


def _is_open_with(openings: Openings, start: int, member: str) -> bool:
	if member in openings.members_at(start):
		return True
	return any(member in session.members for session in openings.sessions_at(start))


def _times(booking, offer: Offer, day: date, members: list[str]) -> list[dict]:
	window = day_window(offer.zone, day, day)
	rows = table(explained_search(offer, window, current_minute()), *window, members)
	return [_describe(row, booking, offer) for row in rows]


def _describe(row: Row, booking, offer: Offer) -> dict:
	"""`is_possible` where an override would do: for some member nothing but rules is in the way."""
	start = to_instant(row.start, offer.zone)
	free = [member for member, reasons in row.reasons.items() if not reasons]
	return {
		"time": words.clock(start),
		"start": start.isoformat(),
		"is_free": bool(free),
		"is_possible": bool(free) or _is_possible(row, booking),
		"is_booked_here": row.start == booking.start_utc_minute,
		"free": free,
		"reasons": describe_reasons(row.reasons, booking),
	}


def _is_possible(row: Row, booking) -> bool:
	if row.start < current_minute() or not may_override(frappe.session.user, booking.department):
		return False
	return any(not _codes(reasons) & CONFLICTS for reasons in row.reasons.values())


def _codes(reasons) -> set[str]:
	return {reason.code for reason in reasons}
