"""Starts that would make one meeting too many of a day or a week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from meeting_manager.scheduling.bitmaps import Frame
from meeting_manager.scheduling.zones import day_pieces, local_day_number

DAYS_FROM_MONDAY = 3
"""1970-01-01, day 0, was a Thursday."""


def per_day(frame: Frame, zone: ZoneInfo, starts: Sequence[int], cap: int) -> int:
	"""Starts on the local dates on which `cap` meetings start already; 0 is no cap."""
	return _full_periods(frame, zone, starts, cap, lambda day: day) if cap else 0


def per_week(frame: Frame, zone: ZoneInfo, starts: Sequence[int], cap: int) -> int:
	"""The same for local weeks, Monday to Sunday."""
	return _full_periods(frame, zone, starts, cap, week_of) if cap else 0


def week_of(day: int) -> int:
	"""The number of the week of a day number."""
	return (day + DAYS_FROM_MONDAY) // 7


def _full_periods(
	frame: Frame, zone: ZoneInfo, starts: Sequence[int], cap: int, period_of: Callable[[int], int]
) -> int:
	counts = Counter(period_of(local_day_number(zone, start)) for start in starts)
	bits = 0
	for piece in day_pieces(zone, (frame.origin, frame.end)):
		if counts[period_of(piece.day)] >= cap:
			bits |= frame.between(piece.start, piece.end)
	return bits
