"""Between wall time in a zone and UTC minutes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from meeting_manager.scheduling.intervals import Interval

QUANTUM = 5
"""Every booked time is a multiple of this many minutes."""

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
NO_PLACE = {"Factory", "localtime", "posixrules"}
"""Files beside the zones that mean none."""
MINUTE = timedelta(minutes=1)


@lru_cache(maxsize=1024)
def find_zone(name: str) -> ZoneInfo | None:
	"""The IANA zone of exactly this name, or None."""
	return ZoneInfo(name) if name in _zone_names() else None


@lru_cache(maxsize=1)
def _zone_names() -> frozenset[str]:
	return frozenset(available_timezones() - NO_PLACE)


def to_minute(instant: datetime) -> int:
	"""UTC minute of an aware datetime; seconds are cut off."""
	return (instant - EPOCH) // MINUTE


def to_instant(minute: int, zone: ZoneInfo | timezone = timezone.utc) -> datetime:
	"""The aware datetime of a UTC minute in a zone."""
	return (EPOCH + minute * MINUTE).astimezone(zone)


def wall_to_minute(zone: ZoneInfo, day: date, minute_of_day: int = 0) -> int:
	"""First UTC minute at which the clocks of the zone show this wall time or a later one.

	A wall time that the clocks jump over maps to the jump, one that occurs twice to its first occurrence.
	:param minute_of_day: may be 1440 or more: the days after.
	"""
	wall = datetime.combine(day, time()) + minute_of_day * MINUTE
	minute = to_minute(wall.replace(tzinfo=zone))
	if _wall(zone, minute) == wall:
		return minute
	return _first_minute_at_or_past(zone, wall, minute)


def is_skipped(zone: ZoneInfo, day: date, minute_of_day: int) -> bool:
	"""Whether the clocks of the zone jump over this wall time."""
	wall = datetime.combine(day, time()) + minute_of_day * MINUTE
	return _wall(zone, wall_to_minute(zone, day, minute_of_day)) != wall


def local_day(zone: ZoneInfo, minute: int) -> date:
	return to_instant(minute, zone).date()


def day_window(zone: ZoneInfo, first: date, last: date) -> Interval:
	"""The UTC minutes of the local dates `first` to `last`, both included."""
	return wall_to_minute(zone, first), wall_to_minute(zone, last + timedelta(days=1))


def grid_starts(zone: ZoneInfo, window: Interval, step: int) -> Iterator[int]:
	"""UTC minutes in the window whose local minute of the day is a multiple of `step`."""
	low = -(-window[0] // QUANTUM) * QUANTUM
	for minute in range(low, window[1], QUANTUM):
		local = to_instant(minute, zone)
		if (local.hour * 60 + local.minute) % step == 0:
			yield minute


def _wall(zone: ZoneInfo, minute: int) -> datetime:
	return to_instant(minute, zone).replace(tzinfo=None)


def _first_minute_at_or_past(zone: ZoneInfo, wall: datetime, after: int) -> int:
	"""The jump that skips `wall`: at most a day before `after`, which lies behind it."""
	before = after - 24 * 60
	while after - before > 1:
		middle = (before + after) // 2
		if _wall(zone, middle) >= wall:
			after = middle
		else:
			before = middle
	return after
