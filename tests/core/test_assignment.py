"""Who takes a booking: each algorithm's order, and its ties."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meeting_manager.scheduling.assignment import (
	LEAST_BUSY,
	NEVER,
	PRIORITY,
	ROUND_ROBIN,
	Candidate,
	choose_member,
)

ALGORITHMS = (ROUND_ROBIN, LEAST_BUSY, PRIORITY)
ADA = Candidate("ada", priority=3, last_assigned=10, booked_minutes=60)
BEN = Candidate("ben", priority=2, last_assigned=20, booked_minutes=30)
CLEO = Candidate("cleo", priority=1, last_assigned=30, booked_minutes=90)


@pytest.mark.parametrize(
	("algorithm", "chosen"), [(ROUND_ROBIN, "ada"), (LEAST_BUSY, "ben"), (PRIORITY, "cleo")]
)
def test_each_algorithm_looks_at_its_own_number_first(algorithm, chosen):
	assert choose_member(algorithm, [ADA, BEN, CLEO]) == chosen


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
	assert choose_member(algorithm, candidates) == chosen


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_equal_candidates_go_by_name_in_any_order_of_asking(algorithm):
	equals = [Candidate("cleo"), Candidate("ada"), Candidate("ben")]
	assert {choose_member(algorithm, order) for order in itertools.permutations(equals)} == {"ada"}


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
	chosen = choose_member(algorithm, candidates)
	random.shuffle(candidates)
	assert choose_member(algorithm, candidates) == chosen


def test_round_robin_gives_everybody_the_same_number():
	taken = dict.fromkeys("abc", NEVER)
	turns = []
	for turn in range(9):
		member = choose_member(ROUND_ROBIN, [Candidate(name, last_assigned=at) for name, at in taken.items()])
		taken[member] = turn
		turns.append(member)
	assert turns == list("abcabcabc")


def test_unknown_algorithm_is_an_error():
	with pytest.raises(KeyError):
		choose_member("Random", [ADA])


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_nobody_to_choose_from_is_an_error(algorithm):
	with pytest.raises(ValueError):
		choose_member(algorithm, [])
