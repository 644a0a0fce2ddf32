"""The times of a day, and the days of its month, to which staff could move a booking."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

import frappe

from meeting_manager.adapters.offers import Offer, explained_search, load_offer, open_slots
from meeting_manager.adapters.site_time import current_minute
from meeting_manager.meeting_manager.api.guest_input import read_date
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.staff_sentences import describe_reasons
from meeting_manager.permissions import may_override
from meeting_manager.presentation import words
from meeting_manager.scheduling.explain import Explanation, Row
from meeting_manager.scheduling.takers import Start, judge_starts
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
		"days": _free_days(offer, wanted, looked_at),
		"members": [{"member": one.name, "name": one.full_name} for one in offer.candidates],
		"times": _times(booking, offer, wanted, looked_at),
	}


def _free_days(offer: Offer, day: date, members: Sequence[str]) -> list[str]:
	"""Of the day's month."""
	first, last = day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
	openings = open_slots(offer, day_window(offer.zone, first, last), current_minute())
	days = {local_day(offer.zone, start).isoformat() for start in openings.starts_with(members)}
	return sorted(days)


def _times(booking, offer: Offer, day: date, members: Sequence[str]) -> list[dict]:
	window, now = day_window(offer.zone, day, day), current_minute()
	explanation = Explanation(explained_search(offer, window, now))
	mine = may_override(frappe.session.user, booking.department)
	starts = judge_starts(explanation, explanation.starts(*window), members, mine, earliest=now)
	rows = [explanation.row(start.minute, members) for start in starts]
	return [_describe(start, row, booking, offer) for start, row in zip(starts, rows, strict=True)]


def _describe(start: Start, row: Row, booking, offer: Offer) -> dict:
	"""`is_possible` where an override would do: for some member nothing but rules is in the way."""
	instant = to_instant(start.minute, offer.zone)
	return {
		"time": words.clock(instant),
		"start": instant.isoformat(),
		"is_free": start.is_free,
		"is_possible": start.is_possible,
		"is_booked_here": start.minute == booking.start_utc_minute,
		"free": [member for member, reasons in row.reasons.items() if not reasons],
		"reasons": describe_reasons(row.reasons, booking),
	}
