"""What a customer may do with a booking, at the minutes where the answer changes."""

import pytest

from meeting_manager.scheduling.policy import (
	ALLOWED,
	CLOSED,
	STARTED,
	TOO_LATE,
	TOO_OFTEN,
	Decision,
	Policy,
	may_cancel,
	may_reschedule,
)

START = 30_000_000
DAY = 24 * 60
OPEN = ("Pending", "Confirmed", "Rescheduled")


@pytest.mark.parametrize(
	("notice", "now", "code"),
	[
		pytest.param(DAY, START - DAY - 1, ALLOWED, id="a minute before the notice begins"),
		pytest.param(DAY, START - DAY, ALLOWED, id="the last minute"),
		pytest.param(DAY, START - DAY + 1, TOO_LATE, id="a minute too late"),
		pytest.param(DAY, START - 1, TOO_LATE, id="the minute before the meeting"),
		pytest.param(DAY, START, STARTED, id="the meeting begins"),
		pytest.param(DAY, START + DAY, STARTED, id="the day after"),
		pytest.param(0, START - 1, ALLOWED, id="no notice, the minute before the meeting"),
		pytest.param(0, START, STARTED, id="no notice, the meeting begins"),
		pytest.param(1, START - 1, ALLOWED, id="one minute of notice, that minute"),
	],
)
@pytest.mark.parametrize("state", OPEN)
def test_notice_ends_at_its_exact_minute(state, notice, now, code):
	expected = Decision(code, until=START - notice)
	assert may_cancel(state, START, Policy(cancel_notice=notice), now) == expected
	assert may_reschedule(state, START, 0, Policy(reschedule_notice=notice), now) == expected


@pytest.mark.parametrize(
	("limit", "times_moved", "code"),
	[
		pytest.param(0, 0, ALLOWED, id="no limit, never moved"),
		pytest.param(0, 99, ALLOWED, id="no limit, moved often"),
		pytest.param(1, 0, ALLOWED, id="the only time"),
		pytest.param(1, 1, TOO_OFTEN, id="once was the limit"),
		pytest.param(3, 2, ALLOWED, id="the last of three"),
		pytest.param(3, 3, TOO_OFTEN, id="a fourth time"),
		pytest.param(3, 7, TOO_OFTEN, id="staff moved it further than customers may"),
	],
)
def test_limit_of_reschedules_counts_the_moves_made(limit, times_moved, code):
	decision = may_reschedule("Confirmed", START, times_moved, Policy(max_reschedules=limit), START - 60)
	assert decision == Decision(code, START)


@pytest.mark.parametrize("state", ["Completed", "Cancelled", "No-Show"])
@pytest.mark.parametrize("now", [START - 10 * DAY, START, START + 1])
def test_closed_booking_stays_closed_at_any_time(state, now):
	assert may_cancel(state, START, Policy(), now).code == CLOSED
	assert may_reschedule(state, START, 0, Policy(max_reschedules=1), now).code == CLOSED


def test_notices_of_cancelling_and_rescheduling_are_kept_apart():
	policy = Policy(cancel_notice=DAY, reschedule_notice=60)
	assert may_cancel("Confirmed", START, policy, START - 120).code == TOO_LATE
	assert may_reschedule("Confirmed", START, 0, policy, START - 120).code == ALLOWED


def test_limit_of_reschedules_does_not_forbid_cancelling():
	assert may_cancel("Rescheduled", START, Policy(max_reschedules=1), START - 1).allowed


def test_lateness_is_told_before_the_limit():
	policy = Policy(reschedule_notice=DAY, max_reschedules=1)
	assert may_reschedule("Rescheduled", START, 1, policy, START - 60).code == TOO_LATE


@pytest.mark.parametrize("code", [CLOSED, STARTED, TOO_LATE, TOO_OFTEN])
def test_only_allowed_is_allowed(code):
	assert Decision(ALLOWED, START).allowed
	assert not Decision(code, START).allowed
