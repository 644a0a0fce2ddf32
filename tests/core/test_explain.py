"""Why a start is not offered, case by case; `test_engine.py` holds the codes against the definition."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meeting_manager.scheduling.bitmaps import pack, pack_inside
from meeting_manager.scheduling.explain import table, why
from meeting_manager.scheduling.hours import AFTERNOON, MORNING, WHOLE_DAY, WorkingHours, working_intervals
from meeting_manager.scheduling.openings import Session
from meeting_manager.scheduling.reasons import Reason
from meeting_manager.scheduling.slots import MemberCalendar, Search
from tests.core.handed_over import reason_codes, search_of
from tests.core.random_cases import cases
from tests.core.test_slots import BERLIN, FRAME, LONG_AGO, MONDAY, SUNDAY, WINDOW, at, calendar, rules, span

TEN = at(10)
LAST_MINUTE_OUTSIDE = {"notice": 1, "horizon": -1}
NINE_TO_TWELVE = {0: [(540, 720)]}


def ask(start=TEN, calendars=None, asked=None, window=WINDOW, now=LONG_AGO, member="ada", **values):
	calendars = [calendar()] if calendars is None else calendars
	return why(Search(asked or rules(), FRAME, window, now, calendars, **values), member, start)


def codes(*arguments, **values):
	return [reason.code for reason in ask(*arguments, **values)]


def at_work(overrides=None, holidays=None, weekly=None):
	hours = WorkingHours(BERLIN, weekly or NINE_TO_TWELVE, overrides or {})
	holidays = holidays or {}
	working = working_intervals(hours, holidays, SUNDAY, MONDAY)
	return MemberCalendar("ada", pack_inside(FRAME, working), hours=hours, holidays=holidays)


def test_start_that_is_offered_has_no_reasons():
	assert ask() == ()


@pytest.mark.parametrize(
	("values", "expected"),
	[
		pytest.param({"start": at(8)}, ["outside hours"], id="outside hours"),
		pytest.param({"start": at(11, 45)}, ["outside hours", "between steps"], id="two reasons at once"),
		pytest.param({"member": "eve"}, ["not a member"], id="not a member"),
		pytest.param({"calendars": []}, ["not a member"], id="nobody is"),
		pytest.param({"start": at(10, 2)}, ["between steps"], id="no multiple of five"),
		pytest.param({"start": at(10, 15)}, ["between steps"], id="between steps"),
		pytest.param({"asked": rules(earliest_start=601)}, ["time of day"], id="too early"),
		pytest.param({"asked": rules(latest_start=599)}, ["time of day"], id="too late"),
		pytest.param({"now": at(10, 1)}, ["notice"], id="over"),
		pytest.param({"asked": rules(day_cap=1), "counted": [at(6)]}, ["type cap"], id="type cap"),
		pytest.param({"window": (at(10, 30), at(12))}, ["outside window"], id="before the window"),
		pytest.param({"window": (at(6), at(10))}, ["outside window"], id="at the end of the window"),
		pytest.param({"calendars": [calendar(day_cap=1, starts=[at(6)])]}, ["day cap"], id="day cap"),
		pytest.param({"calendars": [calendar(week_cap=1, starts=[at(6)])]}, ["week cap"], id="week cap"),
		pytest.param(
			{"calendars": [calendar(away=[((10, 0), (10, 5))])]}, ["busy elsewhere"], id="busy elsewhere"
		),
		pytest.param({"calendars": [calendar(booked=[((10, 25), (11, 0))])]}, ["booked"], id="booked"),
		pytest.param(
			{"calendars": [calendar(held=[((10, 25), (11, 0))])]}, ["buffer"], id="a promised pause"
		),
		pytest.param(
			{"calendars": [calendar(booked=[((9, 0), (10, 0))], buffer_before=5)]}, ["buffer"], id="own pause"
		),
	],
)
def test_each_code(values, expected):
	assert sorted(codes(**values)) == sorted(expected)


@pytest.mark.parametrize(
	("calendar", "expected"),
	[
		pytest.param(at_work(), [], id="at work"),
		pytest.param(at_work({MONDAY: []}), ["day off"], id="a day off"),
		pytest.param(at_work({}, {MONDAY: WHOLE_DAY}), ["holiday"], id="a holiday"),
		pytest.param(at_work({}, {MONDAY: MORNING}), ["holiday"], id="in the half that is off"),
		pytest.param(at_work({}, {MONDAY: AFTERNOON}), [], id="in the half that is not"),
		pytest.param(at_work({MONDAY: []}, {MONDAY: WHOLE_DAY}), ["day off", "holiday"], id="both"),
		pytest.param(at_work({MONDAY: [(600, 615)]}), ["outside hours"], id="shorter hours on the date"),
		pytest.param(
			at_work({MONDAY: []}, weekly={0: [(660, 720)]}), ["outside hours"], id="off, but not the reason"
		),
		pytest.param(
			at_work({SUNDAY: []}, weekly={6: [(1200, 2160)]}), ["day off"], id="off on the night's own date"
		),
		pytest.param(
			at_work({}, {SUNDAY: AFTERNOON}, {6: [(1200, 2160)]}),
			["holiday"],
			id="holiday of the night's date",
		),
	],
)
def test_hours_are_explained_by_what_would_open_them(calendar, expected):
	assert codes(calendars=[calendar]) == expected


def test_meetings_in_the_way_are_named():
	booked = [((9, 0), (10, 0)), ((10, 0), (10, 15)), ((10, 15), (10, 45)), ((11, 0), (11, 30))]
	meetings = [span(*row) for row in booked]
	member = MemberCalendar(
		"ada", calendar().working, pack(FRAME, meetings), buffer_before=15, buffer_after=15, meetings=meetings
	)
	assert ask(calendars=[member]) == (Reason("booked", meetings=(meetings[1], meetings[2])),)
	assert ask(at(11, 30), calendars=[member]) == (Reason("buffer", meetings=(meetings[3],)),)


def test_limits_are_named():
	member = calendar(day_cap=2, week_cap=3, starts=[at(6)] * 3)
	asked = rules(day_cap=1, interval=45)
	found = ask(calendars=[member], asked=asked, counted=[at(6)])
	assert {reason.code: reason.limit for reason in found} == {
		"day cap": 2,
		"week cap": 3,
		"type cap": 1,
		"between steps": 45,
	}


@pytest.mark.parametrize(
	("seats", "values", "expected"),
	[
		pytest.param(1, {}, [], id="a seat is left"),
		pytest.param(2, {}, ["full"], id="full"),
		pytest.param(1, {"now": at(10, 1)}, ["notice"], id="a seat is left, but it has begun"),
		pytest.param(2, {"now": at(10, 1)}, ["full", "notice"], id="full and begun"),
		pytest.param(1, {"window": (at(11), at(12))}, ["outside window"], id="a seat outside the window"),
	],
)
def test_seats_of_a_session(seats, values, expected):
	member = calendar(booked=[((10, 0), (10, 30))], day_cap=1, starts=[at(10)])
	found = codes(
		calendars=[member], asked=rules(capacity=2), sessions=[Session(at(10), ("ada",), seats)], **values
	)
	assert sorted(set(found) - {"day cap"}) == expected
	assert ("day cap" in found) is ("full" in expected)


def test_session_of_someone_who_has_left_is_neither_offered_nor_explained_as_open():
	search = Search(
		rules(capacity=2),
		FRAME,
		WINDOW,
		LONG_AGO,
		[calendar(booked=[((10, 0), (10, 30))])],
		[Session(at(10), ("ada", "eve"), 1)],
	)
	assert not search.openings().has_any(at(10), at(10, 1))
	assert reason_codes(why(search, "ada", at(10))) == {"booked"}


def test_collective_type_tells_that_another_one_is_not_free():
	calendars = [calendar("ada"), calendar("ben", booked=[((10, 0), (10, 30))])]
	asked = rules(is_collective=True)
	assert codes(calendars=calendars, asked=asked) == ["others not free"]
	assert codes(calendars=calendars, asked=asked, member="ben") == ["booked"]
	assert codes(calendars=calendars) == []


def test_table_has_a_row_for_each_start_of_the_grid_and_each_session():
	calendars = [calendar("ada", working=[(9, 10)]), calendar("ben", booked=[((9, 15), (9, 30))], working=[])]
	session = Session(at(9, 15), ("ben",), 1)
	search = Search(rules(capacity=2), FRAME, WINDOW, LONG_AGO, calendars, [session])
	rows = {row.start: row for row in table(search, at(9), at(10))}
	assert sorted(rows) == [at(9), at(9, 15), at(9, 30)]
	assert [row.is_offered for row in rows.values()] == [True, True, True]
	assert rows[at(9, 15)].reasons["ben"] == ()
	assert reason_codes(rows[at(9, 15)].reasons["ada"]) == {"between steps"}


@given(cases(), st.booleans())
@settings(deadline=None, max_examples=40)
def test_minute_named_by_notice_and_horizon_is_the_turning_point(case, is_first):
	search, starts = search_of(case), case.possible_starts()
	member, start = case.members[0].name, starts[0 if is_first else -1]
	for reason in why(search, member, start):
		if reason.code in LAST_MINUTE_OUTSIDE:
			assert reason.code not in told(search, member, start, reason.minute)
			assert reason.code in told(
				search, member, start, reason.minute + LAST_MINUTE_OUTSIDE[reason.code]
			)


def told(search, member, start, now):
	values = {
		name: getattr(search, name)
		for name in ("rules", "frame", "window", "calendars", "sessions", "counted")
	}
	return reason_codes(why(Search(now=now, **values), member, start))
