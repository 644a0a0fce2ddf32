"""Who takes a booking: each algorithm's order, and its ties."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meeting_manager.scheduling.assignment import (
	FEWEST_MINUTES,
	FIRST_NAME,
	FIRST_PRIORITY,
	LEAST_BUSY,
	LONGEST_WAIT,
	NEVER,
	NEVER_ASSIGNED,
	ONLY_ONE,
	PRIORITY,
	ROUND_ROBIN,
	Candidate,
	Choice,
	choose_member,
)

NOW = 100

ALGORITHMS = (ROUND_ROBIN, LEAST_BUSY, PRIORITY)
ADA = Candidate("ada", priority=3, last_assigned=10, booked_minutes=60)
BEN = Candidate("ben", priority=2, last_assigned=20, booked_minutes=30)
CLEO = Candidate("cleo", priority=1, last_assigned=30, booked_minutes=90)


@pytest.mark.parametrize(
	("algorithm", "chosen"), [(ROUND_ROBIN, "cleo"), (LEAST_BUSY, "ben"), (PRIORITY, "cleo")]
)
def test_each_algorithm_looks_at_its_own_number_first(algorithm, chosen):
	"""Round Robin: Ada has waited 90 for a third of the turns, Ben 80 for half of them, Cleo 70."""
	assert choose_member(algorithm, [ADA, BEN, CLEO], NOW).member == chosen


@pytest.mark.parametrize(
	("algorithm", "candidates", "chosen"),
	[
		pytest.param(
			ROUND_ROBIN,
			[Candidate("ada", last_assigned=0), Candidate("ben", last_assigned=NEVER)],
			"ben",
			id="who never had a booking comes before the oldest one",
		),
		pytest.param(
			ROUND_ROBIN,
			[Candidate("ada", priority=2), Candidate("ben", priority=1)],
			"ben",
			id="round robin: equal turns go by priority",
		),
		pytest.param(
			ROUND_ROBIN,
			[Candidate("ada", last_assigned=5, booked_minutes=600), Candidate("ben", last_assigned=6)],
			"ada",
			id="round robin: a full week does not matter",
		),
		pytest.param(
			LEAST_BUSY,
			[Candidate("ada", last_assigned=9), Candidate("ben", last_assigned=8)],
			"ben",
			id="least busy: equal weeks go by turn",
		),
		pytest.param(
			LEAST_BUSY,
			[Candidate("ada", priority=2), Candidate("ben", priority=1)],
			"ben",
			id="least busy: equal turns go by priority",
		),
		pytest.param(
			PRIORITY,
			[Candidate("ada", last_assigned=9), Candidate("ben", last_assigned=8)],
			"ben",
			id="priority: equal ones go by turn",
		),
		pytest.param(
			PRIORITY,
			[
				Candidate("ada", priority=1, last_assigned=9, booked_minutes=600),
				Candidate("ben", priority=2),
			],
			"ada",
			id="priority: the first one takes all while free",
		),
	],
)
def test_ties_are_broken_by_the_next_number(algorithm, candidates, chosen):
	assert choose_member(algorithm, candidates, NOW).member == chosen


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_equal_candidates_go_by_name_in_any_order_of_asking(algorithm):
	equals = [Candidate("cleo"), Candidate("ada"), Candidate("ben")]
	assert {choose_member(algorithm, order, NOW).member for order in itertools.permutations(equals)} == {
		"ada"
	}


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@given(
	st.lists(
		st.builds(
			Candidate,
			st.sampled_from("abcdef"),
			st.integers(1, 3),
			st.integers(NEVER, 2),
			st.integers(0, 2),
		),
		min_size=1,
		unique_by=lambda candidate: candidate.member,
	),
	st.randoms(),
)
def test_choice_does_not_depend_on_the_order_of_the_rows(algorithm, candidates, random):
	chosen = choose_member(algorithm, candidates, NOW).member
	random.shuffle(candidates)
	assert choose_member(algorithm, candidates, NOW).member == chosen


def round_robin(turns: int, **priorities: int) -> str:
	"""The members in the order in which they get bookings, one at each tick of the clock."""
	taken = dict.fromkeys(priorities, NEVER)
	order = ""
	for now in range(turns):
		candidates = [Candidate(name, priorities[name], at) for name, at in taken.items()]
		member = choose_member(ROUND_ROBIN, candidates, now).member
		taken[member] = now
		order += member
	return order


def test_round_robin_gives_everybody_the_same_number():
	assert round_robin(9, a=1, b=1, c=1) == "abcabcabc"
	assert round_robin(9, a=4, b=4, c=4) == "abcabcabc"


def test_round_robin_gives_a_lower_priority_fewer_turns_but_some():
	order = round_robin(600, a=1, b=2, c=5)
	assert order[:3] == "abc"
	assert order.count("a") > order.count("b") > order.count("c") > 50


def test_round_robin_never_lets_anybody_starve():
	order = round_robin(200, a=1, b=1, z=10)
	assert max(len(gap) for gap in order.split("z")) <= 20


@pytest.mark.parametrize(
	("algorithm", "candidates", "reason"),
	[
		pytest.param(ROUND_ROBIN, [ADA], ONLY_ONE, id="nobody else"),
		pytest.param(ROUND_ROBIN, [ADA, Candidate("new")], NEVER_ASSIGNED, id="a newcomer"),
		pytest.param(ROUND_ROBIN, [ADA, BEN, CLEO], LONGEST_WAIT, id="the longest wait"),
		pytest.param(ROUND_ROBIN, [Candidate("a", 2), Candidate("b", 1)], FIRST_PRIORITY, id="two newcomers"),
		pytest.param(ROUND_ROBIN, [Candidate("a"), Candidate("b")], FIRST_NAME, id="equal newcomers"),
		pytest.param(LEAST_BUSY, [ADA, BEN, CLEO], FEWEST_MINUTES, id="the emptiest week"),
		pytest.param(
			LEAST_BUSY,
			[Candidate("a", last_assigned=9), Candidate("b", last_assigned=8)],
			LONGEST_WAIT,
			id="equal weeks",
		),
		pytest.param(PRIORITY, [ADA, BEN, CLEO], FIRST_PRIORITY, id="the first in the list"),
	],
)
def test_reason_is_the_first_step_that_leaves_one(algorithm, candidates, reason):
	choice = choose_member(algorithm, candidates, NOW)
	assert choice == Choice(choice.member, reason, tuple(candidates), algorithm, NOW)


def test_clock_that_was_set_back_makes_nobody_wait_less_than_not_at_all():
	candidates = [Candidate("a", 1, last_assigned=NOW + 50), Candidate("b", 2, last_assigned=NOW - 1)]
	assert choose_member(ROUND_ROBIN, candidates, NOW).member == "b"


def test_unknown_algorithm_is_an_error():
	with pytest.raises(KeyError):
		choose_member("Random", [ADA], NOW)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_nobody_to_choose_from_is_an_error(algorithm):
	with pytest.raises(ValueError):
		choose_member(algorithm, [], NOW)
