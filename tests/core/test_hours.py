"""Working hours as UTC intervals, against a look at every minute's wall time."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meeting_manager.scheduling.hours import AFTERNOON, MORNING, WHOLE_DAY, WorkingHours, working_intervals
from meeting_manager.scheduling.zones import day_window, wall_to_minute
from tests.core.random_cases import HOURS

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2027, 3, 1)
DAY = 24 * 60
NINE_TO_FIVE = (9 * 60, 17 * 60)
EVERY_DAY = {weekday: [NINE_TO_FIVE] for weekday in range(7)}


def utc(day, hour, minute=0, zone=BERLIN):
	return wall_to_minute(zone, day, hour * 60 + minute)


def on(day, hours, holidays=()):
	return working_intervals(hours, whole_days(*holidays), day, day)


def whole_days(*days):
	return dict.fromkeys(days, WHOLE_DAY)


def test_week_gives_each_weekday_its_own_hours():
	hours = WorkingHours(BERLIN, weekly={0: [NINE_TO_FIVE], 2: [(600, 660), (720, 780)]})
	wednesday = MONDAY + timedelta(days=2)
	assert working_intervals(hours, {}, MONDAY, MONDAY + timedelta(days=6)) == [
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
	assert working_intervals(hours, whole_days(tuesday), MONDAY, tuesday) == shift
	assert working_intervals(hours, whole_days(MONDAY), MONDAY, tuesday) == []


@pytest.mark.parametrize(
	("part", "hours", "expected"),
	[
		pytest.param(MORNING, [(9, 17)], [(12, 17)], id="the morning off"),
		pytest.param(AFTERNOON, [(9, 17)], [(9, 12)], id="the afternoon off"),
		pytest.param(MORNING, [(8, 12), (12, 16)], [(12, 16)], id="hours that end at noon"),
		pytest.param(AFTERNOON, [(8, 12), (12, 16)], [(8, 12)], id="hours that begin at noon"),
		pytest.param(MORNING, [(6, 8), (9, 11)], [], id="nothing is left"),
		pytest.param(MORNING, [(10, 34)], [(12, 34)], id="the night keeps to the date it starts on"),
		pytest.param(AFTERNOON, [(10, 34)], [(10, 12)], id="and goes with its afternoon"),
		pytest.param(WHOLE_DAY, [(10, 34)], [], id="the whole day"),
	],
)
def test_half_holiday_takes_its_half_of_the_hours_that_start_on_the_date(part, hours, expected):
	week = WorkingHours(BERLIN, weekly={0: [(start * 60, end * 60) for start, end in hours]})
	assert working_intervals(week, {MONDAY: part}, MONDAY, MONDAY) == [
		(utc(MONDAY, start), utc(MONDAY, end)) for start, end in expected
	]
	off = WorkingHours(BERLIN, week.weekly, {MONDAY: [(0, 60)]})
	assert on(MONDAY, off, [MONDAY]) == [(utc(MONDAY, 0), utc(MONDAY, 1))]


def test_half_holiday_of_the_morning_after_leaves_a_night_alone():
	hours = WorkingHours(BERLIN, weekly={0: [(22 * 60, 30 * 60)]})
	tuesday = MONDAY + timedelta(days=1)
	assert working_intervals(hours, {tuesday: MORNING}, MONDAY, tuesday) == [
		(utc(MONDAY, 22), utc(tuesday, 6))
	]


@pytest.mark.parametrize(
	("part", "length"),
	[pytest.param(MORNING, 12, id="noon to midnight"), pytest.param(AFTERNOON, 11, id="midnight to noon")],
)
def test_noon_is_what_the_clocks_call_noon(part, length):
	day = date(2027, 3, 28)
	(interval,) = working_intervals(WorkingHours(BERLIN, {6: [(0, DAY)]}), {day: part}, day, day)
	assert interval[1] - interval[0] == length * 60


def test_nights_that_touch_become_one_interval():
	hours = WorkingHours(BERLIN, weekly={0: [(18 * 60, 24 * 60)], 1: [(0, 6 * 60)]})
	tuesday = MONDAY + timedelta(days=1)
	assert working_intervals(hours, {}, MONDAY, tuesday) == [(utc(MONDAY, 18), utc(tuesday, 6))]


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
	assert len(working_intervals(hours, {}, skipped - timedelta(days=1), skipped + timedelta(days=1))) == 2


def test_without_hours_there_are_no_intervals():
	assert working_intervals(WorkingHours(BERLIN), {}, MONDAY, MONDAY + timedelta(days=60)) == []
	all_days = WorkingHours(BERLIN, weekly=EVERY_DAY)
	assert working_intervals(all_days, {}, MONDAY, MONDAY - timedelta(days=1)) == []


OPEN_PART = {WHOLE_DAY: (0, 0), MORNING: (DAY // 2, 2 * DAY), AFTERNOON: (0, DAY // 2)}
FIRST = date(2027, 3, 26)
DATES = st.integers(0, 4).map(lambda days: FIRST + timedelta(days=days))


@given(
	st.sampled_from(
		["Europe/Berlin", "Asia/Beirut", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu"]
	),
	st.dictionaries(st.integers(0, 6), HOURS),
	st.dictionaries(DATES, HOURS),
	st.dictionaries(DATES, st.sampled_from([WHOLE_DAY, MORNING, AFTERNOON])),
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
			open_part = OPEN_PART.get(holidays.get(day), (0, 2 * DAY))
			rows = [
				(max(start, open_part[0]), min(end, open_part[1]))
				for start, end in weekly.get(day.weekday(), [])
			]
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
