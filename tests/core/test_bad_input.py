"""What makes no sense is refused at the door, by name."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from meeting_manager.scheduling.bitmaps import frame_around
from meeting_manager.scheduling.hours import WorkingHours, working_intervals
from meeting_manager.scheduling.slot_rules import SlotRules
from meeting_manager.scheduling.slots import Search

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize("wrong", [0, -30, 1441, 10**9])
@pytest.mark.parametrize("name", ["duration", "interval", "capacity"])
def test_length_or_capacity_that_cannot_be(name, wrong):
	with pytest.raises(ValueError, match=f"{name}: {wrong} is not 1 to "):
		SlotRules(**{"zone": BERLIN, "duration": 30, "interval": 30, name: wrong})


@pytest.mark.parametrize("wrong", [-1, 10**9])
@pytest.mark.parametrize(
	"name",
	[
		"buffer_before",
		"buffer_after",
		"minimum_notice",
		"booking_horizon",
		"earliest_start",
		"latest_start",
		"day_cap",
	],
)
def test_negative_or_endless_limit(name, wrong):
	with pytest.raises(ValueError, match=f"{name}: {wrong} is not 0 to "):
		SlotRules(BERLIN, 30, 30, **{name: wrong})


def test_earliest_start_after_the_latest():
	with pytest.raises(ValueError, match="earliest_start is after latest_start"):
		SlotRules(BERLIN, 30, 30, earliest_start=601, latest_start=600)
	assert SlotRules(BERLIN, 30, 30, earliest_start=600, latest_start=600)


def test_widest_limits_are_searched_at_once():
	"""The furthest horizon and notice do not overflow."""
	window = (0, 24 * 60)
	rules = SlotRules(
		BERLIN, 1440, 1440, 1440, 1440, minimum_notice=5270400, booking_horizon=3660, day_cap=1440
	)
	assert Search(rules, frame_around(window, 2880), window, 0, ()).openings().starts() == []


def test_window_that_ends_before_it_begins():
	frame = frame_around((0, 600), 0)
	with pytest.raises(ValueError, match="the window ends before it begins"):
		Search(SlotRules(BERLIN, 30, 30), frame, (300, 295), 0, ())
	assert Search(SlotRules(BERLIN, 30, 30), frame, (300, 300), 0, ()).openings().starts() == []


@pytest.mark.parametrize(
	"intervals",
	[
		pytest.param([(540, 720), (700, 800)], id="overlapping"),
		pytest.param([(600, 800), (540, 601)], id="overlapping, not in order"),
		pytest.param([(540, 720), (540, 720)], id="twice the same"),
		pytest.param([(720, 540)], id="end before start"),
		pytest.param([(540, 540)], id="empty"),
		pytest.param([(-60, 60)], id="before its date"),
		pytest.param([(600, 2881)], id="beyond the day after"),
	],
)
def test_hours_that_cannot_be(intervals):
	with pytest.raises(ValueError, match="hours overlap"):
		WorkingHours(BERLIN, weekly={0: intervals})
	with pytest.raises(ValueError, match="hours overlap"):
		WorkingHours(BERLIN, overrides={date(2027, 3, 1): intervals})


def test_hours_that_touch_or_come_unsorted_are_fine():
	day = date(2027, 3, 1)
	hours = WorkingHours(BERLIN, weekly={0: [(720, 800), (540, 720)]})
	assert len(working_intervals(hours, {}, day, day)) == 1
