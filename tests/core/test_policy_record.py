"""A policy that a booking has kept for years must be read as it was meant, or not at all."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meeting_manager.scheduling.policy import WAIVABLE, Fee, FeeTier, Policy
from meeting_manager.scheduling.policy_record import read_policy, write_policy

NUMBERS = st.integers(0, 10**6)
FEES = st.builds(Fee, NUMBERS, st.integers(0, 100))
POLICIES = st.builds(
	Policy,
	*[NUMBERS] * 4,
	currency=st.sampled_from(["", "EUR", "JPY"]),
	tiers=st.lists(st.builds(FeeTier, NUMBERS, FEES), max_size=4).map(tuple),
	no_show_fee=FEES,
	is_first_cancellation_free=st.booleans(),
	is_reason_required=st.booleans(),
	reasons=st.lists(st.text(max_size=20), max_size=4).map(tuple),
	waivable=st.lists(st.sampled_from(WAIVABLE), unique=True).map(tuple),
)


@given(POLICIES, NUMBERS)
def test_what_is_written_is_read(policy, price):
	assert read_policy(write_policy(policy, price)) == (policy, price)


@pytest.mark.parametrize(
	("text", "policy"),
	[
		('{"cancel_notice": 1440, "reschedule_notice": 60, "max_reschedules": 3}', Policy(1440, 60, 3)),
		('{"cancel_notice": 1440}', Policy(cancel_notice=1440)),
		("{}", Policy()),
		("", Policy()),
		(None, Policy()),
	],
)
def test_policies_from_before_there_was_a_version_are_read(text, policy):
	assert read_policy(text) == (policy, 0)


def test_the_shape_of_version_2_stays_what_bookings_have_kept():
	kept = {
		"version": 2,
		"price": 8000,
		"cancel_notice": 1440,
		"reschedule_notice": 60,
		"max_reschedules": 3,
		"max_recent_reschedules": 5,
		"currency": "EUR",
		"tiers": [{"within": 120, "fee": {"amount": 500, "percent": 0}}],
		"no_show_fee": {"amount": 0, "percent": 100},
		"is_first_cancellation_free": True,
		"is_reason_required": True,
		"reasons": ["Illness", "Other"],
		"waivable": ["notice"],
	}
	policy = Policy(
		1440,
		60,
		3,
		5,
		"EUR",
		(FeeTier(120, Fee(500)),),
		Fee(0, 100),
		True,
		True,
		("Illness", "Other"),
		("notice",),
	)
	assert read_policy(json.dumps(kept)) == (policy, 8000)
	assert json.loads(write_policy(policy, 8000)) == kept


@pytest.mark.parametrize(
	"text",
	[
		'{"version": 3, "cancel_notice": 60}',
		'{"version": 2}',
		'{"version": 2, "price": 0, "tiers": [{"within": 1}], "no_show_fee": {}, "reasons": [], "waivable": []}',
		'{"cancel_notice": 60, "fee": 500}',
	],
)
def test_what_is_not_understood_is_an_error_and_no_lenient_policy(text):
	with pytest.raises(ValueError, match="policy of version"):
		read_policy(text)
