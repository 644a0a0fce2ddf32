"""Hours in which nobody wants to be reminded, by the clocks of the recipient's own zone."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from meeting_manager.scheduling.intervals import Interval
from meeting_manager.scheduling.zones import MINUTES_PER_DAY, local_day_number, offset_at, wall_to_utc

LATEST = 30
"""Minutes before the start until which a reminder that was put off is still of use."""
EARLY = 5
"""Minutes by which a reminder that cannot be put off comes before the quiet hours."""


@dataclass(frozen=True, slots=True)
class QuietHours:
	"""Minutes since midnight; an end at or before the begin lies on the next day."""

	begin: int
	end: int


def outside(due: int, start: int, zone: ZoneInfo, quiet: QuietHours | None) -> int:
	"""Return when to remind: as asked for, else once the quiet hours are over, else just before they begin.

	:param due: UTC minute; so are `start`, that of the meeting, and what is returned.
	"""
	window = _window_around(due, zone, quiet) if quiet else None
	if window is None:
		return due
	begin, end = window
	return end if end <= start - LATEST else begin - EARLY


def _window_around(minute: int, zone: ZoneInfo, quiet: QuietHours) -> Interval | None:
	"""The quiet hours `[begin, end)` in UTC minutes that a minute lies in: those of its own or of the day before."""
	today = local_day_number(zone, minute)
	length = (quiet.end - quiet.begin) % MINUTES_PER_DAY or MINUTES_PER_DAY
	for day in (today - 1, today):
		wall = day * MINUTES_PER_DAY + quiet.begin
		begin, end = wall_to_utc(zone, wall), _last_occurrence(zone, wall + length)
		if begin <= minute < end:
			return begin, end
	return None


def _last_occurrence(zone: ZoneInfo, wall: int) -> int:
	"""As `wall_to_utc`, but of a wall time that occurs twice the second: until then the clocks show quiet hours."""
	first = wall_to_utc(zone, wall)
	later = wall - offset_at(zone, first + MINUTES_PER_DAY // 2)
	return later if later > first and later + offset_at(zone, later) == wall else first
