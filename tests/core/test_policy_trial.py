"""What a draft policy would have done to the past: counted once, in the order of time, by customer."""

from collections import Counter

import pytest

from meeting_manager.scheduling.money import Money
from meeting_manager.scheduling.policy import (
	TOO_LATE,
	TOO_OFTEN,
	TOO_OFTEN_LATELY,
	Fee,
	FeeTier,
	Policy,
)
from meeting_manager.scheduling.policy_trial import (
	CANCELLED,
	MISSED,
	MOVED,
	PastBooking,
	PastChange,
	try_policy,
)

START, DAY = 30_000_000, 24 * 60
FEE = Policy(currency="EUR", tiers=(FeeTier(DAY, Fee(percent=50)),), no_show_fee=Fee(amount=700))


def booking(name, *changes, customer="kim", price=10_000):
	"""Of changes (kind, minutes before the start)."""
	past = tuple(PastChange(kind, START - left, START) for kind, left in changes)
	return PastBooking(name, customer, past, price)


def test_an_empty_past_has_nothing():
	trial = try_policy([], FEE)
	assert (trial.looked_at, trial.refused, trial.charged, trial.sums) == (Counter(),) * 4


def test_late_cancellations_and_missed_meetings_are_charged_and_summed():
	past = [
		booking("early", (CANCELLED, 2 * DAY)),
		booking("late", (CANCELLED, 60)),
		booking("later", (CANCELLED, 30), price=3_001),
		booking("missed", (MISSED, -30)),
	]
	trial = try_policy(past, FEE)
	assert trial.looked_at == {CANCELLED: 3, MISSED: 1}
	assert trial.charged == {CANCELLED: 2, MISSED: 1}
	assert trial.sums == {CANCELLED: 5_000 + 1_501, MISSED: 700}
	assert (trial.refused, trial.currency) == (Counter(), "EUR")
	assert [(one.booking, one.code, one.fee.amount) for one in trial.outcomes] == [
		("late", "", 5_000),
		("later", "", 1_501),
		("missed", "", 700),
	]


def test_a_refused_cancellation_is_not_charged():
	trial = try_policy(
		[booking("late", (CANCELLED, 60))], Policy(cancel_notice=DAY, currency="EUR", tiers=FEE.tiers)
	)
	assert trial.refused == {(CANCELLED, TOO_LATE): 1}
	assert (trial.charged, trial.sums) == (Counter(), Counter())
	assert [(one.code, one.fee) for one in trial.outcomes] == [(TOO_LATE, Money())]


def test_moves_are_judged_on_the_start_that_was_booked_then():
	moved = PastBooking(
		"moved",
		"kim",
		(PastChange(MOVED, START - 2 * DAY, START), PastChange(MOVED, START - DAY, START + 9 * DAY)),
	)
	assert try_policy([moved], Policy(reschedule_notice=2 * DAY)).refused == Counter()
	assert try_policy([moved], Policy(reschedule_notice=2 * DAY + 1)).refused == {(MOVED, TOO_LATE): 1}


def test_limits_count_what_was_done_also_what_would_have_been_refused():
	often = booking("often", (MOVED, 400), (MOVED, 300), (MOVED, 200))
	assert try_policy([often], Policy(max_reschedules=1)).refused == {(MOVED, TOO_OFTEN): 2}


@pytest.mark.parametrize(("apart", "refused"), [(90 * DAY - 1, 1), (90 * DAY, 0)])
def test_a_customer_s_moves_count_over_all_bookings_for_ninety_days(apart, refused):
	first = booking("first", (MOVED, 60 + apart))
	second = booking("second", (MOVED, 60))
	stranger = booking("stranger", (MOVED, 61), customer="lou")
	trial = try_policy([second, stranger, first], Policy(max_recent_reschedules=1))
	assert sum(trial.refused.values()) == refused
	assert set(trial.refused) <= {(MOVED, TOO_OFTEN_LATELY)}


def test_the_first_cancellation_of_each_customer_is_free_in_the_order_of_time():
	policy = Policy(currency="EUR", tiers=FEE.tiers, is_first_cancellation_free=True)
	past = [
		booking("second", (CANCELLED, 30)),
		booking("first", (CANCELLED, 60)),
		booking("other", (CANCELLED, 10), customer="lou"),
	]
	assert [one.booking for one in try_policy(past, policy).outcomes] == ["second"]


def test_what_was_done_before_is_remembered_and_not_counted():
	policy = Policy(
		max_recent_reschedules=1, currency="EUR", tiers=FEE.tiers, is_first_cancellation_free=True
	)
	past = [
		booking("old", (MOVED, 400), (CANCELLED, 300)),
		booking("new", (MOVED, 200), (CANCELLED, 100)),
		booking("other", (CANCELLED, 90), customer="lou"),
	]
	trial = try_policy(past, policy, since=START - 200)
	assert trial.looked_at == {MOVED: 1, CANCELLED: 2}
	assert [(one.booking, one.code) for one in trial.outcomes] == [("new", TOO_OFTEN_LATELY), ("new", "")]
