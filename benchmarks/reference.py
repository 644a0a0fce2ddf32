"""The straightforward version: aware datetimes from zoneinfo, and the definition followed line by line.

Every engine's answer must equal this one's; the engine's speed is given as a multiple of this one's.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from benchmarks.workloads import Interval, Member, Workload

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
EPOCH_DAY = date(1970, 1, 1)
ONE_DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)

Period = tuple[datetime, datetime]


def find_starts(workload: Workload) -> list[int]:
	"""The sorted UTC minutes at which at least one member is free."""
	candidates = grid_starts(workload)
	free = {start for member in workload.members for start in _free_starts(member, workload, candidates)}
	return sorted(int(start.timestamp()) // 60 for start in free)


def grid_starts(workload: Workload) -> list[datetime]:
	"""The instants of the window whose local time of day is a multiple of the step."""
	low, high = _instant(max(workload.low, workload.earliest)), _instant(workload.high)
	instants = {
		instant
		for day in _local_dates(workload.grid_zone, low - ONE_DAY, high + ONE_DAY)
		for minute in range(0, 24 * 60, workload.step)
		for instant in _instants_showing(datetime.combine(day, time()) + minute * MINUTE, workload.grid_zone)
	}
	return sorted(instant for instant in instants if low <= instant < high)


def _free_starts(member: Member, workload: Workload, candidates: list[datetime]) -> Iterator[datetime]:
	duration = workload.duration * MINUTE
	before, after = workload.buffer_before * MINUTE, workload.buffer_after * MINUTE
	bookings = [(_instant(start), _instant(end)) for start, end in member.bookings]
	working = _working_periods(member, workload)
	position = 0
	for start in candidates:
		while position < len(working) and working[position][1] < start + duration:
			position += 1
		if position == len(working):
			return
		if working[position][0] <= start and _is_free(bookings, start - before, start + duration + after):
			yield start


def _is_free(bookings: list[Period], start: datetime, end: datetime) -> bool:
	return not any(booked_from < end and booked_to > start for booked_from, booked_to in bookings)


def _working_periods(member: Member, workload: Workload) -> list[Period]:
	"""The member's hours in UTC, sorted; those that overlap or touch are joined."""
	low, high = _instant(workload.low), _instant(workload.high + workload.duration)
	periods = []
	for day in _local_dates(member.zone, low - 2 * ONE_DAY, high + ONE_DAY):
		midnight = datetime.combine(day, time())
		for start, end in _hours_on(day, member, workload.holidays):
			period = (midnight + start * MINUTE, midnight + end * MINUTE)
			periods.append(tuple(_first_instant_at(wall, member.zone) for wall in period))
	return _join(periods)


def _hours_on(day: date, member: Member, holidays: frozenset[int]) -> tuple[Interval, ...]:
	number = (day - EPOCH_DAY).days
	if number in member.overrides:
		return member.overrides[number]
	return () if number in holidays else member.week[day.weekday()]


def _join(periods: list[Period]) -> list[Period]:
	joined: list[Period] = []
	for start, end in sorted(periods):
		if joined and start <= joined[-1][1]:
			joined[-1] = (joined[-1][0], max(joined[-1][1], end))
		else:
			joined.append((start, end))
	return joined


def _local_dates(zone: ZoneInfo, low: datetime, high: datetime) -> Iterator[date]:
	day = low.astimezone(zone).date()
	while day <= high.astimezone(zone).date():
		yield day
		day += ONE_DAY


def _instants_showing(wall: datetime, zone: ZoneInfo) -> list[datetime]:
	"""None for a time that the clocks jump over, two for one that they repeat (PEP 495)."""
	first, second = wall.replace(tzinfo=zone), wall.replace(tzinfo=zone, fold=1)
	if first.utcoffset() < second.utcoffset():
		return []
	if first.utcoffset() > second.utcoffset():
		return [first.astimezone(timezone.utc), second.astimezone(timezone.utc)]
	return [first.astimezone(timezone.utc)]


def _first_instant_at(wall: datetime, zone: ZoneInfo) -> datetime:
	"""The first instant at which the clocks show `wall` or a later time."""
	instant = wall.replace(tzinfo=zone).astimezone(timezone.utc)
	while (instant - MINUTE).astimezone(zone).replace(tzinfo=None) >= wall:
		instant -= MINUTE
	return instant


def _instant(minute: int) -> datetime:
	return EPOCH + minute * MINUTE
