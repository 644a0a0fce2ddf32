"""Whom staff are offered for a start, and which rules that breaks: the least broken first, no given time ever."""

import pytest

from meeting_manager.scheduling.actors import CUSTOMER_ACCOUNT, CUSTOMER_LINK, STAFF
from meeting_manager.scheduling.explain import Explanation
from meeting_manager.scheduling.openings import Session
from meeting_manager.scheduling.policy import (
	ALLOWED,
	NOT_FREE,
	OUTSIDE_RULES,
	STARTED,
	Actor,
	Facts,
	Policy,
	may_book,
)
from meeting_manager.scheduling.reasons import (
	BOOKED,
	BUFFER,
	BUSY_ELSEWHERE,
	DAY_CAP,
	FULL,
	NOT_A_MEMBER,
	NOTICE,
	OTHERS_NOT_FREE,
	OUTSIDE_HOURS,
	RULES,
)
from meeting_manager.scheduling.slots import Search
from meeting_manager.scheduling.takers import equally_good, find_takers, judge_starts, what_is_in_the_way
from tests.core.test_slots import FRAME, LONG_AGO, WINDOW, at, calendar, rules

TEN = at(10)
AT_TEN = [((10, 0), (10, 30))]
LEADER, MEMBER = Actor(STAFF, may_override=True), Actor(STAFF)


def takers(calendars, asked=None, members=("ada", "ben"), now=LONG_AGO, **values):
	search = Search(asked or rules(), FRAME, WINDOW, now, calendars, **values)
	return find_takers(Explanation(search), TEN, members)


def shown(found):
	return [(one.members, one.codes, one.is_possible) for one in found]


def test_whoever_is_free_comes_before_whoever_breaks_a_rule():
	found = takers([calendar(working=[(14, 17)]), calendar("ben")])
	assert shown(found) == [(("ben",), (), True), (("ada",), (OUTSIDE_HOURS,), True)]


def test_fewer_broken_rules_come_first():
	resting = calendar(working=[(14, 17)], day_cap=1, starts=[at(6)])
	found = takers([resting, calendar("ben", day_cap=1, starts=[at(6)])])
	assert [one.members for one in found] == [("ben",), ("ada",)]
	assert set(found[1].codes) == {OUTSIDE_HOURS, DAY_CAP}


@pytest.mark.parametrize(
	("values", "code"),
	[
		pytest.param({"booked": AT_TEN}, BOOKED, id="booked"),
		pytest.param({"held": AT_TEN}, BUFFER, id="a promised pause"),
		pytest.param({"away": AT_TEN}, BUSY_ELSEWHERE, id="busy elsewhere"),
	],
)
def test_a_time_that_is_given_away_comes_last_and_is_nobody_s_to_override(values, code):
	two_rules = calendar("ben", working=[(14, 17)], day_cap=1, starts=[at(6)])
	found = takers([calendar(**values), two_rules])
	assert [one.members for one in found] == [("ben",), ("ada",)]
	assert (found[1].codes, found[1].is_possible) == ((code,), False)
	for actor in (LEADER, MEMBER):
		assert may_book(Facts("", TEN), Policy(), LONG_AGO, actor, found[1].codes).code == NOT_FREE


def test_those_who_have_to_meet_come_together_with_what_is_in_the_way_of_each():
	asked = rules(is_collective=True)
	found = takers([calendar(working=[(14, 17)]), calendar("ben")], asked, members=("ben",))
	assert shown(found) == [(("ada", "ben"), (OUTSIDE_HOURS,), True)]
	assert OTHERS_NOT_FREE not in found[0].codes
	assert takers([], asked) == []


def test_a_session_with_a_seat_is_joined_before_another_is_opened():
	sitting = calendar(booked=AT_TEN)
	found = takers([sitting, calendar("ben")], rules(capacity=2), sessions=[Session(TEN, ("ada",), 1)])
	assert [(one.members, one.joins, one.broken) for one in found] == [
		(("ada",), True, ()),
		(("ben",), False, ()),
	]
	assert equally_good(found) == found[:1]


def test_a_full_session_is_no_rule():
	found = takers(
		[calendar(booked=AT_TEN)], rules(capacity=1 + 1), ("ada",), sessions=[Session(TEN, ("ada",), 2)]
	)
	assert shown(found) == [(("ada",), (FULL,), False)]


def test_the_department_s_rule_chooses_among_those_who_break_as_little():
	found = takers([calendar(), calendar("ben"), calendar("eve", working=[])], members=("ada", "ben", "eve"))
	assert [one.members for one in equally_good(found)] == [("ada",), ("ben",)]


def test_whoever_cannot_be_booked_is_not_offered():
	(found,) = takers([calendar()], members=("eve",))
	assert (found.codes, found.is_possible) == ((NOT_A_MEMBER,), False)


@pytest.mark.parametrize(
	("actor", "broken", "code", "allowed"),
	[
		pytest.param(LEADER, (), ALLOWED, True, id="a leader within the rules"),
		pytest.param(LEADER, (NOTICE, OUTSIDE_HOURS), OUTSIDE_RULES, True, id="a leader against them"),
		pytest.param(LEADER, (NOTICE, BOOKED), NOT_FREE, False, id="a leader over another booking"),
		pytest.param(MEMBER, (), ALLOWED, True, id="a member within the rules"),
		pytest.param(MEMBER, (NOTICE,), OUTSIDE_RULES, False, id="a member against them"),
		pytest.param(Actor(CUSTOMER_LINK), (NOTICE,), OUTSIDE_RULES, False, id="a customer against them"),
		pytest.param(
			Actor(CUSTOMER_ACCOUNT, may_override=True), (NOTICE,), OUTSIDE_RULES, False, id="no staff"
		),
	],
)
def test_who_may_book_against_the_rules(actor, broken, code, allowed):
	decision = may_book(Facts("", TEN), Policy(), LONG_AGO, actor, broken)
	assert (decision.code, decision.allowed) == (code, allowed)
	assert decision.needs_reason == decision.is_override == (allowed and bool(broken))


def test_a_customer_who_comes_too_late_is_told_so_before_anything_else():
	assert may_book(Facts("", TEN), Policy(), TEN, Actor(CUSTOMER_LINK), (NOTICE,)).code == STARTED


@pytest.mark.parametrize("code", [BOOKED, BUFFER, BUSY_ELSEWHERE, FULL, NOT_A_MEMBER, OTHERS_NOT_FREE])
def test_what_is_given_away_is_no_rule(code):
	assert code not in RULES


def test_a_start_is_free_possible_for_whoever_may_or_neither():
	"""With Ada outside her hours from 14:00 on, and nobody to take what begins before now."""
	search = Search(
		rules(), FRAME, WINDOW, LONG_AGO, [calendar(working=[(9, 14)], booked=[((12, 0), (12, 30))])]
	)
	starts = [at(10), at(12), at(15)]

	def seen(may_override, earliest=LONG_AGO):
		judged = judge_starts(Explanation(search), starts, ("ada",), may_override, earliest)
		return [(start.is_free, start.is_possible) for start in judged]

	assert seen(may_override=False) == [(True, True), (False, False), (False, False)]
	assert seen(may_override=True) == [(True, True), (False, False), (False, True)]
	assert seen(may_override=True, earliest=at(15) + 1) == [(True, True), (False, False), (False, False)]


def test_whoever_breaks_as_little_is_named_once():
	asked = rules(capacity=3)
	sitting = [calendar(booked=AT_TEN), calendar("ben", booked=AT_TEN), calendar("eve")]
	search = Search(asked, FRAME, WINDOW, LONG_AGO, sitting, sessions=[Session(TEN, ("ada", "ben"), 2)])
	(start,) = judge_starts(Explanation(search), [TEN], ("ada", "ben", "eve"), False, LONG_AGO)
	assert start.best == ["ada", "ben", "eve"]


def test_the_fullest_session_is_joined_first():
	asked, booked = rules(capacity=3), {"booked": AT_TEN}
	sessions = [Session(TEN, ("ada",), 1), Session(TEN, ("ben",), 2)]
	found = takers([calendar(**booked), calendar("ben", **booked)], asked, sessions=sessions)
	assert [(one.members, one.seats_taken) for one in found] == [(("ben",), 2), (("ada",), 1)]
	assert equally_good(found) == found[:1]


def test_what_others_lack_is_in_nobody_s_way_who_comes_with_them():
	search = Search(
		rules(is_collective=True), FRAME, WINDOW, LONG_AGO, [calendar(working=[(14, 17)]), calendar("ben")]
	)
	explanation = Explanation(search)
	together = what_is_in_the_way(explanation, TEN, ("ada", "ben"))
	assert {member: [one.code for one in why] for member, why in together.items()} == {"ada": [OUTSIDE_HOURS]}
	alone = what_is_in_the_way(explanation, TEN, ("ben",))
	assert [one.code for one in alone["ben"]] == [OTHERS_NOT_FREE]
