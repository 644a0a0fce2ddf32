"""A reminder in the middle of the night, by the recipient's clocks, or one that comes too late because it was put off."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from meeting_manager.scheduling.quiet_hours import QuietHours, outside
from meeting_manager.scheduling.zones import to_instant, to_minute

BERLIN, KOLKATA, NEW_YORK = (ZoneInfo(name) for name in ("Europe/Berlin", "Asia/Kolkata", "America/New_York"))
NIGHT = QuietHours(21 * 60, 7 * 60)
SMALL_HOURS = QuietHours(0, 6 * 60 + 30)


def minute(text: str, zone: ZoneInfo, fold: int = 0) -> int:
	return to_minute(datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold))


@pytest.mark.parametrize(
	("zone", "quiet", "due", "start", "expected"),
	[
		pytest.param(BERLIN, NIGHT, "2027-03-01 20:59", "2027-03-02 20:59", "2027-03-01 20:59", id="before"),
		pytest.param(BERLIN, NIGHT, "2027-03-01 21:00", "2027-03-02 21:00", "2027-03-02 07:00", id="first"),
		pytest.param(BERLIN, NIGHT, "2027-03-02 06:59", "2027-03-03 06:59", "2027-03-02 07:00", id="last"),
		pytest.param(BERLIN, NIGHT, "2027-03-02 07:00", "2027-03-03 07:00", "2027-03-02 07:00", id="over"),
		pytest.param(BERLIN, NIGHT, "2027-03-02 06:30", "2027-03-02 07:30", "2027-03-02 07:00", id="in time"),
		pytest.param(
			BERLIN, NIGHT, "2027-03-02 06:25", "2027-03-02 07:25", "2027-03-01 20:55", id="too late"
		),
		pytest.param(
			BERLIN, NIGHT, "2027-03-02 02:00", "2027-03-02 03:00", "2027-03-01 20:55", id="night owl"
		),
		pytest.param(
			KOLKATA, NIGHT, "2027-03-02 00:10", "2027-03-02 12:10", "2027-03-02 07:00", id="half hour"
		),
		pytest.param(
			BERLIN, SMALL_HOURS, "2027-03-02 00:00", "2027-03-02 12:00", "2027-03-02 06:30", id="midnight"
		),
		pytest.param(
			BERLIN, SMALL_HOURS, "2027-03-02 23:59", "2027-03-03 23:59", "2027-03-02 23:59", id="not yet"
		),
		pytest.param(
			BERLIN, NIGHT, "2027-03-28 01:30", "2027-03-28 09:30", "2027-03-28 07:00", id="short night"
		),
		pytest.param(
			BERLIN, NIGHT, "2027-10-31 01:30", "2027-10-31 09:30", "2027-10-31 07:00", id="long night"
		),
		pytest.param(
			NEW_YORK,
			NIGHT,
			"2027-03-14 03:30",
			"2027-03-14 07:20",
			"2027-03-13 20:55",
			id="west, short night",
		),
	],
)
def test_quiet_hours(zone, quiet, due, start, expected):
	moved = outside(minute(due, zone), minute(start, zone), zone, quiet)
	assert to_instant(moved, zone).strftime("%Y-%m-%d %H:%M") == expected


def test_without_quiet_hours_nothing_moves():
	assert outside(60, 120, BERLIN, None) == 60


@pytest.mark.parametrize("fold", [0, 1], ids=["first", "second"])
def test_an_end_that_the_clocks_show_twice_is_the_second(fold):
	due, start = minute("2027-10-31 02:10", BERLIN, fold), minute("2027-10-31 12:00", BERLIN)
	moved = outside(due, start, BERLIN, QuietHours(22 * 60, 2 * 60 + 30))
	assert moved == minute("2027-10-31 02:30", BERLIN, fold=1)


def test_an_end_that_the_clocks_jump_over_is_the_jump():
	due, start = minute("2027-03-28 01:50", BERLIN), minute("2027-03-28 12:00", BERLIN)
	moved = outside(due, start, BERLIN, QuietHours(22 * 60, 2 * 60 + 30))
	assert moved == minute("2027-03-28 03:00", BERLIN)


@pytest.mark.parametrize("hour", range(24))
def test_nobody_is_reminded_in_quiet_hours_at_either_change_of_the_clocks(hour):
	for day in ("2027-03-28", "2027-10-31"):
		for later in (45, 24 * 60):
			due = minute(f"{day} {hour:02}:15", BERLIN)
			moved = outside(due, due + later, BERLIN, NIGHT)
			assert 7 <= to_instant(moved, BERLIN).hour < 21
			assert moved <= due + later - 30
