"""The integer conversions over every change of the clocks of every IANA zone from 2024 to 2037.

The changes are found here, by asking zoneinfo for the offset of every day and halving the days on which it differs.
A wall time stands for min{u : local(u) >= wall}; both sides are integers, wall = days since 1970-01-01 * 1440 + minute.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

import pytest

from meeting_manager.scheduling.zones import (
	is_skipped,
	local_day,
	offset_at,
	plain_offset,
	wall_to_minute,
	wall_to_utc,
)

DAY = 24 * 60
DAYS = [datetime(2024, 1, 1, tzinfo=timezone.utc) + timedelta(days=number) for number in range(5115)]
FIRST, LAST = (int(DAYS[index].timestamp()) // 60 for index in (0, -1))
MARGIN = 7
"""Minutes looked at on either side of what a change skips or repeats."""


class Change(NamedTuple):
	"""The clocks go from `before` to `after` minutes ahead of UTC at the UTC minute `at`."""

	at: int
	before: int
	after: int


def offset(zone, minute):
	return datetime.fromtimestamp(minute * 60, zone).utcoffset() // timedelta(minutes=1)


@lru_cache(maxsize=1)
def zones_by_changes():
	"""The zones, together where all their changes are the same: the definition is searched once for these."""
	found = defaultdict(list)
	for name in sorted(available_timezones() - {"Factory", "localtime", "posixrules"}):
		zone = ZoneInfo(name)
		found[offset(zone, FIRST), tuple(changes_of(zone))].append(zone)
	return [(changes, zones) for (_, changes), zones in found.items()]


def changes_of(zone):
	offsets = [day.astimezone(zone).utcoffset() for day in DAYS]
	for number, (before, after) in enumerate(pairwise(offsets)):
		if before != after:
			low, high = FIRST + number * DAY, FIRST + (number + 1) * DAY
			while high - low > 1:
				middle = (low + high) // 2
				low, high = (middle, high) if offset(zone, middle) == offset(zone, low) else (low, middle)
			yield Change(high, offset(zone, low), offset(zone, high))


def each_change():
	for changes, zones in zones_by_changes():
		for change in changes:
			yield change, zones


def first_minutes(change, zone):
	"""Rows of a wall time around the change, the first minute that shows it or a later one, whether it shows it."""
	shift = abs(change.after - change.before)
	around = range(change.at - shift - 2 * MARGIN, change.at + shift + 2 * MARGIN + 1)
	shown = [minute + offset(zone, minute) for minute in around]
	low, high = sorted((change.at + change.before, change.at + change.after))
	assert shown[0] < low - MARGIN and high + MARGIN < shown[-1]
	for wall in range(low - MARGIN, high + MARGIN + 1):
		position = next(number for number, time in enumerate(shown) if time >= wall)
		yield wall, around[position], shown[position] == wall


def date_of(wall):
	return date(1970, 1, 1) + timedelta(days=wall // DAY)


def test_search_finds_the_changes_that_are_known():
	def utc(*values):
		return int(datetime(*values, tzinfo=timezone.utc).timestamp()) // 60

	found = {
		(zone.key, change.at, change.after - change.before) for change, same in each_change() for zone in same
	}
	assert {
		("Europe/Berlin", utc(2027, 3, 28, 1), 60),
		("Antarctica/Troll", utc(2027, 10, 31, 1), -120),
		("Australia/Lord_Howe", utc(2026, 10, 3, 15, 30), 30),
		("America/St_Johns", utc(2037, 11, 1, 4, 30), -60),
		("Pacific/Chatham", utc(2024, 4, 6, 14), -60),
	} <= found
	assert len(found) > 5000
	assert sum(len(same) for _, same in zones_by_changes()) > 480


def test_changes_of_a_zone_lie_days_apart_on_a_multiple_of_five():
	"""The definition rests on the first, the grid of five minutes on the second."""
	assert (
		min(two.at - one.at for changes, _ in zones_by_changes() for one, two in pairwise(changes)) > 3 * DAY
	)
	assert not [change for change, _ in each_change() if any(value % 5 for value in change)]


def test_every_wall_time_around_every_change():
	wrong = [
		(zone.key, wall, minute)
		for change, same in each_change()
		for wall, minute, _ in first_minutes(change, same[0])
		for zone in same
		if wall_to_utc(zone, wall) != minute
	]
	assert wrong == []


def test_offset_on_both_sides_of_every_change():
	wrong = [
		(zone.key, minute)
		for change, same in each_change()
		for minute in (*range(change.at - 3, change.at + 3), change.at - DAY, change.at + DAY)
		for zone in same
		if offset_at(zone, minute) != (change.before if minute < change.at else change.after)
	]
	assert wrong == []


def test_offset_and_wall_time_of_every_other_day():
	wrong = [
		(zone.key, minute)
		for zone in (same[0] for _, same in zones_by_changes())
		for minute in range(FIRST, LAST, 61 * 60)
		if offset_at(zone, minute) != offset(zone, minute)
		or local_day(zone, minute) != datetime.fromtimestamp(minute * 60, zone).date()
		or wall_to_utc(zone, minute + offset(zone, minute)) > minute
	]
	assert wrong == []


def test_dates_and_skipped_times_around_every_change():
	wrong = [
		(same[0].key, wall)
		for change, same in each_change()
		for wall, minute, exists in first_minutes(change, same[0])
		if wall_to_minute(same[0], date_of(wall), wall % DAY) != minute
		or wall_to_minute(same[0], date_of(wall - DAY), wall % DAY + DAY) != minute
		or is_skipped(same[0], date_of(wall), wall % DAY) is exists
	]
	assert wrong == []


def test_plain_offset_holds_for_all_the_wall_times_that_it_is_given_for():
	"""None only where the wall times reach the date of the change."""
	wrong = []
	for change, same in each_change():
		midnight = (change.at + change.before) // DAY * DAY
		for wall in range(midnight - 3 * DAY, midnight + 2 * DAY, DAY):
			found = plain_offset(same[0], wall, 2 * DAY)
			offsets = {one - wall_to_utc(same[0], one) for one in range(wall, wall + 2 * DAY + 1, 15)}
			may_be_none = midnight <= wall + 2 * DAY
			if offsets != {found} and not (found is None and may_be_none):
				wrong.append((same[0].key, wall))
	assert wrong == []


@pytest.mark.parametrize(
	"name", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Antarctica/Troll"]
)
def test_changes_after_2037_follow_the_rule_of_the_zone(name):
	zone = ZoneInfo(name)
	for minute in range(LAST, LAST + 3 * 365 * DAY, 11 * 60):
		assert offset_at(zone, minute) == offset(zone, minute)
		assert wall_to_utc(zone, minute + offset(zone, minute)) <= minute
