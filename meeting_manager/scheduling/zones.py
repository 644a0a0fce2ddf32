"""Between wall time in a zone and UTC minutes.

A wall minute counts the minutes since 1970-01-01 00:00 on the zone's own clocks: `day_number * 1440 + minute_of_day`.
Offsets are whole minutes, which holds for every zone since 1972.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from meeting_manager.scheduling.intervals import Interval

QUANTUM = 5
"""Every booked time is a multiple of this many minutes."""
MINUTES_PER_DAY = 24 * 60

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
FIRST_DAY = EPOCH.toordinal()
NO_PLACE = {"Factory", "localtime", "posixrules"}
"""Files beside the zones that mean none."""
MINUTE = timedelta(minutes=1)

SPAN_BITS = 19
"""Offsets are looked up for 2 ** 19 minutes, nearly a year, at once."""
SPAN_MARGIN = 3 * MINUTES_PER_DAY
FOREVER = 1 << 40


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


def day_number(day: date) -> int:
	"""Days since 1970-01-01."""
	return day.toordinal() - FIRST_DAY


def to_date(number: int) -> date:
	return date.fromordinal(number + FIRST_DAY)


def offset_at(zone: ZoneInfo, minute: int) -> int:
	"""Minutes by which the zone's clocks are ahead of UTC."""
	stretches = _stretches(zone, minute >> SPAN_BITS)
	return stretches.offsets[bisect_right(stretches.since, minute) - 1]


def wall_to_utc(zone: ZoneInfo, wall: int) -> int:
	"""First UTC minute at which the clocks of the zone show this wall minute or a later one.

	A wall time that the clocks jump over maps to the jump, one that occurs twice to its first occurrence.
	"""
	stretches = _stretches(zone, wall >> SPAN_BITS)
	position = bisect_right(stretches.wall_ends, wall)
	return max(wall - stretches.offsets[position], stretches.since[position])


def plain_offset(zone: ZoneInfo, wall: int, length: int) -> int | None:
	"""The one offset by which `wall_to_utc` differs from the wall minutes `wall` to `wall + length`; None if it changes."""
	stretches = _stretches(zone, wall >> SPAN_BITS)
	position = bisect_right(stretches.wall_ends, wall)
	offset = stretches.offsets[position]
	is_plain = stretches.since[position] <= wall - offset and wall + length < stretches.wall_ends[position]
	return offset if is_plain else None


def wall_to_minute(zone: ZoneInfo, day: date, minute_of_day: int = 0) -> int:
	"""`wall_to_utc` of a date.

	:param minute_of_day: may be 1440 or more: the days after.
	"""
	return wall_to_utc(zone, day_number(day) * MINUTES_PER_DAY + minute_of_day)


def is_skipped(zone: ZoneInfo, day: date, minute_of_day: int) -> bool:
	"""Whether the clocks of the zone jump over this wall time."""
	wall = day_number(day) * MINUTES_PER_DAY + minute_of_day
	minute = wall_to_utc(zone, wall)
	return minute + offset_at(zone, minute) != wall


def local_day(zone: ZoneInfo, minute: int) -> date:
	return to_date(local_day_number(zone, minute))


def local_day_number(zone: ZoneInfo, minute: int) -> int:
	return (minute + offset_at(zone, minute)) // MINUTES_PER_DAY


def day_window(zone: ZoneInfo, first: date, last: date) -> Interval:
	"""The UTC minutes of the local dates `first` to `last`, both included."""
	return wall_to_minute(zone, first), wall_to_minute(zone, last + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class DayPiece:
	"""UTC minutes `[start, end)` of one local date, all at the same offset.

	:param midnight: UTC minute at which the clocks would show 00:00 of the date at this offset.
	"""

	day: int
	start: int
	end: int
	midnight: int


def day_pieces(zone: ZoneInfo, window: Interval) -> Iterator[DayPiece]:
	"""Cut a window at every local midnight and every change of the offset."""
	at, end = window
	while at < end:
		offset, offset_ends = _stretch_at(zone, at)
		day = (at + offset) // MINUTES_PER_DAY
		midnight = day * MINUTES_PER_DAY - offset
		until = min(midnight + MINUTES_PER_DAY, offset_ends, end)
		yield DayPiece(day, at, until, midnight)
		at = until


@dataclass(frozen=True, slots=True)
class _Stretches:
	"""Parts of a zone's time with one offset each.

	:param since: UTC minute at which each begins.
	:param wall_ends: what the zone's clocks would show at the end of each, were they not changed.
	"""

	since: list[int]
	offsets: list[int]
	wall_ends: list[int]


@lru_cache(maxsize=4096)
def _stretches(zone: ZoneInfo, span: int) -> _Stretches:
	low = (span << SPAN_BITS) - SPAN_MARGIN
	high = (span + 1 << SPAN_BITS) + SPAN_MARGIN
	since, offsets = [-FOREVER], [_offset(zone, low)]
	for minute in range(low, high, MINUTES_PER_DAY):
		offset = _offset(zone, minute + MINUTES_PER_DAY)
		if offset != offsets[-1]:
			since.append(_first_change(zone, minute, minute + MINUTES_PER_DAY))
			offsets.append(offset)
	ends = [*since[1:], FOREVER]
	return _Stretches(since, offsets, [end + offset for end, offset in zip(ends, offsets, strict=True)])


def _stretch_at(zone: ZoneInfo, minute: int) -> Interval:
	"""The offset at a minute, and a minute up to which it surely holds."""
	span = minute >> SPAN_BITS
	stretches = _stretches(zone, span)
	position = bisect_right(stretches.since, minute)
	ends = stretches.since[position] if position < len(stretches.since) else FOREVER
	return stretches.offsets[position - 1], min(ends, span + 1 << SPAN_BITS)


def _first_change(zone: ZoneInfo, low: int, high: int) -> int:
	before = _offset(zone, low)
	while high - low > 1:
		middle = (low + high) // 2
		if _offset(zone, middle) == before:
			low = middle
		else:
			high = middle
	return high


def _offset(zone: ZoneInfo, minute: int) -> int:
	return to_instant(minute, zone).utcoffset() // MINUTE
