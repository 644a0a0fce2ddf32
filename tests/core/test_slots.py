"""Each rule of the engine by name, on one Monday in Berlin; `test_engine.py` holds them against the definition."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from meeting_manager.scheduling.bitmaps import frame_around, pack, pack_inside
from meeting_manager.scheduling.hours import WorkingHours, working_intervals
from meeting_manager.scheduling.intervals import merge
from meeting_manager.scheduling.slot_rules import SlotRules
from meeting_manager.scheduling.slots import MemberCalendar, Search
from meeting_manager.scheduling.zones import day_window, to_instant, wall_to_minute

BERLIN = ZoneInfo("Europe/Berlin")
TOKYO = ZoneInfo("Asia/Tokyo")
MONDAY = date(2027, 3, 1)
SUNDAY, TUESDAY = MONDAY - timedelta(days=1), MONDAY + timedelta(days=1)
WINDOW = day_window(BERLIN, MONDAY, MONDAY)
FRAME = frame_around(WINDOW, 24 * 60)
LONG_AGO = 0


def at(hour, minute=0, day=MONDAY):
	return wall_to_minute(BERLIN, day, hour * 60 + minute)


def span(start, end):
	return at(*start), at(*end)


def rules(**values):
	return SlotRules(**{"zone": BERLIN, "duration": 30, "interval": 30, **values})


def calendar(member="ada", working=((9, 12),), booked=(), held=(), away=(), **values):
	return MemberCalendar(
		member,
		pack_inside(FRAME, [(at(start), at(end)) for start, end in working]),
		booked=pack(FRAME, merge(span(*row) for row in booked)),
		held=pack(FRAME, merge(span(*row) for row in held)),
		away=pack(FRAME, merge(span(*row) for row in away)),
		**values,
	)


def search(calendars, asked=None, window=WINDOW, now=LONG_AGO, **values):
	return Search(asked or rules(), FRAME, window, now, calendars, **values).openings()


def shown(starts):
	return [to_instant(start, BERLIN).strftime("%H:%M") for start in starts]


def offered(*arguments, **values):
	return shown(search(*arguments, **values).starts())


def test_slots_fill_the_hours_to_their_end():
	assert offered([calendar(working=[(9, 11)])]) == ["09:00", "09:30", "10:00", "10:30"]


@pytest.mark.parametrize(
	("duration", "interval", "times"),
	[
		pytest.param(60, 30, ["09:00", "09:30", "10:00"], id="starts may overlap each other"),
		pytest.param(45, 45, ["09:00", "09:45"], id="the grid counts from midnight"),
		pytest.param(30, 60, ["09:00", "10:00"], id="pauses between starts"),
		pytest.param(120, 30, ["09:00"], id="exactly as long as the hours"),
		pytest.param(125, 5, [], id="longer than the hours"),
	],
)
def test_grid_and_duration(duration, interval, times):
	assert offered([calendar(working=[(9, 11)])], rules(duration=duration, interval=interval)) == times


def test_hours_that_touch_are_one_and_a_gap_parts_them():
	assert offered([calendar(working=[(9, 10), (10, 11)])], rules(duration=120)) == ["09:00"]
	assert offered([calendar(working=[(9, 10), (11, 12)])], rules(duration=90)) == []


FREE_AROUND_TEN = ["09:00", "09:30", "10:30", "11:00", "11:30"]


@pytest.mark.parametrize("source", ["booked", "away"])
def test_meeting_next_to_another_one_is_offered(source):
	assert offered([calendar(**{source: [((10, 0), (10, 30))]})]) == FREE_AROUND_TEN


@pytest.mark.parametrize("source", ["booked", "away"])
@pytest.mark.parametrize(
	("of_member", "of_type", "times"),
	[
		pytest.param((0, 0), (0, 0), FREE_AROUND_TEN, id="no pause"),
		pytest.param(
			(5, 0), (0, 0), ["09:00", "09:30", "11:00", "11:30"], id="before, at the meeting before"
		),
		pytest.param((0, 5), (0, 0), ["09:00", "10:30", "11:00", "11:30"], id="after, at the meeting behind"),
		pytest.param((0, 0), (30, 30), ["09:00", "11:00", "11:30"], id="that just fits"),
		pytest.param((5, 60), (35, 0), ["11:30"], id="the longer one of member and type counts"),
		pytest.param((30, 0), (30, 0), ["09:00", "09:30", "11:00", "11:30"], id="never the sum"),
	],
)
def test_pauses_around_a_meeting(of_member, of_type, times, source):
	member = calendar(
		**{source: [((10, 0), (10, 30))]}, buffer_before=of_member[0], buffer_after=of_member[1]
	)
	assert offered([member], rules(buffer_before=of_type[0], buffer_after=of_type[1])) == times


@pytest.mark.parametrize(
	("promised", "own", "times"),
	[
		pytest.param((15, 30), 0, ["09:00", "11:00", "11:30"], id="the pauses promised to the other meeting"),
		pytest.param((15, 30), 30, ["09:00", "11:00", "11:30"], id="the larger of two pauses, not their sum"),
		pytest.param((15, 30), 35, ["11:30"], id="its own where they are larger"),
		pytest.param((0, 0), 0, FREE_AROUND_TEN, id="none"),
	],
)
def test_pauses_promised_to_a_meeting_are_kept(promised, own, times):
	held = [((9, 60 - promised[0]), (10, 30 + promised[1]))]
	member = calendar(booked=[((10, 0), (10, 30))], held=held)
	assert offered([member], rules(buffer_before=own, buffer_after=own)) == times


def test_pauses_may_lie_outside_the_hours():
	asked = rules(buffer_before=60, buffer_after=60)
	assert offered([calendar(working=[(9, 10)])], asked) == ["09:00", "09:30"]


def test_each_start_names_the_members_who_are_free_for_it():
	openings = search(
		[calendar("ada", booked=[((9, 0), (9, 30))]), calendar("ben"), calendar("cleo", working=[(10, 12)])]
	)
	assert openings.members_at(at(9)) == ("ben",)
	assert openings.members_at(at(9, 30)) == ("ada", "ben")
	assert openings.members_at(at(10)) == ("ada", "ben", "cleo")
	assert openings.members_at(at(8)) == openings.members_at(at(9, 1)) == ()


def test_window_holds_its_first_start_and_not_its_end():
	openings = search([calendar()], window=(at(9, 30), at(10, 30)))
	assert shown(openings.starts()) == ["09:30", "10:00"]
	assert shown(search([calendar()], window=(at(9, 31), at(10, 31))).starts()) == ["10:00", "10:30"]
	assert openings.has_any(at(10), at(10, 5))
	assert not openings.has_any(at(10, 5), at(12))


@pytest.mark.parametrize(
	("now", "first"),
	[
		pytest.param(at(7, 0), "09:00", id="the exact minute of notice"),
		pytest.param(at(7, 1), "09:30", id="a minute late"),
		pytest.param(at(9, 30), "11:30", id="the last start"),
	],
)
def test_notice_ends_at_its_exact_minute(now, first):
	assert offered([calendar()], rules(minimum_notice=120), now=now)[0] == first


def test_start_that_is_now_can_still_be_booked_and_a_minute_later_not():
	assert offered([calendar()], now=at(9))[0] == "09:00"
	assert offered([calendar()], now=at(9, 1))[0] == "09:30"


@pytest.mark.parametrize(
	("now", "horizon", "is_open"),
	[
		pytest.param(at(23, 59, SUNDAY - timedelta(days=1)), 1, False, id="the day after the last one"),
		pytest.param(at(0, 0, SUNDAY), 1, True, id="from midnight it is the last one"),
		pytest.param(at(23, 59, SUNDAY), 1, True, id="until midnight too"),
		pytest.param(at(0, 0, MONDAY - timedelta(days=400)), 0, True, id="no horizon"),
	],
)
def test_horizon_counts_dates_of_the_department(now, horizon, is_open):
	assert bool(offered([calendar()], rules(booking_horizon=horizon), now=now)) is is_open


@pytest.mark.parametrize(
	("earliest", "latest", "times"),
	[
		pytest.param(600, 630, ["10:00", "10:30"], id="both included"),
		pytest.param(601, 1439, ["10:30", "11:00", "11:30"], id="a minute past a start"),
		pytest.param(0, 569, ["09:00"], id="a minute before a start"),
	],
)
def test_earliest_and_latest_start(earliest, latest, times):
	assert offered([calendar()], rules(earliest_start=earliest, latest_start=latest)) == times


@pytest.mark.parametrize(
	("caps", "starts", "is_open"),
	[
		pytest.param({"day_cap": 2}, [at(6)], True, id="one below the day's cap"),
		pytest.param({"day_cap": 2}, [at(6), at(23)], False, id="the day is full"),
		pytest.param({"day_cap": 1}, [at(23, 55, SUNDAY), at(0, 0, TUESDAY)], True, id="other days"),
		pytest.param({"week_cap": 1}, [at(23, 55, SUNDAY)], True, id="the week before"),
		pytest.param(
			{"week_cap": 2}, [at(0), at(23, 55, MONDAY + timedelta(days=6))], False, id="Monday to Sunday"
		),
		pytest.param({"week_cap": 1}, [at(0, 0, MONDAY + timedelta(days=7))], True, id="the week after"),
		pytest.param({}, [at(6)] * 50, True, id="no cap"),
		pytest.param({"day_cap": 1, "zone": TOKYO}, [at(16)], True, id="the next day where the member lives"),
		pytest.param(
			{"day_cap": 1, "zone": TOKYO}, [at(16, 0, SUNDAY)], False, id="that day where the member lives"
		),
	],
)
def test_caps_count_meetings_that_start_on_the_members_date_or_in_the_week(caps, starts, is_open):
	assert bool(offered([calendar(starts=starts, **caps)])) is is_open


@pytest.mark.parametrize(
	("counted", "is_open"),
	[
		pytest.param([at(6)], True, id="one below"),
		pytest.param([at(0), at(23, 55)], False, id="full, as the department counts the day"),
		pytest.param([at(23, 55, SUNDAY), at(0, 0, TUESDAY)], True, id="other days"),
	],
)
def test_type_cap_counts_dates_of_the_department(counted, is_open):
	member = calendar(zone=TOKYO)
	assert bool(offered([member], rules(day_cap=2), counted=counted)) is is_open


def on_a_day_of_change(day):
	window = day_window(BERLIN, day, day)
	frame = frame_around(window, 60)
	working = working_intervals(WorkingHours(BERLIN, weekly={6: [(60, 240)]}), {}, day, day)
	calendars = [MemberCalendar("ada", pack_inside(frame, working))]
	return shown(Search(rules(), frame, window, LONG_AGO, calendars).openings().starts())


def test_hour_that_the_clocks_skip_is_never_offered():
	assert on_a_day_of_change(date(2027, 3, 28)) == ["01:00", "01:30", "03:00", "03:30"]


def test_hour_that_comes_twice_is_offered_twice():
	twice = ["02:00", "02:30", "02:00", "02:30"]
	assert on_a_day_of_change(date(2027, 10, 31)) == ["01:00", "01:30", *twice, "03:00", "03:30"]


def test_member_without_hours_and_a_type_without_members_offer_nothing():
	assert offered([calendar(working=[])]) == []
	assert offered([]) == offered([], rules(is_collective=True)) == []
