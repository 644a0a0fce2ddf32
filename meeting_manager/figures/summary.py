"""How many bookings there are, and what became of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from frappe.utils import getdate

from meeting_manager.figures.periods import period_of
from meeting_manager.scheduling import status

OUTCOMES = {
	"pending": {status.PENDING},
	"confirmed": {status.CONFIRMED, status.RESCHEDULED},
	"completed": {status.COMPLETED},
	"cancelled": {status.CANCELLED},
	"no_show": {status.NO_SHOW},
}
OUTCOME_OF = {each: outcome for outcome, states in OUTCOMES.items() for each in states}


def summarise(bookings: Iterable, period: str) -> list[dict]:
	"""Rows by period, department and meeting type: `bookings`, each of OUTCOMES, and `minutes` of those not cancelled.

	A booking belongs to the period in which it starts, in the site's time zone.
	"""
	groups = defaultdict(list)
	for booking in bookings:
		day = period_of(getdate(booking.start_datetime), period)
		groups[day, booking.department, booking.meeting_name].append(booking)
	return [
		{"period": day, "department": department, "meeting_name": name, **_count(groups[key])}
		for key in sorted(groups)
		for day, department, name in [key]
	]


def _count(bookings: list) -> dict[str, int]:
	outcomes = Counter(OUTCOME_OF[booking.status] for booking in bookings)
	held = (booking.duration for booking in bookings if booking.status != status.CANCELLED)
	return {
		"bookings": len(bookings),
		**{outcome: outcomes[outcome] for outcome in OUTCOMES},
		"minutes": sum(held),
	}


def total(rows: Iterable[dict], field: str) -> int:
	return sum(row[field] for row in rows)


def by_period(rows: Iterable[dict], periods: Sequence[date], fields: Iterable[str]) -> dict[str, list[int]]:
	"""The sums of each field in each of the periods."""
	rows = list(rows)
	return {
		field: [sum(row[field] for row in rows if row["period"] == start) for start in periods]
		for field in fields
	}
