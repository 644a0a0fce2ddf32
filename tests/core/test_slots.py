"""The slots that are offered, against a definition that looks at every minute.

A start is right for a member when the whole meeting lies in the member's hours, when no meeting of the member begins
before the new one ends plus the pause after it, or ends after the new one begins minus the pause before it, when the
start is neither too near nor too far, and when the clocks of the department show a multiple of the interval.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meeting_manager.scheduling.hours import WorkingHours, working_intervals
from meeting_manager.scheduling.intervals import merge
from meeting_manager.scheduling.slots import (
	MemberCalendar,
	Slot,
	SlotRules,
	bookable_window,
	find_slots,
	is_free,
)
from meeting_manager.scheduling.zones import day_window, to_instant, wall_to_minute

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2027, 3, 1)
LONG_AGO = 0


def at(hour, minute=0, day=MONDAY):
	return wall_to_minute(BERLIN, day, hour * 60 + minute)


def rules(**values):
	return SlotRules(**{"zone": BERLIN, "duration": 30, "interval": 30, **values})


def calendar(member="ada", working=((9, 12),), busy=(), **values):
	return MemberCalendar(
		member,
		[(at(start), at(end)) for start, end in working],
		merge((at(*start), at(*end)) for start, end in busy),
		**values,
	)


def offered(calendars, asked, day=MONDAY, now=LONG_AGO):
	slots = find_slots(calendars, asked, day_window(BERLIN, day, day), now)
	return [to_instant(slot.start, BERLIN).strftime("%H:%M") for slot in slots]


def test_slots_fill_the_hours_to_their_end():
	assert offered([calendar(working=[(9, 11)])], rules()) == ["09:00", "09:30", "10:00", "10:30"]


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


def test_meeting_next_to_another_one_is_offered():
	busy = [((10, 0), (10, 30))]
	assert offered([calendar(working=[(9, 12)], busy=busy)], rules()) == [
		"09:00",
		"09:30",
		"10:30",
		"11:00",
		"11:30",
	]


@pytest.mark.parametrize(
	("of_member", "of_type", "times"),
	[
		pytest.param((0, 0), (0, 0), ["09:00", "09:30", "10:30", "11:00", "11:30"], id="no pause"),
		pytest.param(
			(5, 0), (0, 0), ["09:00", "09:30", "11:00", "11:30"], id="before, at the meeting before"
		),
		pytest.param((0, 5), (0, 0), ["09:00", "10:30", "11:00", "11:30"], id="after, at the meeting behind"),
		pytest.param((0, 0), (30, 30), ["09:00", "11:00", "11:30"], id="that just fits"),
		pytest.param((5, 60), (35, 0), ["11:30"], id="the longer one of member and type counts"),
	],
)
def test_pauses_around_a_meeting(of_member, of_type, times):
	member = calendar(busy=[((10, 0), (10, 30))], buffer_before=of_member[0], buffer_after=of_member[1])
	assert offered([member], rules(buffer_before=of_type[0], buffer_after=of_type[1])) == times


def test_pauses_may_lie_outside_the_hours():
	assert offered([calendar(working=[(9, 10)])], rules(buffer_before=60, buffer_after=60)) == [
		"09:00",
		"09:30",
	]


def test_slot_names_the_members_who_are_free_for_it():
	calendars = [
		calendar("ada", busy=[((9, 0), (9, 30))]),
		calendar("ben"),
		calendar("cleo", working=[(10, 12)]),
	]
	slots = list(find_slots(calendars, rules(), (at(9), at(10, 30)), LONG_AGO))
	assert slots == [
		Slot(at(9), at(9, 30), ("ben",)),
		Slot(at(9, 30), at(10), ("ada", "ben")),
		Slot(at(10), at(10, 30), ("ada", "ben", "cleo")),
	]


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
	assert offered([calendar()], rules(), now=at(9))[0] == "09:00"
	assert offered([calendar()], rules(), now=at(9, 1))[0] == "09:30"


@pytest.mark.parametrize(
	("now", "horizon", "is_open"),
	[
		pytest.param(at(23, 59, MONDAY - timedelta(days=2)), 1, False, id="the day after the last one"),
		pytest.param(at(0, 0, MONDAY - timedelta(days=1)), 1, True, id="from midnight it is the last one"),
		pytest.param(at(23, 59, MONDAY - timedelta(days=1)), 1, True, id="until midnight too"),
		pytest.param(at(0, 0, MONDAY - timedelta(days=400)), 0, True, id="no horizon"),
	],
)
def test_horizon_counts_dates_of_the_department(now, horizon, is_open):
	assert bool(offered([calendar()], rules(booking_horizon=horizon), now=now)) is is_open


def test_horizon_and_notice_narrow_the_window_and_never_widen_it():
	window = (at(9), at(10))
	assert bookable_window(rules(), window, LONG_AGO) == window
	assert bookable_window(rules(minimum_notice=30, booking_horizon=1), window, at(9)) == (at(9, 30), at(10))
	tomorrow = (at(9, 0, MONDAY + timedelta(days=1)), at(9, 0, MONDAY + timedelta(days=2)))
	assert bookable_window(rules(booking_horizon=1), tomorrow, at(9)) == (
		tomorrow[0],
		at(0, 0, MONDAY + timedelta(days=2)),
	)


def on_a_day_of_change(day):
	hours = working_intervals(WorkingHours(BERLIN, weekly={6: [(60, 240)]}), (), day, day)
	return offered([MemberCalendar("ada", hours, [])], rules(), day=day)


def test_hour_that_the_clocks_skip_is_never_offered():
	assert on_a_day_of_change(date(2027, 3, 28)) == ["01:00", "01:30", "03:00", "03:30"]


def test_hour_that_comes_twice_is_offered_twice():
	twice = ["02:00", "02:30", "02:00", "02:30"]
	assert on_a_day_of_change(date(2027, 10, 31)) == ["01:00", "01:30", *twice, "03:00", "03:30"]


MINUTE = st.integers(-20, 160).map(lambda step: step * 5)
SPAN = st.tuples(MINUTE, st.integers(1, 60).map(lambda step: step * 5)).map(lambda row: (row[0], sum(row)))
PAUSE = st.sampled_from([0, 5, 10, 30, 60])
CALENDAR = st.tuples(st.lists(SPAN, max_size=4), st.lists(SPAN, max_size=6), PAUSE, PAUSE)
ANCHORS = st.sampled_from(
	[
		(BERLIN, date(2027, 3, 28)),
		(BERLIN, date(2027, 10, 31)),
		(ZoneInfo("Asia/Kathmandu"), date(2027, 5, 5)),
		(ZoneInfo("Australia/Lord_Howe"), date(2027, 4, 4)),
		(ZoneInfo("America/St_Johns"), date(2027, 3, 14)),
	]
)


@given(
	ANCHORS,
	st.lists(CALENDAR, max_size=3),
	st.sampled_from([15, 30, 45, 60, 120]),
	st.sampled_from([5, 15, 30, 45, 60]),
	st.tuples(PAUSE, PAUSE),
	st.integers(0, 300),
	st.sampled_from([0, 1]),
	st.integers(-200, 300),
)
@settings(deadline=None, max_examples=100)
def test_slots_are_the_starts_of_the_definition(
	anchor, members, duration, interval, pauses, notice, horizon, now_offset
):
	zone, day = anchor
	origin, end = day_window(zone, day, day + timedelta(days=1))
	now = origin + now_offset
	calendars = [
		MemberCalendar(
			str(number),
			merge((origin + first, origin + last) for first, last in working),
			merge((origin + first, origin + last) for first, last in busy),
			before,
			after,
		)
		for number, (working, busy, before, after) in enumerate(members)
	]
	asked = SlotRules(zone, duration, interval, *pauses, minimum_notice=notice, booking_horizon=horizon)
	expected = []
	for start in range(origin, end):
		shown = datetime.fromtimestamp(start * 60, zone)
		too_far = horizon and (shown.date() - datetime.fromtimestamp(now * 60, zone).date()).days > horizon
		if start < now + notice or too_far or (shown.hour * 60 + shown.minute) % interval:
			continue
		free = tuple(one.member for one in calendars if _is_right(one, start, duration, pauses))
		if free:
			expected.append(Slot(start, start + duration, free))
	assert list(find_slots(calendars, asked, (origin, end), now)) == expected


def _is_right(member, start, duration, pauses):
	before, after = max(member.buffer_before, pauses[0]), max(member.buffer_after, pauses[1])
	at_work = {minute for first, last in member.working for minute in range(first, last)}
	if not all(minute in at_work for minute in range(start, start + duration)):
		return False
	return not any(s < start + duration + after and e > start - before for s, e in member.busy)


def test_member_without_hours_is_never_free():
	assert not is_free(MemberCalendar("ada", [], []), rules(), at(9))
