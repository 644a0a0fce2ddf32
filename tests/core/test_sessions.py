"""Meetings of several customers with one member, and of one customer with several members."""

import pytest

from meeting_manager.scheduling.openings import Session
from tests.core.test_slots import at, calendar, offered, rules, search, shown

HALF_PAST_NINE = ((9, 30), (10, 0))


def session(seats, members=("ada",)):
	return Session(at(9, 30), members, seats)


@pytest.mark.parametrize(
	("seats", "times"),
	[
		pytest.param(1, ["09:00", "09:30", "10:00"], id="seats are left"),
		pytest.param(2, ["09:00", "09:30", "10:00"], id="the last seat"),
		pytest.param(3, ["09:00", "10:00"], id="full"),
		pytest.param(4, ["09:00", "10:00"], id="fuller than it may be"),
	],
)
def test_session_offers_its_seats_until_it_is_full(seats, times):
	member = calendar(working=[(9, 10)], booked=[HALF_PAST_NINE])
	late = calendar("ben", working=[(10, 11)], booked=[((10, 30), (11, 0))])
	assert offered([member, late], rules(capacity=3), sessions=[session(seats)]) == times


@pytest.mark.parametrize(
	"asked",
	[
		pytest.param({"interval": 60}, id="off the grid"),
		pytest.param({"earliest_start": 660}, id="too early in the day"),
		pytest.param({"day_cap": 1}, id="the type's cap is reached"),
		pytest.param({"buffer_before": 60, "buffer_after": 60}, id="pauses that were not asked for then"),
		pytest.param({"duration": 240}, id="longer than the hours by now"),
	],
)
def test_seat_in_a_session_is_offered_whatever_a_new_meeting_would_need(asked):
	member = calendar(booked=[((9, 0), (9, 30)), HALF_PAST_NINE], day_cap=1, starts=[at(9, 30)])
	found = search([member], rules(capacity=2, **asked), sessions=[session(1)], counted=[at(9, 30)])
	assert shown(found.starts()) == ["09:30"]
	assert found.members_at(at(9, 30)) == ()
	assert found.sessions_at(at(9, 30)) == [session(1)]


@pytest.mark.parametrize(
	"closed",
	[
		pytest.param({"now": at(9, 31)}, id="it has begun"),
		pytest.param({"asked": rules(capacity=2, minimum_notice=60), "now": at(8, 31)}, id="notice"),
		pytest.param({"asked": rules(capacity=2, booking_horizon=1), "now": 0}, id="horizon"),
		pytest.param({"window": (at(9, 31), at(12))}, id="before the window"),
		pytest.param({"window": (at(6), at(9, 30))}, id="after the window"),
	],
)
def test_notice_horizon_and_window_close_a_session(closed):
	values = {"asked": rules(capacity=2), **closed}
	assert offered([calendar(working=[])], sessions=[session(1)], **values) == []


def test_sessions_of_one_start_come_fullest_first():
	one, two = session(1), session(2, ("ben",))
	found = search([calendar(), calendar("ben")], rules(capacity=3), sessions=[one, two])
	assert found.sessions_at(at(9, 30)) == [two, one]
	assert found.sessions_at(at(10)) == []


def test_collective_start_needs_every_member():
	calendars = [
		calendar("ada", booked=[((9, 0), (9, 30))]),
		calendar("ben", working=[(9, 11)]),
		calendar("cleo", away=[((10, 0), (10, 30))]),
	]
	found = search(calendars, rules(is_collective=True))
	assert shown(found.starts()) == ["09:30", "10:30"]
	assert found.members_at(at(9, 30)) == ("ada", "ben", "cleo")
	assert found.members_at(at(9)) == found.members_at(at(10)) == ()


def test_collective_start_keeps_the_caps_and_pauses_of_every_member():
	calendars = [calendar("ada"), calendar("ben", working=[(9, 10)], day_cap=1, starts=[at(6)])]
	assert offered(calendars, rules(is_collective=True)) == []
	paused = calendar("ben", booked=[((10, 0), (10, 30))], buffer_before=60, buffer_after=30)
	assert offered([calendar("ada"), paused], rules(is_collective=True)) == ["09:00", "11:30"]


def test_collective_session_offers_its_seats():
	both = ("ada", "ben")
	calendars = [calendar(name, working=[(9, 10)], booked=[HALF_PAST_NINE]) for name in both]
	asked = rules(is_collective=True, capacity=2)
	assert offered(calendars, asked, sessions=[session(1, both)]) == ["09:00", "09:30"]
	assert offered(calendars, asked, sessions=[session(2, both)]) == ["09:00"]
