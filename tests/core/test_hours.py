"""Working hours as UTC intervals, against a look at every minute's wall time."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meeting_manager.scheduling.hours import WorkingHours, working_intervals
from meeting_manager.scheduling.zones import day_window, wall_to_minute

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2027, 3, 1)
DAY = 24 * 60
NINE_TO_FIVE = (9 * 60, 17 * 60)
EVERY_DAY = {weekday: [NINE_TO_FIVE] for weekday in range(7)}


def utc(day, hour, minute=0, zone=BERLIN):
	return wall_to_minute(zone, day, hour * 60 + minute)


def on(day, hours, holidays=()):
	return working_intervals(hours, holidays, day, day)


def test_week_gives_each_weekday_its_own_hours():
	hours = WorkingHours(BERLIN, weekly={0: [NINE_TO_FIVE], 2: [(600, 660), (720, 780)]})
	wednesday = MONDAY + timedelta(days=2)
	assert working_intervals(hours, (), MONDAY, MONDAY + timedelta(days=6)) == [
		(utc(MONDAY, 9), utc(MONDAY, 17)),
		(utc(wednesday, 10), utc(wednesday, 11)),
		(utc(wednesday, 12), utc(wednesday, 13)),
	]


@pytest.mark.parametrize(
	("overrides", "holidays", "expected"),
	[
		pytest.param({}, (), [(9, 17)], id="a plain week"),
		pytest.param({}, (MONDAY,), [], id="a holiday empties the date"),
		pytest.param({MONDAY: []}, (), [], id="a day off empties the date"),
		pytest.param({MONDAY: [(600, 660)]}, (), [(10, 11)], id="an override replaces the week"),
		pytest.param({MONDAY: [(600, 660)]}, (MONDAY,), [(10, 11)], id="an override works on a holiday"),
		pytest.param({MONDAY: []}, (MONDAY,), [], id="a day off on a holiday"),
		pytest.param({MONDAY + timedelta(days=1): []}, (), [(9, 17)], id="another date's override"),
		pytest.param({}, (MONDAY - timedelta(days=1),), [(9, 17)], id="another date's holiday"),
	],
)
def test_override_wins_over_holiday_and_holiday_over_week(overrides, holidays, expected):
	hours = WorkingHours(BERLIN, weekly=EVERY_DAY, overrides=overrides)
	assert on(MONDAY, hours, holidays) == [(utc(MONDAY, start), utc(MONDAY, end)) for start, end in expected]


def test_night_shift_belongs_to_the_date_it_starts_on():
	"""A holiday on the morning after does not end it, one on its own date removes it whole."""
	hours = WorkingHours(BERLIN, weekly={0: [(22 * 60, 30 * 60)]})
	tuesday = MONDAY + timedelta(days=1)
	shift = [(utc(MONDAY, 22), utc(tuesday, 6))]
	assert working_intervals(hours, (tuesday,), MONDAY, tuesday) == shift
	assert working_intervals(hours, (MONDAY,), MONDAY, tuesday) == []


def test_nights_that_touch_become_one_interval():
	hours = WorkingHours(BERLIN, weekly={0: [(18 * 60, 24 * 60)], 1: [(0, 6 * 60)]})
	tuesday = MONDAY + timedelta(days=1)
	assert working_intervals(hours, (), MONDAY, tuesday) == [(utc(MONDAY, 18), utc(tuesday, 6))]


@pytest.mark.parametrize(
	("day", "start", "end", "length"),
	[
		pytest.param(date(2027, 3, 28), 0, DAY, 23 * 60, id="the whole short day"),
		pytest.param(date(2027, 10, 31), 0, DAY, 25 * 60, id="the whole long day"),
		pytest.param(date(2027, 3, 28), 60, 150, 60, id="until a time that is skipped"),
		pytest.param(date(2027, 3, 28), 150, 240, 60, id="from a time that is skipped"),
		pytest.param(date(2027, 3, 28), 120, 180, 0, id="only the skipped hour"),
		pytest.param(date(2027, 10, 31), 120, 180, 120, id="the hour that comes twice"),
		pytest.param(date(2027, 10, 31), 60, 150, 90, id="until a time that comes twice"),
		pytest.param(date(2027, 3, 27), 22 * 60, 30 * 60, 7 * 60, id="a night shift loses the hour"),
		pytest.param(date(2027, 10, 30), 22 * 60, 30 * 60, 9 * 60, id="a night shift gains the hour"),
	],
)
def test_hours_across_a_change_of_the_clocks(day, start, end, length):
	intervals = on(day, WorkingHours(BERLIN, weekly={day.weekday(): [(start, end)]}))
	assert sum(last - first for first, last in intervals) == length


def test_date_that_the_zone_skipped_has_no_hours():
	apia = ZoneInfo("Pacific/Apia")
	hours = WorkingHours(apia, weekly=EVERY_DAY)
	skipped = date(2011, 12, 30)
	assert on(skipped, hours) == []
	assert len(working_intervals(hours, (), skipped - timedelta(days=1), skipped + timedelta(days=1))) == 2


def test_without_hours_there_are_no_intervals():
	assert working_intervals(WorkingHours(BERLIN), (), MONDAY, MONDAY + timedelta(days=60)) == []
	all_days = WorkingHours(BERLIN, weekly=EVERY_DAY)
	assert working_intervals(all_days, (), MONDAY, MONDAY - timedelta(days=1)) == []


WALL = st.integers(0, DAY // 5 - 1).map(lambda step: step * 5)
HOURS = st.lists(
	st.tuples(WALL, st.integers(1, DAY // 5).map(lambda step: step * 5)).map(lambda row: (row[0], sum(row))),
	max_size=3,
)
FIRST = date(2027, 3, 26)
DATES = st.integers(0, 4).map(lambda days: FIRST + timedelta(days=days))


@given(
	st.sampled_from(
		["Europe/Berlin", "Asia/Beirut", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu"]
	),
	st.dictionaries(st.integers(0, 6), HOURS),
	st.dictionaries(DATES, HOURS),
	st.sets(DATES),
)
@settings(deadline=None, max_examples=60)
def test_member_works_in_a_minute_when_the_hours_of_a_date_have_begun_and_not_ended(
	name, weekly, overrides, holidays
):
	zone = ZoneInfo(name)
	last = FIRST + timedelta(days=4)
	expected = set()
	for offset in range(5):
		day = FIRST + timedelta(days=offset)
		if day in overrides:
			rows = overrides[day]
		else:
			rows = [] if day in holidays else weekly.get(day.weekday(), [])
		for start, end in rows:
			expected.update(_minutes_between(zone, day, start, end))
	found = working_intervals(WorkingHours(zone, weekly, overrides), holidays, FIRST, last)
	assert {minute for interval in found for minute in range(*interval)} == expected
	assert found == sorted(found)


def _minutes_between(zone, day, start, end):
	"""From the first minute that shows the start or later, to the first that shows the end or later."""
	midnight = datetime.combine(day, datetime.min.time())
	minute = day_window(zone, day, day)[0] - 120
	shown = _local(zone, minute)
	while shown < midnight + timedelta(minutes=start):
		minute += 1
		shown = _local(zone, minute)
	while shown < midnight + timedelta(minutes=end):
		yield minute
		minute += 1
		shown = _local(zone, minute)


def _local(zone, minute):
	return datetime.fromtimestamp(minute * 60, zone).replace(tzinfo=None)
