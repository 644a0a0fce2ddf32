"""Fees, limits and reasons of a policy: which one holds for a booking, what the API tells of it, and what it refuses."""

from datetime import datetime, timedelta
from uuid import uuid4

import frappe
import pytest

from meeting_manager.scheduling.policy import Fee, FeeTier, Policy
from meeting_manager.scheduling.policy_record import read_policy
from tests.site.clock import stop_clock
from tests.site.factories import next_monday
from tests.site.policies.looks import page_of, rule_of

POLICY, SETTINGS = "MM Cancellation Policy", "MM Settings"
TIERS = [{"within_hours": 24, "fee_percent": 50}, {"within_hours": 2, "fee_amount": 45.5}]
HOUR, DAY = 60, 24 * 60


def kept(booking):
	return read_policy(booking.policy)


def test_the_nearest_policy_wins(policy, book, site):
	before = site.get_doc(SETTINGS)
	numbers = Policy(
		before.cancel_notice_hours * HOUR,
		before.reschedule_notice_hours * HOUR,
		before.max_reschedules,
		waivable=("notice", "limits"),
	)
	assert kept(book("09:00")) == (numbers, 0)
	for hours, holder in enumerate([SETTINGS, "MM Department", "MM Meeting Type"], 1):
		policy(holder, cancel_notice_hours=hours)
		assert kept(book("10:00" if hours == 1 else f"{10 + hours}:00")) == (
			Policy(cancel_notice=hours * HOUR),
			0,
		)


def test_a_policy_is_kept_whole_with_the_price(policy, price, book):
	price(80)
	policy(
		"MM Department",
		cancel_notice_hours=1,
		reschedule_notice_hours=2,
		max_reschedules=3,
		max_recent_reschedules=4,
		currency="eur",
		fee_tiers=TIERS,
		no_show_percent=100,
		first_cancellation_free=1,
		reason_required=1,
		reasons=[{"reason": "Illness"}, {"reason": "Other"}],
		waive_notice=1,
		waive_fee=1,
	)
	assert kept(book("10:00")) == (
		Policy(
			cancel_notice=HOUR,
			reschedule_notice=2 * HOUR,
			max_reschedules=3,
			max_recent_reschedules=4,
			currency="EUR",
			tiers=(FeeTier(DAY, Fee(percent=50)), FeeTier(2 * HOUR, Fee(amount=4550))),
			no_show_fee=Fee(percent=100),
			is_first_cancellation_free=True,
			is_reason_required=True,
			reasons=("Illness", "Other"),
			waivable=("notice", "fee"),
		),
		8000,
	)


def test_a_booking_stays_under_the_policy_it_was_made_under(policy, price, book, http):
	price(80)
	doc = policy("MM Meeting Type", currency="EUR", fee_tiers=TIERS)
	booking = book("10:00")
	doc.set("fee_tiers", [])
	doc.cancel_notice_hours = 9999
	doc.save()
	price(1)
	assert rule_of(http, booking)["allowed"] is True
	assert kept(booking)[1] == 8000 and len(kept(booking)[0].tiers) == 2


@pytest.mark.parametrize(
	("left", "fee"),
	[(DAY, 0), (DAY - 1, 4000), (2 * HOUR, 4000), (2 * HOUR - 1, 4550)],
)
def test_the_api_tells_the_fee_and_until_when_there_is_none(
	policy, price, book, http, monkeypatch, left, fee
):
	price(80)
	policy("MM Meeting Type", currency="EUR", fee_tiers=TIERS)
	booking = book("10:00", customer_timezone="America/New_York")
	stop_clock(monkeypatch, booking.start_utc_minute - left)
	rule = rule_of(http, booking)
	start = datetime.fromisoformat(f"{next_monday()}T10:00").replace(tzinfo=booking.zone)
	assert rule == {
		"allowed": True,
		"until": start.isoformat(),
		"fee": fee,
		"currency": "EUR" if fee else "",
		"free_until": (start - timedelta(days=1)).isoformat(),
		"needs_reason": False,
		"reasons": [],
	}


def test_the_page_says_what_it_costs_now_and_until_when_it_is_free(policy, price, book, http, monkeypatch):
	price(80)
	policy("MM Meeting Type", currency="EUR", fee_tiers=TIERS)
	booking = book("10:00", customer_timezone="America/New_York")
	stop_clock(monkeypatch, booking.start_utc_minute - 2 * DAY)
	page = page_of(http, booking)
	assert "Cancelling is free of charge until Sunday" in page
	assert "04:00, Eastern" in page and "(America/New_York), and costs a fee after that." in page
	stop_clock(monkeypatch, booking.start_utc_minute - 60)
	page = page_of(http, booking)
	assert "Cancelling now costs €45.50. It was free of charge until Sunday" in page
	assert "(America/New_York)" in page


def test_a_fee_that_was_due_from_the_first_moment_was_never_free(policy, book, http):
	policy("MM Meeting Type", currency="EUR", fee_tiers=[{"within_hours": 9000, "fee_amount": 12}])
	booking = book("10:00")
	assert rule_of(http, booking)["free_until"] is None
	page = page_of(http, booking)
	assert "Cancelling costs €12.00." in page
	assert "free of charge" not in page


def test_a_meeting_without_fees_is_cancelled_free_of_charge(booking, http):
	page = page_of(http, booking)
	assert "Cancelling now is free of charge." in page
	assert "<select" not in page


def test_the_fee_is_told_in_the_history(policy, price, book, http, monkeypatch, site):
	policy("MM Meeting Type", currency="EUR", fee_tiers=[{"within_hours": 24, "fee_amount": 12}])
	booking = book("10:00")
	stop_clock(monkeypatch, booking.start_utc_minute - 60)
	assert http.call("cancel_booking", token=booking.cancel_token, reason="Ill").status_code == 200
	assert (
		site.get_doc("MM Meeting Booking", booking.name).history[-1].notes == "Ill\nCancellation fee: €12.00"
	)


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"currency": "Euro"}, "Currency: EURO is no code"),
		({"fee_tiers": [{"within_hours": 2, "fee_amount": 5}]}, "a policy with fees needs one"),
		({"no_show_percent": 50}, "a policy with fees needs one"),
		({"currency": "EUR", "no_show_percent": 101}, "No-Show Fee: use 0 to 100 percent"),
		(
			{"currency": "EUR", "no_show_amount": 5, "no_show_percent": 5},
			"an amount or a percentage, not both",
		),
		({"currency": "JPY", "no_show_amount": 0.5}, "No-Show Fee: 0.5 is no amount of JPY"),
		({"currency": "EUR", "fee_tiers": [TIERS[0], TIERS[0]]}, "Two fees hold within 24 hours"),
		({"currency": "EUR", "fee_tiers": [{"within_hours": 0, "fee_amount": 5}]}, "use a number from 1 to"),
		({"reasons": [{"reason": "Ill"}, {"reason": " Ill "}]}, "Ill is in the list of reasons twice"),
		({"cancel_notice_hours": 10**6}, "use a number from 0 to"),
	],
	ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_policy_that_makes_no_sense_is_refused(site, values, sentence):
	with pytest.raises(frappe.ValidationError, match=sentence):
		site.get_doc({"doctype": POLICY, "policy_name": f"Bad {uuid4().hex[:8]}", **values}).insert()


def test_a_policy_in_use_cannot_be_deleted(policy, site):
	doc = policy("MM Department", cancel_notice_hours=1)
	with pytest.raises(frappe.LinkExistsError):
		site.delete_doc(POLICY, doc.name)
