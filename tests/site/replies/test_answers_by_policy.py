"""What a customer's calendar asks for, done by staff as the customer's own change: its fee, its reason, who lets it off."""

import frappe
import pytest

from meeting_manager.adapters.customer_record import BY_CUSTOMER
from meeting_manager.exceptions import PolicyError
from meeting_manager.meeting_manager.api import staff_bookings
from tests.site.clock import stop_clock
from tests.site.people import MANAGER, make_people
from tests.site.refusals import refused
from tests.site.replies.answering import REPLY
from tests.site.staff.conftest import under  # noqa: F401 (fixture)
from tests.site.staff.looking import ADA, at, just_before, last_row, state

FEE = {"currency": "EUR", "fee_tiers": [{"within_hours": 24, "fee_amount": 12.5}], "waive_fee": 1}


@pytest.fixture
def declined(under, site, monkeypatch):  # noqa: F811
	"""A booking whose customer has declined three hours before its start, and the answer: `declined(**policy)`."""
	make_people()

	def make(attention="Customer Declined", **policy):
		booking = under(**policy)
		stop_clock(monkeypatch, just_before(booking, 3))
		values = {"booking": booking.name, "who": "Customer", "attendee": booking.customer_email}
		values |= {"state": "Open", "attention": attention, "comment": "I am ill"}
		reply = frappe.get_doc({"doctype": REPLY, **values, "booking_sequence": booking.calendar_sequence})
		reply.proposed_utc_minute = booking.start_utc_minute + 9 * 60
		reply.insert()
		site.db.commit()
		return booking, reply

	return make


def accept(site, reply, user, **arguments):
	site.set_user(user)
	frappe.get_doc(REPLY, reply.name).accept(**arguments)


def test_the_customer_owes_the_fee_that_staff_were_shown(declined, site):
	booking, reply = declined(**FEE)
	site.set_user(ADA)
	assert staff_bookings.get_staff_choices(booking.name)["actions"]["cancel"]["fee"] == "€12.50"
	accept(site, reply, ADA)
	cancelled = state(booking)
	assert (cancelled.cancellation_reason, cancelled.cancellation_note) == (BY_CUSTOMER, "I am ill")
	assert (cancelled.fee_amount, cancelled.fee_waived) == (12.5, 0)


def test_the_fee_is_waived_by_whoever_may_and_says_why(declined, site):
	booking, reply = declined(**FEE)
	with refused("The fee cannot be waived by you, or not under this booking's policy", PolicyError):
		accept(site, reply, ADA, waive_fee="1", override_reason="She is ill")
	with refused("Say why the rules do not hold this time", frappe.MandatoryError):
		accept(site, reply, MANAGER, waive_fee="1")
	accept(site, reply, MANAGER, waive_fee="1", override_reason="She is ill")
	row = last_row(booking)
	assert (row.waived, row.waived_because, state(booking).fee_waived) == ("fee", "She is ill", 1)
	assert frappe.db.get_value(REPLY, reply.name, "state") == "Done"


def test_a_policy_that_wants_a_category_is_given_one(declined, site):
	booking, reply = declined(reason_required=1, reasons=[{"reason": "Illness"}])
	with refused("Say why the booking is cancelled", frappe.MandatoryError):
		accept(site, reply, ADA)
	accept(site, reply, ADA, category="Illness")
	assert state(booking).cancellation_note == "Illness\nI am ill"


def test_a_proposal_outside_the_hours_is_accepted_by_whoever_may(declined, site):
	booking, reply = declined("Other Time Proposed")
	site.set_user(MANAGER)
	checked = staff_bookings.check_staff_move(booking.name, at(19))
	assert (checked["allowed"], checked["is_override"]) == (True, True)
	with pytest.raises(frappe.MandatoryError, match="Say why the rules do not hold this time"):
		accept(site, reply, MANAGER)
	accept(site, reply, MANAGER, override_reason="She travels")
	row = last_row(booking)
	assert (row.waived, row.waived_because, row.notes) == (
		"outside hours",
		"She travels",
		"Time proposed by email, accepted by staff",
	)
