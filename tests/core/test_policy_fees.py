"""What cancelling and not coming cost by a policy: which tier holds, where it changes, for whom it is free."""

import pytest

from meeting_manager.scheduling.actors import (
	CONSOLE,
	CUSTOMER_ACCOUNT,
	CUSTOMER_LINK,
	IMPORT,
	STAFF,
)
from meeting_manager.scheduling.money import Money
from meeting_manager.scheduling.policy import (
	ALLOWED,
	FEE,
	TOO_LATE,
	Actor,
	Decision,
	Facts,
	Fee,
	FeeStep,
	FeeTier,
	Policy,
	cancellation_fee,
	may_book,
	may_cancel,
	no_show_fee,
	what_may_be_waived,
)
from tests.core.test_policy import APP, BOOKED, CUSTOMER, DAY, MANAGER, START

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


def test_staff_charge_what_a_customer_would_pay_and_are_told_that_they_need_not():
	facts = Facts("Confirmed", START, price=10_000)
	decision = may_cancel(facts, Policy(currency="EUR", tiers=TIERS, waivable=(FEE,)), START - 60, MANAGER)
	assert (decision.fee, decision.waivable) == (Money(9_000, "EUR"), (FEE,))
	assert may_cancel(facts, PRICED, START - 60, Actor(STAFF)).waivable == ()
	assert may_cancel(facts, PRICED, START - 60, APP).fee == Money()
