"""Every pair of states: which move a booking may make."""

import itertools

import pytest

from meeting_manager.scheduling import status

STATES = ("Pending", "Confirmed", "Rescheduled", "Completed", "Cancelled", "No-Show")
ALLOWED = {
	("Pending", "Confirmed"),
	("Pending", "Cancelled"),
	("Confirmed", "Rescheduled"),
	("Confirmed", "Completed"),
	("Confirmed", "Cancelled"),
	("Confirmed", "No-Show"),
	("Rescheduled", "Completed"),
	("Rescheduled", "Cancelled"),
	("Rescheduled", "No-Show"),
}


@pytest.mark.parametrize(("current", "wanted"), list(itertools.product(STATES, STATES)))
def test_only_the_moves_of_the_table_are_allowed(current, wanted):
	assert status.may_move(current, wanted) is ((current, wanted) in ALLOWED)


def test_table_names_every_state_and_no_other():
	assert set(status.ALLOWED_MOVES) == set(STATES)
	assert set().union(*status.ALLOWED_MOVES.values()) <= set(STATES)


def test_state_that_nobody_knows_is_an_error_and_no_permission():
	with pytest.raises(KeyError):
		status.may_move("Lost", "Confirmed")


@pytest.mark.parametrize("state", STATES)
def test_open_is_what_may_still_be_cancelled(state):
	assert (state in status.OPEN) is status.may_move(state, "Cancelled")


def test_new_booking_starts_as_a_request_or_confirmed():
	assert sorted(status.INITIAL) == ["Confirmed", "Pending"]


@pytest.mark.parametrize(
	("current", "after"),
	[("Pending", "Pending"), ("Confirmed", "Rescheduled"), ("Rescheduled", "Rescheduled")],
)
def test_moving_a_request_does_not_confirm_it(current, after):
	assert status.after_reschedule(current) == after
