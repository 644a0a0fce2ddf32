"""The fee that a booking keeps: on every road to a cancellation or a no-show, waived, undone, and filled in by an update."""

import json
from uuid import uuid4

import frappe
import pytest

from meeting_manager.exceptions import PolicyError
from meeting_manager.meeting_manager.doctype.mm_meeting_booking import booking_rules
from meeting_manager.patches import fill_fees
from meeting_manager.scheduling.actors import SYSTEM
from tests.site.clock import stop_clock
from tests.site.people import LEADER, MANAGER, make_people, sign_in
from tests.site.replies.conftest import mailbox  # noqa: F401 (a fixture)
from tests.site.test_cancellation_policy import policy, price  # noqa: F401 (fixtures)

BOOKING, SETTINGS = "MM Meeting Booking", "MM Settings"
API = "/api/method/meeting_manager.meeting_manager.api."
TERMS = {
	"currency": "EUR",
	"fee_tiers": [{"within_hours": 24, "fee_percent": 50}, {"within_hours": 2, "fee_amount": 45.5}],
	"no_show_percent": 100,
	"waive_fee": 1,
}
FREE = ("Cancellation", 0, None)


@pytest.fixture
def charged(policy, price, book):  # noqa: F811
	"""Make a booking at 80 euros whose policy has fees: `charged("10:00", waive_fee=0)`."""

	def make(time="10:00", customer_email="alex@example.com", **terms):
		price(80)
		policy("MM Meeting Type", **{**TERMS, **terms})
		return book(time, customer_email=customer_email)

	return make


def stored(booking):
	frappe.db.rollback()
	return frappe.get_doc(BOOKING, booking.name)


def fee(booking):
	doc = stored(booking)
	return doc.fee_kind, doc.fee_amount, doc.fee_currency


def set_status(booking, wanted):
	doc = frappe.get_doc(BOOKING, booking.name)
	doc.status = wanted
	doc.save()
	frappe.db.commit()
	return doc


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


def test_a_decline_by_mail_that_cancels_costs_what_the_link_costs(charged, mailbox, monkeypatch):  # noqa: F811
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


def test_a_decline_by_mail_that_staff_accept_is_the_customers(charged, mailbox, monkeypatch):  # noqa: F811
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


def test_it_is_the_policy_of_the_booking_and_not_todays(charged, policy, monkeypatch):  # noqa: F811
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


def waive(http, user, booking, reason="Long-standing customer"):
	form = {"dt": BOOKING, "dn": booking.name, "method": "waive_fee", "args": json.dumps({"reason": reason})}
	return http.post("/api/method/run_doc_method", headers=sign_in(http, user), json=form)


def test_a_waived_fee_keeps_its_amount_who_and_why(cancelled, http):
	make_people()
	booking = cancelled()
	rows = len(stored(booking).history)
	assert waive(http, MANAGER, booking).status_code == 200
	doc = stored(booking)
	assert fee(booking) == ("Cancellation", 45.5, "EUR")
	assert (doc.fee_waived, doc.fee_waived_by, doc.fee_waived_reason) == (
		1,
		MANAGER,
		"Long-standing customer",
	)
	row = doc.history[-1]
	assert (row.action, row.action_by, row.acted_as, row.old_value, row.reason) == (
		"Fee Waived",
		MANAGER,
		"staff",
		"€45.50",
		"Long-standing customer",
	)
	assert len(doc.history) == rows + 1
	assert waive(http, MANAGER, booking).status_code == 409


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_fee_is_not_waived_without_a_reason(cancelled, http, reason):
	make_people()
	booking = cancelled()
	assert waive(http, MANAGER, booking, reason).status_code == 417
	assert stored(booking).fee_waived == 0


def test_rules_that_let_nobody_waive_bind_managers_too(cancelled, http):
	make_people()
	booking = cancelled(waive_fee=0)
	answer = waive(http, MANAGER, booking)
	assert answer.status_code == 409
	assert "The rules of this booking let nobody waive its fee" in answer.get_data(as_text=True)
	assert stored(booking).fee_waived == 0


def test_the_leader_may_waive_and_the_member_may_not(cancelled, http, consulting):
	make_people()
	booking = cancelled()
	frappe.db.set_value("MM Department", consulting.name, "leader", LEADER)
	frappe.db.commit()
	assert waive(http, booking.members[0], booking).status_code == 403
	assert stored(booking).fee_waived == 0
	assert waive(http, LEADER, booking).status_code == 200
	assert stored(booking).fee_waived == 1
	frappe.db.set_value("MM Department", consulting.name, "leader", None)
	frappe.db.commit()


def test_what_is_free_cannot_be_waived(charged):
	booking = charged()
	with pytest.raises(PolicyError, match="has no fee that is due"):
		booking.waive_fee("Kindness")


def forget(*bookings):
	"""As an earlier version left them."""
	for booking in bookings:
		values = {"fee_kind": None, "fee_amount": 0, "fee_currency": None}
		frappe.db.set_value(BOOKING, booking.name, values, update_modified=False)
	frappe.db.commit()


@pytest.mark.parametrize("runs", [1, 2])
def test_an_update_fills_in_what_history_and_rules_tell(charged, book, monkeypatch, runs):
	"""The same as was noted when it happened."""
	email = f"kim.{uuid4().hex[:8]}@example.com"
	first = charged("09:00", email, first_cancellation_free=1)
	second, missed, house, kept = (book(f"{hour}:00", customer_email=email) for hour in (11, 12, 13, 14))
	for booking, reason in ((first, "Customer Cancelled"), (second, "Customer Cancelled"), (house, "Ill")):
		frappe.get_doc(BOOKING, booking.name).cancel_meeting(reason)
		frappe.db.commit()
	stop_clock(monkeypatch, missed.start_utc_minute + 10)
	set_status(missed, "No-Show")
	soon = second.start_utc_minute - 60
	pretend(first, soon - 60), pretend(second, soon), pretend(house, soon)
	forget(first, second, missed, house)
	for _run in range(runs):
		fill_fees.execute()
		frappe.db.commit()
	assert fee(first) == FREE
	assert fee(second) == ("Cancellation", 45.5, "EUR")
	assert fee(missed) == ("No-Show", 80, "EUR")
	assert fee(house) == FREE
	assert fee(kept) == (None, 0, None)


def pretend(booking, minute):
	"""That it was cancelled then."""
	from datetime import datetime, timezone

	from meeting_manager.adapters.site_time import to_site_datetime

	at, utc = to_site_datetime(minute), datetime.fromtimestamp(minute * 60, timezone.utc)
	frappe.db.set_value(BOOKING, booking.name, "cancelled_at", at, update_modified=False)
	row = {"parent": booking.name, "action": "Cancelled"}
	stamp = utc.isoformat(timespec="microseconds").replace("+00:00", "Z")
	frappe.db.set_value("MM Booking History", row, {"action_utc": stamp, "action_datetime": at})


@pytest.mark.parametrize("kept", ['{"version": 99}', '{"version": 2}'])
def test_rules_that_cannot_be_read_leave_the_fee_unknown(cancelled, kept):
	booking = cancelled()
	forget(booking)
	frappe.db.set_value(BOOKING, booking.name, "policy", kept, update_modified=False)
	fill_fees.execute()
	assert frappe.db.get_value(BOOKING, booking.name, "fee_kind") is None


@pytest.mark.parametrize(("wanted", "minutes"), [("Cancelled", -60), ("No-Show", 60)])
def test_staff_close_a_booking_whose_rules_cannot_be_read_and_its_fee_stays_unknown(
	charged, monkeypatch, queued_mails, wanted, minutes
):
	"""As a newer version of the app had left it; its mails are written all the same."""
	booking = charged()
	frappe.db.set_value(BOOKING, booking.name, "policy", '{"version": 99}', update_modified=False)
	frappe.db.commit()
	monkeypatch.setattr(booking_rules, "current_minute", lambda: booking.start_utc_minute + minutes)
	set_status(booking, wanted)
	assert (stored(booking).status, *fee(booking)) == (wanted, None, 0, None)
	queued_mails(booking)
	states = frappe.get_all("MM Message", {"booking": booking.name, "channel": "Email"}, pluck="state")
	assert "Failed" not in states and "Due" not in states


def test_without_a_row_of_history_the_fee_stays_unknown(cancelled):
	booking = cancelled()
	forget(booking)
	frappe.db.delete("MM Booking History", {"parent": booking.name, "action": "Cancelled"})
	fill_fees.execute()
	assert frappe.db.get_value(BOOKING, booking.name, "fee_kind") is None
