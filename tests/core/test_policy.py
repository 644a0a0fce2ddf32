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
from meeting_manager.scheduling.money import Money
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
	Fee,
	FeeStep,
	FeeTier,
	Policy,
	cancellation_fee,
	judge_reason,
	may_book,
	may_cancel,
	may_reschedule,
	no_show_fee,
	what_may_be_waived,
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


TIERS = (FeeTier(2 * DAY, Fee(percent=25)), FeeTier(DAY, Fee(percent=50)), FeeTier(120, Fee(amount=9_000)))
PRICED = Policy(currency="EUR", tiers=TIERS)


@pytest.mark.parametrize("tiers", [TIERS, TIERS[::-1]], ids=["widest first", "narrowest first"])
@pytest.mark.parametrize(
	("left", "amount"),
	[
		pytest.param(2 * DAY + 1, 0, id="before every tier"),
		pytest.param(2 * DAY, 0, id="the last free minute"),
		pytest.param(2 * DAY - 1, 2_500, id="the first minute with a fee"),
		pytest.param(DAY, 2_500, id="the last minute of the widest tier"),
		pytest.param(DAY - 1, 5_000, id="the next one"),
		pytest.param(120, 5_000, id="its last minute"),
		pytest.param(119, 9_000, id="the narrowest"),
		pytest.param(1, 9_000, id="the minute before the meeting"),
	],
)
def test_the_narrowest_tier_that_is_reached_holds(tiers, left, amount):
	facts = Facts("Confirmed", START, price=10_000)
	decision = may_cancel(facts, Policy(currency="EUR", tiers=tiers), START - left)
	assert decision.fee == (Money(amount, "EUR") if amount else Money())
	assert decision == Decision(
		ALLOWED,
		START,
		fee=decision.fee,
		free_until=START - 2 * DAY,
		fee_steps=(step(2 * DAY, 2_500), step(DAY, 5_000), step(120, 9_000)),
	)


def step(within, amount):
	return FeeStep(START - within, Money(amount, "EUR") if amount else Money())


@pytest.mark.parametrize(
	("values", "facts", "steps"),
	[
		pytest.param({}, {}, ((120, 9_000),), id="percentages of nothing are no steps"),
		pytest.param({"cancel_notice": 120}, {"price": 100}, ((2 * DAY, 25), (DAY, 50)), id="never reached"),
		pytest.param({"cancel_notice": 2 * DAY}, {"price": 100}, (), id="none is reached"),
		pytest.param(
			{"tiers": (FeeTier(DAY, Fee(500)), FeeTier(60, Fee(500)), FeeTier(30, Fee()))},
			{},
			((DAY, 500), (30, 0)),
			id="the same fee is no step, and none at all is one",
		),
		pytest.param({"is_first_cancellation_free": True}, {"price": 100}, (), id="the first one is free"),
		pytest.param(
			{"is_first_cancellation_free": True},
			{"price": 100, "cancellations": 1},
			((2 * DAY, 25), (DAY, 50), (120, 9_000)),
			id="the second one is not",
		),
	],
)
def test_the_steps_are_where_the_fee_changes_while_cancelling_is_possible(values, facts, steps):
	policy = Policy(**{"currency": "EUR", "tiers": TIERS, **values})
	facts = Facts("Confirmed", START, **facts)
	found = may_cancel(facts, policy, START - 5 * DAY)
	assert found.fee_steps == tuple(step(*one) for one in steps)
	assert found.is_first_free is (policy.is_first_cancellation_free and not facts.cancellations)
	for one in found.fee_steps:
		assert (
			cancellation_fee(facts, policy, one.after + 1)
			== one.fee
			!= cancellation_fee(facts, policy, one.after)
		)


def test_nobody_pays_for_what_the_house_calls_off():
	facts = Facts("Confirmed", START, price=10_000)
	for kind, amount in (
		(STAFF, 0),
		(IMPORT, 0),
		(CONSOLE, 0),
		(CUSTOMER_LINK, 9_000),
		(CUSTOMER_ACCOUNT, 9_000),
	):
		decision = may_cancel(facts, PRICED, START - 60, Actor(kind, for_customer=False))
		assert decision.fee.amount == amount, kind
		assert may_cancel(facts, PRICED, START - 60, Actor(kind)).fee == Money(9_000, "EUR")


@pytest.mark.parametrize(
	("actor", "waivable"),
	[(MANAGER, (FEE,)), (Actor(STAFF), ()), (CUSTOMER, ()), (Actor(CUSTOMER_ACCOUNT, may_override=True), ())],
)
def test_what_may_be_waived_is_the_policys_and_only_for_staff_with_the_role(actor, waivable):
	assert what_may_be_waived(Policy(waivable=(FEE,)), actor) == waivable


def test_a_fee_is_told_also_where_cancelling_is_refused():
	facts = Facts("Confirmed", START, price=10_000)
	decision = may_cancel(facts, Policy(currency="EUR", tiers=TIERS, cancel_notice=DAY), START - 60)
	assert (decision.code, decision.fee) == (TOO_LATE, Money(9_000, "EUR"))


@pytest.mark.parametrize(
	("policy", "facts", "free_until"),
	[
		pytest.param(Policy(), {}, START, id="no fee at all"),
		pytest.param(Policy(cancel_notice=60), {}, START - 60, id="free as long as possible"),
		pytest.param(PRICED, {"price": 100}, START - 2 * DAY, id="until the widest tier"),
		pytest.param(PRICED, {"price": 0}, START - 120, id="a percentage of nothing is nothing"),
		pytest.param(
			Policy(cancel_notice=3 * DAY, currency="EUR", tiers=TIERS),
			{"price": 100},
			START - 3 * DAY,
			id="never later than possible",
		),
		pytest.param(
			Policy(currency="EUR", tiers=TIERS, is_first_cancellation_free=True),
			{"price": 100},
			START,
			id="the first one is free",
		),
	],
)
def test_free_until_is_the_last_minute_without_a_fee(policy, facts, free_until):
	facts = Facts("Confirmed", START, **facts)
	assert may_cancel(facts, policy, START - 9 * DAY).free_until == free_until
	assert not may_cancel(facts, policy, free_until).fee.amount
	assert may_book(facts, policy, START - 9 * DAY).free_until == free_until
	after = may_cancel(facts, policy, free_until + 1)
	assert after.fee.amount or not after.allowed


@pytest.mark.parametrize(("earlier", "amount"), [(0, 0), (1, 9_000), (5, 9_000)])
def test_only_the_first_cancellation_is_free(earlier, amount):
	policy = Policy(currency="EUR", tiers=TIERS, is_first_cancellation_free=True)
	facts = Facts("Confirmed", START, price=10_000, cancellations=earlier)
	assert may_cancel(facts, policy, START - 60).fee.amount == amount


@pytest.mark.parametrize(
	("fee", "money"),
	[
		(Fee(), Money()),
		(Fee(amount=500), Money(500, "EUR")),
		(Fee(percent=100), Money(8_000, "EUR")),
	],
)
def test_a_missed_meeting_costs_what_the_policy_says(fee, money):
	facts = Facts("No-Show", START, price=8_000)
	assert no_show_fee(facts, Policy(currency="EUR", no_show_fee=fee)) == money


def test_the_first_cancellation_being_free_does_not_make_missing_it_free():
	policy = Policy(currency="EUR", no_show_fee=Fee(amount=500), is_first_cancellation_free=True)
	assert no_show_fee(BOOKED, policy) == Money(500, "EUR")


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


def test_staff_charge_what_a_customer_would_pay_and_are_told_that_they_need_not():
	facts = Facts("Confirmed", START, price=10_000)
	decision = may_cancel(facts, Policy(currency="EUR", tiers=TIERS, waivable=(FEE,)), START - 60, MANAGER)
	assert (decision.fee, decision.waivable) == (Money(9_000, "EUR"), (FEE,))
	assert may_cancel(facts, PRICED, START - 60, Actor(STAFF)).waivable == ()
	assert may_cancel(facts, PRICED, START - 60, APP).fee == Money()


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
