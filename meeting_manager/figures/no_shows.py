"""How often customers did not come, of the meetings that are over and closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from frappe.utils import getdate

from meeting_manager.figures.periods import period_of
from meeting_manager.scheduling import status

CLOSED = (status.COMPLETED, status.NO_SHOW)


def count_no_shows(bookings: Iterable, period: str) -> list[dict]:
	"""Rows by period, department, meeting type and who took the meeting: `held`, which counts both, `no_shows`, `rate` in %."""
	groups = defaultdict(list)
	for booking in bookings:
		if booking.status in CLOSED:
			day = period_of(getdate(booking.start_datetime), period)
			names = ", ".join(booking.members.values())
			groups[day, booking.department, booking.meeting_name, names].append(booking.status)
	return [
		{
			"period": day,
			"department": department,
			"meeting_name": name,
			"members": members,
			**_rate(groups[key]),
		}
		for key in sorted(groups)
		for day, department, name, members in [key]
	]


def rate_of(missed: int, held: int) -> float:
	"""In %, 0 where there was nothing to miss."""
	return round(100 * missed / held, 1) if held else 0.0


def _rate(states: list[str]) -> dict:
	missed = states.count(status.NO_SHOW)
	return {"held": len(states), "no_shows": missed, "rate": rate_of(missed, len(states))}
