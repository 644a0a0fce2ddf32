"""The fee that a booking keeps: on every road to a cancellation or a no-show, and what no request can bring."""

import frappe
import pytest

from meeting_manager.meeting_manager.doctype.mm_meeting_booking import booking_rules
from meeting_manager.scheduling.actors import SYSTEM
from tests.site.clock import stop_clock
from tests.site.people import MANAGER, make_people, sign_in
from tests.site.policies.looks import BOOKING, FREE, SETTINGS, fee, set_status, stored


@pytest.mark.parametrize(
	("left", "expected"),
	[
		(24 * 60, FREE),
		(24 * 60 - 1, ("Cancellation", 40, "EUR")),
		(2 * 60, ("Cancellation", 40, "EUR")),
		(2 * 60 - 1, ("Cancellation", 45.5, "EUR")),
	],
)
def test_the_link_keeps_what_the_page_told(charged, http, monkeypatch, left, expected):
	booking = charged()
	stop_clock(monkeypatch, booking.start_utc_minute - left)
	assert http.call("cancel_booking", token=booking.cancel_token, reason="Ill").status_code == 200
	assert fee(booking) == expected
	told = {0: "Ill", 40: "Ill\nCancellation fee: €40.00", 45.5: "Ill\nCancellation fee: €45.50"}
	assert stored(booking).history[-1].notes == told[expected[1]]


def test_an_open_booking_keeps_no_fee(charged):
	assert fee(charged()) == (None, 0, None)


@pytest.mark.parametrize(
	("reason", "expected"),
	[
		pytest.param("Customer Cancelled", ("Cancellation", 40, "EUR"), id="for the customer"),
		pytest.param("", FREE, id="the house"),
		pytest.param("Anna is ill", FREE, id="the house, with a reason"),
	],
)
def test_in_the_desk_the_reason_tells_whose_cancellation_it_is(charged, http, monkeypatch, reason, expected):
	make_people()
	booking = charged()
	stop_clock(monkeypatch, booking.start_utc_minute - 3 * 60)
	answer = http.send(
		"PUT",
		f"/api/resource/{BOOKING}/{booking.name}",
		headers=sign_in(http, MANAGER),
		json={"status": "Cancelled", "cancellation_reason": reason},
	)
	assert answer.status_code == 200, answer.text
	assert fee(booking) == expected
	told = "Cancellation fee: €40.00" if expected[1] else ""
	assert (stored(booking).history[-1].notes or "") == told


@pytest.mark.parametrize(
	("reason", "expected"),
	[("Customer Cancelled", ("Cancellation", 45.5, "EUR")), ("Anna is ill", FREE)],
)
def test_bookings_cancelled_together_keep_theirs_until_undone(charged, monkeypatch, reason, expected):
	from meeting_manager.meeting_manager.api.bulk import bulk_cancel, preview_bulk_cancel, undo_operation

	booking = charged()
	stop_clock(monkeypatch, booking.start_utc_minute - 60)
	preview_bulk_cancel([booking.name], reason)
	assert fee(booking) == (None, 0, None)
	operation = bulk_cancel([booking.name], reason)["operation"]
	frappe.db.commit()
	assert fee(booking) == expected
	undo_operation(operation)
	frappe.db.commit()
	after = stored(booking)
	assert (after.status, after.fee_kind, after.fee_amount, after.fee_currency) == (
		"Confirmed",
		None,
		0,
		None,
	)


def test_a_decline_by_mail_that_cancels_costs_what_the_link_costs(charged, mailbox, monkeypatch):
	from tests.site.replies.answering import answer_to, mail_with

	frappe.db.set_single_value(SETTINGS, "cancel_when_declined", 1)
	frappe.clear_document_cache(SETTINGS, SETTINGS)
	booking = charged()
	monkeypatch.setattr(booking_rules, "current_minute", lambda: booking.start_utc_minute - 60)
	try:
		mailbox.receive(mail_with(answer_to(booking)))
	finally:
		frappe.db.set_single_value(SETTINGS, "cancel_when_declined", 0)
		frappe.clear_document_cache(SETTINGS, SETTINGS)
		frappe.db.commit()
	assert fee(booking) == ("Cancellation", 45.5, "EUR")
	assert stored(booking).history[-1].acted_as == "customer (link)"


def test_a_decline_by_mail_that_staff_accept_is_the_customers(charged, mailbox, monkeypatch):
	from tests.site.replies.answering import answer_to, mail_with, replies

	booking = charged()
	mailbox.receive(mail_with(answer_to(booking)))
	monkeypatch.setattr(booking_rules, "current_minute", lambda: booking.start_utc_minute - 60)
	frappe.get_doc("MM Calendar Reply", replies()[0].name).accept()
	frappe.db.commit()
	assert fee(booking) == ("Cancellation", 45.5, "EUR")


def test_at_the_console_it_is_as_in_the_desk(charged, monkeypatch):
	booking = charged()
	monkeypatch.setattr(booking_rules, "current_minute", lambda: booking.start_utc_minute + 10)
	frappe.get_doc(BOOKING, booking.name).cancel_meeting("Customer Cancelled", "Rang up")
	frappe.db.commit()
	assert fee(booking) == ("Cancellation", 45.5, "EUR")


def test_what_the_app_cancels_by_itself_is_free(charged, monkeypatch, another_type, book):
	kind = another_type("On Request", requires_approval=1, price=80)
	booking = charged()
	request = book("12:00", meeting_type=kind.name)
	frappe.db.set_value(BOOKING, request.name, "policy", booking.policy)
	monkeypatch.setattr(booking_rules, "current_minute", lambda: request.start_utc_minute - 60)
	doc = frappe.get_doc(BOOKING, request.name)
	doc.flags.actor = SYSTEM
	doc.cancel_meeting("Customer Cancelled")
	frappe.db.commit()
	assert fee(request) == FREE


@pytest.mark.parametrize(
	("terms", "expected", "note"),
	[
		({}, ("No-Show", 80, "EUR"), "No-show fee: €80.00"),
		({"no_show_percent": 0, "no_show_amount": 12.5}, ("No-Show", 12.5, "EUR"), "No-show fee: €12.50"),
		({"no_show_percent": 0}, ("No-Show", 0, None), ""),
	],
	ids=["price", "amount", "none"],
)
def test_not_coming_costs_what_the_policy_says(charged, monkeypatch, terms, expected, note):
	booking = charged(**terms)
	monkeypatch.setattr(booking_rules, "current_minute", lambda: booking.start_utc_minute + 10)
	set_status(booking, "No-Show")
	assert fee(booking) == expected
	assert (stored(booking).history[-1].notes or "") == note


def test_a_meeting_that_took_place_has_no_fee(charged, monkeypatch):
	booking = charged()
	monkeypatch.setattr(booking_rules, "current_minute", lambda: booking.start_utc_minute + 10)
	set_status(booking, "Completed")
	assert fee(booking) == (None, 0, None)


def test_it_is_the_policy_of_the_booking_and_not_todays(charged, policy, monkeypatch):
	booking = charged()
	policy("MM Meeting Type", currency="USD", fee_tiers=[{"within_hours": 24, "fee_amount": 1}])
	monkeypatch.setattr(booking_rules, "current_minute", lambda: booking.start_utc_minute - 60)
	frappe.get_doc(BOOKING, booking.name).cancel_meeting("Customer Cancelled")
	frappe.db.commit()
	assert fee(booking) == ("Cancellation", 45.5, "EUR")


def test_a_currency_without_small_coins_keeps_its_amount(charged, monkeypatch):
	booking = charged(currency="JPY", fee_tiers=[{"within_hours": 24, "fee_amount": 1250}])
	monkeypatch.setattr(booking_rules, "current_minute", lambda: booking.start_utc_minute - 60)
	frappe.get_doc(BOOKING, booking.name).cancel_meeting("Customer Cancelled")
	frappe.db.commit()
	assert fee(booking) == ("Cancellation", 1250, "JPY")


BROUGHT = {
	"fee_kind": "No-Show",
	"fee_amount": 1,
	"fee_currency": "USD",
	"fee_waived": 1,
	"fee_waived_by": "somebody@example.com",
	"fee_waived_reason": "Because",
}


def test_no_request_brings_a_fee_or_waives_one(charged, http, monkeypatch):
	make_people()
	booking = charged()
	stop_clock(monkeypatch, booking.start_utc_minute - 60)
	path, manager = f"/api/resource/{BOOKING}/{booking.name}", sign_in(http, MANAGER)
	assert http.send("PUT", path, headers=manager, json=BROUGHT).status_code == 200
	assert fee(booking) == (None, 0, None)
	values = {**BROUGHT, "status": "Cancelled", "cancellation_reason": "Customer Cancelled"}
	assert http.send("PUT", path, headers=manager, json=values).status_code == 200
	assert fee(booking) == ("Cancellation", 45.5, "EUR")
	assert (stored(booking).fee_waived, stored(booking).fee_waived_by) == (0, None)
	assert http.send("PUT", path, headers=manager, json=BROUGHT).status_code == 200
	assert fee(booking) == ("Cancellation", 45.5, "EUR")
