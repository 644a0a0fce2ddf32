"""Policies, prices and bookings with fees to test with."""

from uuid import uuid4

import frappe
import pytest

from meeting_manager.meeting_manager.doctype.mm_meeting_booking import booking_rules
from tests.site.policies.looks import BOOKING
from tests.site.replies.conftest import mailbox  # noqa: F401 (a fixture)

POLICY, SETTINGS = "MM Cancellation Policy", "MM Settings"


@pytest.fixture
def policy(site, consulting):
	"""Make a policy and link it: `policy("MM Meeting Type", currency="EUR", …)`; undone after the test."""
	linked, names = [], []

	def make(holder, **values):
		name = f"Test {uuid4().hex[:8]}"
		doc = site.get_doc({"doctype": POLICY, "policy_name": name, **values}).insert()
		names.append(doc.name)
		link(holder, doc.name)
		return doc

	def link(holder, name):
		key = {"MM Meeting Type": consulting.meeting_type, "MM Department": consulting.name}.get(
			holder, SETTINGS
		)
		linked.append((holder, key))
		set_link(holder, key, name)

	def set_link(holder, key, name):
		site.db.set_value(holder, key, "cancellation_policy", name)
		site.clear_document_cache(holder, key)
		site.db.commit()

	yield make
	site.db.rollback()
	for holder, key in linked:
		set_link(holder, key, None)
	for name in names:
		site.delete_doc(POLICY, name, force=True)
	site.db.commit()


@pytest.fixture
def price(site, consulting):
	def set_price(value):
		site.db.set_value("MM Meeting Type", consulting.meeting_type, "price", value)
		site.clear_document_cache("MM Meeting Type", consulting.meeting_type)
		site.db.commit()

	yield set_price
	set_price(0)


TERMS = {
	"currency": "EUR",
	"fee_tiers": [{"within_hours": 24, "fee_percent": 50}, {"within_hours": 2, "fee_amount": 45.5}],
	"no_show_percent": 100,
	"waive_fee": 1,
}


@pytest.fixture
def charged(policy, price, book):
	"""Make a booking at 80 euros whose policy has fees: `charged("10:00", waive_fee=0)`."""

	def make(time="10:00", customer_email="alex@example.com", **terms):
		price(80)
		policy("MM Meeting Type", **{**TERMS, **terms})
		return book(time, customer_email=customer_email)

	return make


@pytest.fixture
def cancelled(charged, monkeypatch):
	"""A booking with a fee of 45.50 euros that is due."""

	def make(**terms):
		booking = charged(**terms)
		monkeypatch.setattr(booking_rules, "current_minute", lambda: booking.start_utc_minute - 60)
		frappe.get_doc(BOOKING, booking.name).cancel_meeting("Customer Cancelled")
		frappe.db.commit()
		return booking

	return make
