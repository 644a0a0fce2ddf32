"""What may be done with a booking and at what fee, at the minutes where the answer changes."""

import pytest

from meeting_manager.scheduling.actors import (
	CONSOLE,
	CUSTOMER_ACCOUNT,
	CUSTOMER_LINK,
	IMPORT,
	STAFF,
	SYSTEM,
)
from meeting_manager.scheduling.policy import (
	ALLOWED,
	CLOSED,
	FEE,
	LIMITS,
	NOTICE,
	REASON,
	REASON_MISSING,
	REASON_UNKNOWN,
	STARTED,
	TOO_LATE,
	TOO_OFTEN,
	TOO_OFTEN_LATELY,
	Actor,
	Decision,
	Facts,
	Policy,
	judge_reason,
	may_book,
	may_cancel,
	may_reschedule,
)

START = 30_000_000
DAY = 24 * 60
OPEN = ("Pending", "Confirmed", "Rescheduled")
BOOKED = Facts("Confirmed", START)
CUSTOMER, MANAGER, APP = Actor(CUSTOMER_LINK), Actor(STAFF, may_override=True), Actor(SYSTEM)


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
	expected = Decision(code, until=START - notice, free_until=START - notice)
	facts = Facts(state, START)
	assert may_cancel(facts, Policy(cancel_notice=notice), now) == expected
	assert may_reschedule(facts, Policy(reschedule_notice=notice), now) == expected


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
	facts = Facts("Confirmed", START, times_moved)
	decision = may_reschedule(facts, Policy(max_reschedules=limit), START - 60)
	assert decision == Decision(code, START, free_until=START)


@pytest.mark.parametrize("state", ["Completed", "Cancelled", "No-Show"])
@pytest.mark.parametrize("now", [START - 10 * DAY, START, START + 1])
def test_closed_booking_stays_closed_at_any_time(state, now):
	facts = Facts(state, START)
	for actor in (CUSTOMER, MANAGER, APP):
		assert may_cancel(facts, Policy(waivable=(NOTICE, LIMITS)), now, actor) == Decision(
			CLOSED,
			START,
			free_until=START,
			waivable=(NOTICE, LIMITS) if actor is MANAGER else (),
		)
		assert may_reschedule(facts, Policy(max_reschedules=1), now, actor).code == CLOSED
		assert not may_cancel(facts, Policy(waivable=(NOTICE, LIMITS)), now, actor).allowed


def test_notices_of_cancelling_and_rescheduling_are_kept_apart():
	policy = Policy(cancel_notice=DAY, reschedule_notice=60)
	assert may_cancel(BOOKED, policy, START - 120).code == TOO_LATE
	assert may_reschedule(BOOKED, policy, START - 120).code == ALLOWED


def test_limit_of_reschedules_does_not_forbid_cancelling():
	assert may_cancel(Facts("Rescheduled", START, 1), Policy(max_reschedules=1), START - 1).allowed


def test_lateness_is_told_before_the_limit():
	policy = Policy(reschedule_notice=DAY, max_reschedules=1)
	assert may_reschedule(Facts("Rescheduled", START, 1), policy, START - 60).code == TOO_LATE


@pytest.mark.parametrize("code", [CLOSED, STARTED, TOO_LATE, TOO_OFTEN, TOO_OFTEN_LATELY])
def test_only_allowed_is_allowed(code):
	assert Decision(ALLOWED, START).allowed
	assert not Decision(code, START).allowed


@pytest.mark.parametrize(
	("limit", "recent", "code"),
	[(0, 99, ALLOWED), (3, 2, ALLOWED), (3, 3, TOO_OFTEN_LATELY), (3, 9, TOO_OFTEN_LATELY)],
)
def test_limit_of_a_customer_counts_all_their_bookings(limit, recent, code):
	facts = Facts("Confirmed", START, recent_moves=recent)
	assert may_reschedule(facts, Policy(max_recent_reschedules=limit), START - 60).code == code


ALL = (NOTICE, LIMITS, FEE, REASON)
STRICT = {"cancel_notice": DAY, "reschedule_notice": DAY, "is_reason_required": True}


@pytest.mark.parametrize(
	("actor", "waivable", "allowed", "is_override"),
	[
		pytest.param(Actor(CUSTOMER_LINK), ALL, False, False, id="customer by link"),
		pytest.param(Actor(CUSTOMER_ACCOUNT), ALL, False, False, id="customer by account"),
		pytest.param(
			Actor(CUSTOMER_ACCOUNT, may_override=True), ALL, False, False, id="a customer is no staff"
		),
		pytest.param(Actor(STAFF), ALL, False, False, id="staff without the role"),
		pytest.param(Actor(STAFF, may_override=True), ALL, True, True, id="staff with the role"),
		pytest.param(Actor(IMPORT, may_override=True), ALL, True, True, id="an import by such staff"),
		pytest.param(Actor(CONSOLE, may_override=True), ALL, True, True, id="an operator"),
		pytest.param(Actor(STAFF, may_override=True), (NOTICE,), True, True, id="notice alone"),
		pytest.param(
			Actor(STAFF, may_override=True), (LIMITS, FEE, REASON), False, False, id="all but notice"
		),
		pytest.param(Actor(SYSTEM), (), True, True, id="the app itself"),
	],
)
@pytest.mark.parametrize("now", [START - 60, START + 60], ids=["too late", "begun"])
@pytest.mark.parametrize("judge", [may_cancel, may_reschedule])
def test_who_may_act_against_the_notice(judge, now, actor, waivable, allowed, is_override):
	decision = judge(BOOKED, Policy(**STRICT, waivable=waivable), now, actor)
	assert decision.code == (STARTED if now > START else TOO_LATE)
	assert (decision.allowed, decision.is_override) == (allowed, is_override)
	if actor.may_override and is_override:
		assert decision.needs_reason


@pytest.mark.parametrize(("waivable", "allowed"), [((LIMITS,), True), ((NOTICE, FEE, REASON), False)])
@pytest.mark.parametrize("facts", [{"times_moved": 1}, {"recent_moves": 1}])
def test_who_may_act_against_the_limits(facts, waivable, allowed):
	policy = Policy(max_reschedules=1, max_recent_reschedules=1, waivable=waivable)
	decision = may_reschedule(Facts("Confirmed", START, **facts), policy, START - 60, MANAGER)
	assert (decision.allowed, decision.is_override) == (allowed, allowed)


def test_what_the_policy_allows_is_no_override():
	decision = may_cancel(BOOKED, Policy(waivable=ALL), START - 60, MANAGER)
	assert (decision.allowed, decision.is_override, decision.needs_reason) == (True, False, False)


@pytest.mark.parametrize(
	("actor", "waivable", "needed"),
	[
		(CUSTOMER, (REASON,), True),
		(Actor(STAFF), (REASON,), True),
		(MANAGER, (), True),
		(MANAGER, (REASON,), False),
		(APP, (), False),
	],
)
def test_who_has_to_give_a_reason(actor, waivable, needed):
	policy = Policy(is_reason_required=True, waivable=waivable)
	assert may_cancel(BOOKED, policy, START - 60, actor).needs_reason is needed


@pytest.mark.parametrize(
	("needed", "reasons", "category", "text", "code"),
	[
		pytest.param(True, (), "", "I am ill", ALLOWED, id="any text"),
		pytest.param(True, (), "", " \n", REASON_MISSING, id="blanks"),
		pytest.param(
			True, ("Illness", "Other"), "", "I am ill", REASON_MISSING, id="text without a category"
		),
		pytest.param(True, ("Illness", "Other"), "Other", "", ALLOWED, id="a category"),
		pytest.param(
			True, ("Illness", "Other"), "Weather", "Rain", REASON_UNKNOWN, id="no category of these"
		),
		pytest.param(False, ("Illness",), "", "", ALLOWED, id="none is needed"),
		pytest.param(False, (), "Illness", "", REASON_UNKNOWN, id="a category where there are none"),
	],
)
def test_a_reason_is_one_that_the_policy_takes(needed, reasons, category, text, code):
	decision = Decision(ALLOWED, START, needs_reason=needed, reasons=reasons)
	assert judge_reason(decision, category, text) == code


@pytest.mark.parametrize(
	("actor", "now", "allowed"),
	[
		(CUSTOMER, START - 1, True),
		(CUSTOMER, START, False),
		(MANAGER, START + DAY, True),
		(APP, START + DAY, True),
	],
)
def test_a_time_that_has_begun_is_for_staff_alone_to_book(actor, now, allowed):
	assert may_book(Facts("", START), Policy(), now, actor).allowed is allowed
