"""Every pair of states, by everybody, before and after the start: which move a booking may make."""

import itertools

import pytest

from meeting_manager.scheduling import status
from meeting_manager.scheduling.actors import ACTORS

STATES = ("Pending", "Confirmed", "Rescheduled", "Completed", "Cancelled", "No-Show")
TABLE = """
Pending     | Confirmed   | house before, house after
Pending     | Cancelled   | customers before, house before, house after, system before, system after
Confirmed   | Rescheduled | customers before, house before, house after
Confirmed   | Cancelled   | customers before, house before, house after
Confirmed   | Completed   | house after
Confirmed   | No-Show     | house after
Rescheduled | Cancelled   | customers before, house before, house after
Rescheduled | Completed   | house after
Rescheduled | No-Show     | house after
"""
"""Whoever may, and on which side of the start; everything else is forbidden."""
WHO = {
	"customers": ("customer (link)", "customer (account)"),
	"house": ("staff", "import", "console"),
	"system": ("system",),
}


def read(table):
	for line in table.strip().splitlines():
		current, wanted, cell = (cell.strip() for cell in line.split("|"))
		for one in cell.split(", "):
			who, side = one.split()
			yield from ((current, wanted, actor, side) for actor in WHO[who])


PERMITTED = set(read(TABLE))
EVERYTHING = list(itertools.product(STATES, STATES, ACTORS, ("before", "after")))


@pytest.mark.parametrize(("current", "wanted", "actor", "side"), EVERYTHING)
def test_only_the_moves_of_the_table_are_allowed(current, wanted, actor, side):
	may = status.may_move(current, wanted, actor, has_started=side == "after")
	assert may is ((current, wanted, actor, side) in PERMITTED)


@pytest.mark.parametrize(("current", "wanted", "actor", "side"), EVERYTHING)
def test_the_code_says_what_would_have_to_be_different(current, wanted, actor, side):
	code = status.judge_move(current, wanted, actor, has_started=side == "after")
	by_anybody = {row[2] for row in PERMITTED if row[:2] == (current, wanted)}
	by_them = {row[3] for row in PERMITTED if row[:3] == (current, wanted, actor)}
	expected = {
		status.NO_SUCH_MOVE: not by_anybody,
		status.NOT_BY_THEM: bool(by_anybody) and actor not in by_anybody,
		status.NOT_YET: by_them == {"after"} and side == "before",
		status.NO_LONGER: by_them == {"before"} and side == "after",
		status.ALLOWED: side in by_them,
	}
	assert [name for name, holds in expected.items() if holds] == [code]


def test_the_test_covers_every_state_and_everybody():
	assert set(STATES) == {state for pair in status.MOVES for state in pair}
	assert {actor for actors in status.MOVES.values() for actor in actors} == set(ACTORS)
	assert sorted(ACTORS) == sorted(actor for actors in WHO.values() for actor in actors)
	assert len(PERMITTED) == 52


def test_the_table_cannot_be_changed_by_who_reads_it():
	with pytest.raises(TypeError):
		status.MOVES["Cancelled", "Confirmed"] = {"staff": status.ANY_TIME}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("actor", [*WHO["customers"], *WHO["house"]])
def test_open_is_what_may_still_be_cancelled(state, actor):
	assert (state in status.OPEN) is status.may_move(state, "Cancelled", actor, has_started=False)


@pytest.mark.parametrize("states", [("Lost", "Confirmed"), ("Confirmed", "Lost"), ("", "")])
def test_a_state_that_nobody_knows_permits_nothing(states):
	assert status.judge_move(*states, "staff", has_started=False) == status.NO_SUCH_MOVE


def test_somebody_whom_nobody_knows_may_do_nothing():
	assert not any(status.may_move(one, other, "robot", True) for one, other in status.MOVES)


def test_new_booking_starts_as_a_request_or_confirmed():
	assert sorted(status.INITIAL) == ["Confirmed", "Pending"]


@pytest.mark.parametrize(
	("current", "after"),
	[("Pending", "Pending"), ("Confirmed", "Rescheduled"), ("Rescheduled", "Rescheduled")],
)
def test_moving_a_request_does_not_confirm_it(current, after):
	assert status.after_reschedule(current) == after
