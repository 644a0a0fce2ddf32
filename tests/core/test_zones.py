"""Wall time and UTC minutes, against a search through every minute.

The definition: a wall time stands for the first minute at which the clocks show it or a later time.
"""

from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from meeting_manager.scheduling.zones import (
	day_window,
	find_zone,
	is_skipped,
	local_day,
	to_instant,
	to_minute,
	wall_to_minute,
)

EPOCH = datetime(1970, 1, 1)
DAY = 24 * 60
WIDEST_OFFSET = 16 * 60
ZONES = (
	"Africa/Casablanca",
	"America/New_York",
	"America/Sao_Paulo",
	"America/St_Johns",
	"Antarctica/Troll",
	"Asia/Beirut",
	"Asia/Kathmandu",
	"Asia/Tehran",
	"Australia/Lord_Howe",
	"Europe/Berlin",
	"Europe/Dublin",
	"Pacific/Apia",
	"Pacific/Chatham",
	"Pacific/Kiritimati",
	"UTC",
)
CHANGES = {
	"Berlin springs forward": ("Europe/Berlin", date(2027, 3, 28)),
	"Berlin falls back": ("Europe/Berlin", date(2027, 10, 31)),
	"New York springs forward": ("America/New_York", date(2027, 3, 14)),
	"New York falls back": ("America/New_York", date(2027, 11, 7)),
	"Kathmandu moves its zone by 15 minutes": ("Asia/Kathmandu", date(1986, 1, 1)),
	"Lord Howe springs by half an hour": ("Australia/Lord_Howe", date(2026, 10, 4)),
	"Lord Howe falls by half an hour": ("Australia/Lord_Howe", date(2027, 4, 4)),
	"Casablanca goes back for Ramadan": ("Africa/Casablanca", date(2027, 2, 7)),
	"Casablanca returns after Ramadan": ("Africa/Casablanca", date(2027, 3, 14)),
	"St Johns changes at a minute past midnight": ("America/St_Johns", date(2010, 3, 14)),
	"Apia skips a whole day": ("Pacific/Apia", date(2011, 12, 30)),
	"Tehran springs at midnight": ("Asia/Tehran", date(2022, 3, 22)),
	"Tehran falls back": ("Asia/Tehran", date(2022, 9, 21)),
	"Dublin, where winter time is the exception": ("Europe/Dublin", date(2027, 10, 31)),
	"Sao Paulo has no midnight": ("America/Sao_Paulo", date(2018, 11, 4)),
	"Sao Paulo has two midnights": ("America/Sao_Paulo", date(2018, 2, 18)),
	"Troll jumps two hours": ("Antarctica/Troll", date(2027, 3, 28)),
}
EACH_CHANGE = pytest.mark.parametrize(("name", "day"), list(CHANGES.values()), ids=list(CHANGES))


@lru_cache(maxsize=4096)
def local(name, minute):
	return datetime.fromtimestamp(minute * 60, ZoneInfo(name)).replace(tzinfo=None)


def first_minute_at_or_past(name, wall):
	minute = (wall - EPOCH) // timedelta(minutes=1) - WIDEST_OFFSET
	while local(name, minute) < wall:
		minute += 1
	return minute


def walls_around(day, step):
	midnight = datetime.combine(day, datetime.min.time())
	return [midnight + timedelta(minutes=minute) for minute in range(-DAY, 2 * DAY, step)]


@EACH_CHANGE
def test_every_wall_time_around_a_change_of_the_clocks(name, day):
	zone, minute = ZoneInfo(name), None
	for wall in walls_around(day, 5):
		minute = first_minute_at_or_past(name, wall) if minute is None else minute
		while local(name, minute) < wall:
			minute += 1
		minute_of_day = wall.hour * 60 + wall.minute
		assert wall_to_minute(zone, wall.date(), minute_of_day) == minute, wall
		assert is_skipped(zone, wall.date(), minute_of_day) is (local(name, minute) != wall), wall


@given(st.sampled_from(ZONES), st.dates(date(1973, 1, 1), date(2037, 12, 31)), st.integers(0, 3 * DAY))
@example("Pacific/Apia", date(2011, 12, 29), DAY)
@example("Pacific/Apia", date(2011, 12, 29), 2 * DAY - 1)
@example("Pacific/Kiritimati", date(1994, 12, 31), 90)
@example("Europe/Berlin", date(2027, 3, 27), DAY + 150)
@settings(deadline=None, max_examples=150)
def test_wall_time_is_the_first_minute_that_shows_it_or_a_later_one(name, day, minute_of_day):
	wall = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute_of_day)
	expected = first_minute_at_or_past(name, wall)
	zone = ZoneInfo(name)
	assert wall_to_minute(zone, day, minute_of_day) == expected
	assert is_skipped(zone, day, minute_of_day) is (local(name, expected) != wall)


@given(st.sampled_from(ZONES), st.integers(1_600_000, 35_000_000))
@settings(deadline=None)
def test_instant_comes_back_from_its_wall_time_or_an_hour_that_repeats(name, minute):
	wall = local(name, minute)
	back = wall_to_minute(ZoneInfo(name), wall.date(), wall.hour * 60 + wall.minute)
	assert back <= minute
	assert local(name, back) == wall


@pytest.mark.parametrize(
	("name", "day", "wall", "utc"),
	[
		pytest.param("Europe/Berlin", date(2027, 3, 28), "01:55", "2027-03-28T00:55Z", id="before the gap"),
		pytest.param(
			"Europe/Berlin", date(2027, 3, 28), "02:30", "2027-03-28T01:00Z", id="in the gap: the jump"
		),
		pytest.param("Europe/Berlin", date(2027, 3, 28), "03:00", "2027-03-28T01:00Z", id="behind the gap"),
		pytest.param(
			"Europe/Berlin", date(2027, 10, 31), "02:30", "2027-10-31T00:30Z", id="twice: the first"
		),
		pytest.param("Asia/Kathmandu", date(2027, 1, 1), "09:00", "2027-01-01T03:15Z", id="45 minutes"),
		pytest.param(
			"Pacific/Apia", date(2011, 12, 30), "12:00", "2011-12-30T10:00Z", id="a day that never was"
		),
	],
)
def test_known_wall_times(name, day, wall, utc):
	hour, minute = map(int, wall.split(":"))
	expected = datetime.fromisoformat(utc.replace("Z", "+00:00"))
	assert to_instant(wall_to_minute(ZoneInfo(name), day, hour * 60 + minute)) == expected


@EACH_CHANGE
def test_day_window_holds_the_minutes_of_the_local_date_and_no_other(name, day):
	zone = ZoneInfo(name)
	around = range(wall_to_minute(zone, day) - DAY, wall_to_minute(zone, day) + 2 * DAY)
	assert list(range(*day_window(zone, day, day))) == [
		minute for minute in around if local(name, minute).date() == day
	]


@pytest.mark.parametrize(
	("day", "hours"), [(date(2027, 3, 28), 23), (date(2027, 10, 31), 25), (date(2027, 6, 1), 24)]
)
def test_length_of_a_day(day, hours):
	start, end = day_window(ZoneInfo("Europe/Berlin"), day, day)
	assert end - start == hours * 60


@pytest.mark.parametrize(
	"name",
	[
		pytest.param("", id="empty"),
		pytest.param("Europe", id="a folder"),
		pytest.param("Europe/Atlantis", id="no such city"),
		pytest.param("europe/berlin", id="wrong case"),
		pytest.param(" Europe/Berlin", id="space before"),
		pytest.param("Europe/Berlin\n", id="line end"),
		pytest.param("Europe/Berlin\0", id="NUL"),
		pytest.param("../zoneinfo/Europe/Berlin", id="path upwards"),
		pytest.param("/usr/share/zoneinfo/Europe/Berlin", id="absolute path"),
		pytest.param("Europe//Berlin", id="double slash"),
		pytest.param("./Europe/Berlin", id="dot"),
		pytest.param("Europe/Berlin/", id="slash behind"),
		pytest.param("tzdata.zi", id="another file of the database"),
		pytest.param("zone.tab", id="the table of zones"),
		pytest.param("__init__.py", id="a module of the package"),
		pytest.param("localtime", id="the machine's own zone"),
		pytest.param("Factory", id="the zone of a machine without one"),
		pytest.param("posixrules", id="the rules for POSIX zones"),
		pytest.param("posix/Europe/Berlin", id="the copy without leap seconds"),
		pytest.param("right/Europe/Berlin", id="the copy with leap seconds"),
		pytest.param("\ud800", id="half a surrogate"),
		pytest.param("Europe/Bérlin", id="accent"),
		pytest.param("x" * 10_000, id="too long for a file name"),
		pytest.param("CEST-2", id="POSIX rule"),
		pytest.param("+02:00", id="offset"),
	],
)
def test_name_that_is_no_zone_finds_none(name):
	assert find_zone(name) is None


@pytest.mark.parametrize("name", [*ZONES, "US/Eastern", "Etc/GMT+5", "America/Argentina/Buenos_Aires"])
def test_name_of_a_zone_finds_it(name):
	assert find_zone(name).key == name


def test_seconds_are_cut_off():
	assert to_minute(datetime(1970, 1, 1, 0, 2, 59, tzinfo=timezone.utc)) == 2
	assert to_minute(datetime(1969, 12, 31, 23, 59, 1, tzinfo=timezone.utc)) == -1


def test_local_day_changes_at_local_midnight():
	zone = ZoneInfo("Pacific/Kiritimati")
	midnight = wall_to_minute(zone, date(2027, 1, 1))
	assert local_day(zone, midnight) == date(2027, 1, 1)
	assert local_day(zone, midnight - 1) == date(2026, 12, 31)
	assert to_instant(midnight).date() == date(2026, 12, 31)
