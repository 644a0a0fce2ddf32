"""Random cases around changes of the clocks, for the property tests."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tests.core.definition import DAY, Booking, Case, MeetingType, Member, local
from tests.core.test_zones_transitions import changes_of

CHANGING = (
	"Africa/Cairo",
	"Africa/Casablanca",
	"America/Havana",
	"America/New_York",
	"America/Nuuk",
	"America/Santiago",
	"America/St_Johns",
	"Antarctica/Troll",
	"Asia/Beirut",
	"Atlantic/Azores",
	"Australia/Lord_Howe",
	"Europe/Berlin",
	"Europe/Dublin",
	"Pacific/Chatham",
)
STEADY = (
	"America/Sao_Paulo",
	"Asia/Kathmandu",
	"Asia/Kolkata",
	"Asia/Tehran",
	"Pacific/Apia",
	"Pacific/Kiritimati",
)
NAMES = ("ada", "ben", "cleo")


@lru_cache(maxsize=32)
def changes(zone: str) -> list[int]:
	return [change.at for change in changes_of(ZoneInfo(zone))]


def steps(low: int, high: int):
	"""Multiples of five minutes, both ends included."""
	return st.integers(low // 5, high // 5).map(lambda count: count * 5)


PAUSES = st.sampled_from([0, 0, 0, 5, 10, 20, 45, 60, 90])
CAPS = st.sampled_from([0, 0, 0, 0, 1, 2, 3])


def near(day: date):
	return st.sampled_from([0, 0, -1, 1]).map(lambda offset: day + timedelta(days=offset))


@st.composite
def hours(draw) -> list[tuple[int, int]]:
	"""Wall intervals that do not overlap; the last may run over midnight."""
	kind = draw(st.integers(0, 5))
	if kind == 0:
		return []
	if kind == 1:
		return [(0, DAY)]
	if kind == 2:
		start = draw(steps(12 * 60, DAY - 5))
		return [(start, start + draw(steps(5, DAY)))]
	marks = sorted(draw(st.sets(steps(0, DAY), min_size=2, max_size=4)))
	return list(zip(marks[::2], marks[1::2], strict=False))


HOURS = hours()
WEEK = st.one_of(
	st.just({weekday: [(0, DAY)] for weekday in range(7)}),
	HOURS.map(lambda daily: dict.fromkeys(range(7), daily)),
	st.fixed_dictionaries(dict.fromkeys(range(7), HOURS)),
)


@st.composite
def meeting_types(draw, zone: str) -> MeetingType:
	times = sorted(draw(st.tuples(steps(0, DAY - 5), steps(0, DAY - 5))))
	earliest, latest = times if draw(st.integers(0, 4)) == 0 else (0, DAY - 1)
	return MeetingType(
		zone=zone,
		duration=draw(st.sampled_from([5, 15, 20, 30, 30, 45, 60, 90])),
		interval=draw(st.sampled_from([5, 10, 15, 15, 20, 30, 30, 45, 60, 90, 480])),
		before=draw(PAUSES),
		after=draw(PAUSES),
		notice=draw(st.sampled_from([0, 1, 30, 240, 1440])),
		horizon=draw(st.sampled_from([0, 0, 1, 2, 30])),
		earliest=earliest,
		latest=latest,
		day_cap=draw(CAPS),
		capacity=draw(st.sampled_from([1, 1, 2, 3])),
		is_collective=draw(st.integers(0, 3)) == 0,
	)


@st.composite
def members(draw, names, zones, day: date, around) -> list[Member]:
	dates = near(day)
	away = st.tuples(around, st.integers(1, 100)).map(
		lambda row: (row[0] + row[1] % 7, row[0] + row[1] % 7 + row[1])
	)
	return [
		Member(
			name=name,
			zone=draw(zones),
			weekly=draw(WEEK),
			overrides=draw(st.dictionaries(dates, HOURS, max_size=2)),
			away=draw(st.lists(away, max_size=2)),
			before=draw(PAUSES),
			after=draw(PAUSES),
			day_cap=draw(CAPS),
			week_cap=draw(CAPS),
		)
		for name in names
	]


@st.composite
def bookings(draw, names, around, asked: MeetingType) -> list[Booking]:
	"""Meetings of other types, and sessions of this one with a seat or more taken."""
	found = []
	for start in draw(st.lists(around, unique=True, max_size=3)):
		own = draw(st.sets(st.sampled_from(names), min_size=1))
		found.append(draw(meetings(start, sorted(own), is_of_type=False)))
	for start in draw(st.lists(around, unique=True, min_size=int(asked.capacity > 1), max_size=2)):
		own = names if asked.is_collective else [draw(st.sampled_from(names))]
		seats = draw(st.integers(1, asked.capacity))
		found += [draw(meetings(start, own, is_of_type=True))] * seats
	return found


@st.composite
def meetings(draw, start: int, names, is_of_type: bool) -> Booking:
	blocks = draw(st.sampled_from([True, True, True, True, False]))
	return Booking(
		start, start + draw(steps(5, 120)), tuple(names), draw(PAUSES), draw(PAUSES), blocks, is_of_type
	)


@st.composite
def now_for(draw, asked: MeetingType, window, anchor: int) -> int:
	"""A time that lets the notice or the horizon end within the window, or one that leaves it open."""
	kind = draw(st.sampled_from(["open", "notice", "horizon"]))
	if kind == "notice":
		return anchor - asked.notice + draw(st.integers(-5 * 60, 5 * 60))
	if asked.horizon:
		return window[1] - asked.horizon * DAY - (draw(st.integers(0, DAY)) if kind == "horizon" else 0)
	return window[0] - 3 * DAY


@st.composite
def cases(draw) -> Case:
	zone = draw(st.sampled_from(CHANGING + STEADY))
	if zone in CHANGING:
		anchor = draw(st.sampled_from(changes(zone)))
	else:
		anchor = int(datetime(draw(st.integers(2024, 2037)), 3, 31, 1, tzinfo=timezone.utc).timestamp()) // 60
	zones = st.one_of(st.just(zone), st.sampled_from(CHANGING + STEADY))
	asked = draw(meeting_types(draw(zones)))
	window = anchor - draw(st.integers(0, 9 * 60)), anchor + draw(st.integers(5, 6 * 60))
	around = steps(window[0] - anchor - 120, window[1] - anchor + 60).map(lambda offset: anchor + offset)
	names = NAMES[: draw(st.integers(1, 3))]
	day = local(zone, anchor).date()
	return Case(
		type=asked,
		members=draw(members(names, zones, day, around)),
		window=window,
		now=draw(now_for(asked, window, anchor)),
		bookings=draw(bookings(names, around, asked)),
		holidays=draw(
			st.dictionaries(near(day), st.sampled_from(["Whole Day", "Morning", "Afternoon"]), max_size=2)
		),
	)
