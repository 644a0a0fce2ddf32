"""Starts by what the clocks show, against a look at the clocks at every start."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from meeting_manager.scheduling.bitmaps import Frame, frame_around
from meeting_manager.scheduling.caps import per_day, per_week
from meeting_manager.scheduling.grid import on_grid, outside_times_of_day
from meeting_manager.scheduling.zones import day_window, wall_to_minute
from tests.core.test_zones import DAY, EACH_CHANGE, local

BERLIN = ZoneInfo("Europe/Berlin")


def frame_of(name, day):
	return frame_around(day_window(ZoneInfo(name), day, day + timedelta(days=1)), 125)


def minutes_of_day(name, frame):
	for minute in range(frame.origin, frame.end, frame.quantum):
		shown = local(name, minute)
		yield minute, shown.hour * 60 + shown.minute


@EACH_CHANGE
@pytest.mark.parametrize("step", [5, 7, 15, 20, 30, 45, 60, 90, 480, 1440])
def test_grid_is_every_start_whose_local_time_is_a_multiple_of_the_step(name, day, step):
	frame = frame_of(name, day)
	expected = [minute for minute, shown in minutes_of_day(name, frame) if shown % step == 0]
	assert frame.minutes(on_grid(frame, ZoneInfo(name), step)) == expected


@EACH_CHANGE
@pytest.mark.parametrize(
	("earliest", "latest"), [(0, DAY - 1), (0, 0), (DAY - 1, DAY - 1), (61, 149), (150, 150), (125, DAY - 1)]
)
def test_times_of_day_outside_the_earliest_and_the_latest(name, day, earliest, latest):
	frame = frame_of(name, day)
	expected = [minute for minute, shown in minutes_of_day(name, frame) if not earliest <= shown <= latest]
	assert frame.minutes(outside_times_of_day(frame, ZoneInfo(name), earliest, latest)) == expected


@EACH_CHANGE
def test_caps_close_the_local_dates_and_weeks_of_the_meetings(name, day):
	zone, frame = ZoneInfo(name), frame_of(name, day)
	start = wall_to_minute(zone, day, 120)
	same_day, same_week = [], []
	for minute, _ in minutes_of_day(name, frame):
		same_day += [minute] * (local(name, minute).date() == local(name, start).date())
		same_week += [minute] * (
			local(name, minute).isocalendar()[:2] == local(name, start).isocalendar()[:2]
		)
	assert frame.minutes(per_day(frame, zone, [start], 1)) == same_day
	assert frame.minutes(per_week(frame, zone, [start], 1)) == same_week
	assert per_day(frame, zone, [start], 2) == per_week(frame, zone, [start], 2) == 0
	assert per_day(frame, zone, [start], 0) == per_week(frame, zone, [start], 0) == 0


def test_grid_of_a_year_is_the_grid_of_its_days():
	"""Beyond the stretch of time for which offsets are looked up at once."""
	low, high = wall_to_minute(BERLIN, date(2026, 6, 1)), wall_to_minute(BERLIN, date(2028, 6, 1))
	frame = Frame(low, (high - low) // 5)
	days = (frame_around((start, start + DAY), 0) for start in range(low, high, DAY))
	expected = [start for day in days for start in day.minutes(on_grid(day, BERLIN, 45))]
	assert frame.minutes(on_grid(frame, BERLIN, 45)) == expected


@pytest.mark.parametrize("edge", range(-3, 8))
def test_frame_keeps_to_multiples_of_five(edge):
	start = wall_to_minute(BERLIN, date(2027, 1, 4), 600)
	frame = frame_around((start + edge, start + 11), 0)
	expected = [minute for minute in (start, start + 5, start + 10) if start + edge <= minute < start + 11]
	grid = on_grid(frame, BERLIN, 5)
	assert frame.minutes(grid & frame.between(start + edge, start + 11)) == expected
	assert frame.origin % 5 == 0 and frame.origin <= start + edge and frame.end >= start + 11
