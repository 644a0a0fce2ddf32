"""A booking that staff cancel: why, at what fee, against the policy only by whoever may, and what the history says."""

from datetime import timedelta

import frappe
import pytest

from meeting_manager.adapters.customer_record import BY_CUSTOMER
from meeting_manager.adapters.history_audit import verify
from meeting_manager.exceptions import PolicyError
from meeting_manager.meeting_manager.api import staff_bookings
from meeting_manager.notifications.evidence import booking_evidence
from tests.site.clock import stop_clock
from tests.site.people import LEADER, MANAGER
from tests.site.refusals import refused
from tests.site.staff.looking import ADA, MONDAY, actions, just_before, last_row, state


def test_a_cancellation_names_its_reason_and_its_fee(under, site, monkeypatch):
	booking = under(
		currency="EUR",
		fee_tiers=[{"within_hours": 24, "fee_amount": 12.5}],
		reason_required=1,
		reasons=[{"reason": "Illness"}, {"reason": "Other"}],
	)
	stop_clock(monkeypatch, just_before(booking, 3))
	site.set_user(ADA)
	choice = actions(booking)["cancel"]
	assert (choice["fee"], choice["needs_reason"], choice["reasons"]) == (
		"€12.50",
		True,
		["Illness", "Other"],
	)
	assert (choice["free_until"][-22:], choice["is_override"], choice["waivable"]) == (
		"10:00 (Europe/Berlin)".rjust(22),
		False,
		[],
	)
	with refused("Say why the booking is cancelled", frappe.MandatoryError):
		staff_bookings.cancel_as_staff(booking.name, text="Ada is ill")
	with refused("Choose one of the reasons: Illness, Other"):
		staff_bookings.cancel_as_staff(booking.name, category="Holiday")
	staff_bookings.cancel_as_staff(booking.name, category="Illness", text="She rang", for_customer=1)
	cancelled, row = state(booking), last_row(booking)
	assert (cancelled.status, cancelled.cancellation_reason) == ("Cancelled", BY_CUSTOMER)
	assert (cancelled.fee_kind, cancelled.fee_amount, cancelled.fee_waived) == ("Cancellation", 12.5, 0)
	assert (row.action_by, row.reason, row.notes, row.waived, row.waived_because) == (
		ADA,
		BY_CUSTOMER,
		"Illness\nShe rang\nCancellation fee: €12.50",
		"",
		"",
	)


def test_what_the_house_calls_off_costs_the_customer_nothing(under, site, monkeypatch):
	booking = under(
		currency="EUR",
		fee_tiers=[{"within_hours": 24, "fee_amount": 12.5}],
		reasons=[{"reason": "Illness"}],
	)
	stop_clock(monkeypatch, just_before(booking, 3))
	site.set_user(ADA)
	staff_bookings.cancel_as_staff(booking.name, category="Illness", text="Ada is ill")
	cancelled, row = state(booking), last_row(booking)
	assert (cancelled.cancellation_reason, cancelled.fee_kind, cancelled.fee_amount) == (
		"Illness",
		"Cancellation",
		0,
	)
	assert (row.reason, row.notes) == ("Illness", "Ada is ill")


def test_the_fee_is_waived_by_whoever_may_and_says_why(under, site, monkeypatch):
	fee = {"currency": "EUR", "fee_tiers": [{"within_hours": 24, "fee_amount": 12.5}]}
	booking = under(waive_fee=1, **fee)
	stop_clock(monkeypatch, just_before(booking, 3))
	site.set_user(ADA)
	with refused("The fee cannot be waived by you, or not under this booking's policy", PolicyError):
		staff_bookings.cancel_as_staff(
			booking.name, text="x", for_customer=1, waive_fee=1, override_reason="She asked"
		)
	site.set_user(MANAGER)
	with refused("Say why the rules do not hold this time", frappe.MandatoryError):
		staff_bookings.cancel_as_staff(booking.name, text="x", for_customer=1, waive_fee=1)
	staff_bookings.cancel_as_staff(
		booking.name, text="x", for_customer="1", waive_fee="1", override_reason="A good customer"
	)
	row, cancelled = last_row(booking), state(booking)
	assert (row.action_by, row.waived, row.waived_because) == (MANAGER, "fee", "A good customer")
	assert (cancelled.fee_amount, cancelled.fee_waived, cancelled.fee_waived_by) == (12.5, 1, MANAGER)
	assert cancelled.fee_waived_reason == "A good customer"
	assert row.notes == "x\nCancellation fee waived: €12.50"
	assert not verify([booking.name])
	frappe.db.set_value("MM Booking History", row.name, {"waived": "", "waived_because": ""})
	assert verify([booking.name]).changed == [booking.name]


def test_the_notice_binds_members_and_not_whoever_may_override(under, led, site, monkeypatch):
	booking = under(cancel_notice_hours=48, waive_notice=1)
	stop_clock(monkeypatch, just_before(booking, 3))
	until = f"{MONDAY - timedelta(days=2)} 10:00"
	site.set_user(ADA)
	choice = actions(booking)["cancel"]
	sentence = (
		f"Cancelling was possible until {until}."
		" A manager or the leader of the department may do it, for a reason"
	)
	assert (choice["allowed"], choice["code"], choice["sentence"]) == (False, "too late", sentence)
	with refused(sentence, PolicyError):
		staff_bookings.cancel_as_staff(booking.name, text="x", override_reason="I want to")
	site.set_user(LEADER)
	choice = actions(booking)["cancel"]
	assert (choice["allowed"], choice["is_override"], choice["waivable"]) == (True, True, ["notice"])
	assert choice["sentence"] == f"Cancelling was possible until {until}"
	why = f"Cancelling was possible until {until}. Say why the rules do not hold this time"
	with refused(why, frappe.MandatoryError):
		staff_bookings.cancel_as_staff(booking.name, text="x", override_reason=" ")
	staff_bookings.cancel_as_staff(booking.name, text="Sorry", override_reason="The room burnt down")
	row = last_row(booking)
	assert (row.action, row.action_by, row.waived, row.waived_because, row.notes) == (
		"Cancelled",
		LEADER,
		"too late",
		"The room burnt down",
		"Sorry",
	)
	assert not verify([booking.name])
	told = booking_evidence(booking.name)["changes"][-1]["notes"]
	assert told == "Sorry\nSet aside: too late. Because: The room burnt down"


def test_what_the_policy_lets_nobody_waive_binds_managers_too(under, site, monkeypatch):
	booking = under(cancel_notice_hours=48)
	stop_clock(monkeypatch, just_before(booking, 3))
	site.set_user(MANAGER)
	sentence = (
		f"Cancelling was possible until {MONDAY - timedelta(days=2)} 10:00."
		" The policy of this booking lets nobody waive that"
	)
	assert actions(booking)["cancel"]["sentence"] == sentence
	with refused(sentence, PolicyError):
		staff_bookings.cancel_as_staff(booking.name, text="x", override_reason="I may do anything")
	assert state(booking).status == "Confirmed"


@pytest.fixture
def site_notice(site):
	"""The site's own number: 24 hours."""
	settings = frappe.get_doc("MM Settings")
	before = settings.cancel_notice_hours
	settings.update({"cancel_notice_hours": 24}).save()
	site.db.commit()
	yield
	site.db.rollback()
	site.set_user("Administrator")
	frappe.get_doc("MM Settings").update({"cancel_notice_hours": before}).save()
	site.db.commit()


def test_the_sites_own_numbers_may_be_waived(site_notice, of_ada, site, monkeypatch):
	stop_clock(monkeypatch, just_before(of_ada, 3))
	site.set_user(MANAGER)
	choice = actions(of_ada)["cancel"]
	assert (choice["code"], choice["is_override"]) == ("too late", True)
	site.set_user(ADA)
	assert actions(of_ada)["cancel"]["allowed"] is False
