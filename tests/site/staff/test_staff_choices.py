"""What staff may do with one booking, and what of it is written: closed, declined, its links looked up."""

import frappe
import pytest

from meeting_manager import permissions
from meeting_manager.adapters.history_audit import verify
from meeting_manager.exceptions import (
	BookingClosedError,
	PolicyError,
)
from meeting_manager.meeting_manager.api import staff_bookings
from meeting_manager.notifications.messages_audit import find_faults
from tests.site.clock import stop_clock
from tests.site.people import MANAGER
from tests.site.refusals import refused
from tests.site.staff.looking import ADA, BEN, MESSAGE, actions, at, last_row, state

# What is open


def test_a_confirmed_booking_can_be_moved_given_away_and_cancelled(of_ada, site):
	site.set_user(ADA)
	answer = staff_bookings.get_staff_choices(of_ada.name)
	assert answer["may_override"] is False
	assert answer["start"] == at(10)
	assert answer["members"] == [{"member": ADA, "name": "Ada Test"}]
	found = {name: (choice["allowed"], choice["sentence"]) for name, choice in answer["actions"].items()}
	not_yet = "A booking can become {0} only once its meeting has begun"
	assert found == {
		"confirm": (False, "A booking that is Confirmed cannot become Confirmed"),
		"decline": (
			False,
			"Only a request that waits for approval can be declined. Cancel the booking",
		),
		"complete": (False, not_yet.format("Completed")),
		"no_show": (False, not_yet.format("No-Show")),
		"cancel": (True, ""),
		"reschedule": (True, ""),
		"reassign": (True, ""),
		"resend": (False, "No mail to the customer can be sent again yet: it is on its way"),
		"copy_links": (True, ""),
	}


def test_who_would_be_told_is_who_is_told(of_ada, site):
	site.set_user(MANAGER)
	told = actions(of_ada)["cancel"]["told"]
	assert [(row["kind"], row["name"], row["address"], row["channel"]) for row in told] == [
		("Customer", "Alex Example", "alex@example.com", "Email"),
		("Member", "Ada Test", ADA, "Email"),
		("Member", "Ada Test", "", "In-App"),
	]
	staff_bookings.cancel_as_staff(of_ada.name, text="Ada is ill")
	written = frappe.get_all(
		MESSAGE,
		{"booking": of_ada.name, "occasion": "Cancelled"},
		["recipient_kind", "channel"],
		order_by="creation asc, name asc",
	)
	assert [(row.recipient_kind, row.channel) for row in written] == [
		(row["kind"], row["channel"]) for row in told
	]


def test_a_request_is_confirmed_or_declined_and_not_cancelled(of_ada, site):
	of_ada.db_set("status", "Pending")
	site.db.commit()
	site.set_user(ADA)
	found = actions(of_ada)
	open_ones = {name for name, choice in found.items() if choice["allowed"]}
	assert open_ones == {"confirm", "decline", "reschedule", "reassign", "copy_links"}
	assert found["cancel"]["sentence"] == "This is a request. Decline it, or confirm it first"
	assert {row["occasion"] for row in found["decline"]["told"]} == {"Declined"}
	with refused("Say why the request is declined", frappe.MandatoryError):
		staff_bookings.decline(of_ada.name, " ")
	staff_bookings.decline(of_ada.name, "No room left")
	declined = state(of_ada)
	assert (declined.status, declined.cancellation_reason, declined.cancellation_note) == (
		"Cancelled",
		"Declined by Staff",
		"No room left",
	)


def test_a_closed_booking_takes_nothing_but_its_mail_again(of_ada, site):
	of_ada.cancel_meeting("Customer Cancelled")
	site.db.set_value(MESSAGE, {"booking": of_ada.name}, "state", "Sent")
	site.db.commit()
	found = actions(of_ada)
	assert [name for name, choice in found.items() if choice["allowed"]] == ["resend"]
	assert {choice["sentence"] for name, choice in found.items() if name not in ("resend", "confirm")} == {
		"This booking has already been cancelled"
	}
	assert found["resend"]["message"]["occasion"] == "Cancelled"
	for act in (
		lambda: staff_bookings.cancel_as_staff(of_ada.name, text="x"),
		lambda: staff_bookings.move_as_staff(of_ada.name, at(11)),
		lambda: staff_bookings.reassign_as_staff(of_ada.name, BEN),
		lambda: staff_bookings.mark_no_show(of_ada.name),
		lambda: staff_bookings.complete(of_ada.name),
		lambda: staff_bookings.decline(of_ada.name, "x"),
		lambda: staff_bookings.copy_customer_links(of_ada.name),
	):
		with pytest.raises(
			(BookingClosedError, PolicyError), match="This booking has already been cancelled"
		):
			act()


# Afterwards


@pytest.mark.parametrize(
	("act", "status"),
	[(staff_bookings.mark_no_show, "No-Show"), (staff_bookings.complete, "Completed")],
)
def test_what_became_of_a_meeting_is_noted_once_it_has_begun(of_ada, site, monkeypatch, act, status):
	site.set_user(ADA)
	with refused(f"A booking can become {status} only once its meeting has begun", PolicyError):
		act(of_ada.name)
	stop_clock(monkeypatch, of_ada.start_utc_minute)
	assert act(of_ada.name)["status"] == status
	row = last_row(of_ada)
	assert (row.action, row.old_value, row.action_by) == (status, "Confirmed", ADA)


def test_a_no_show_names_its_fee(under, site, monkeypatch):
	booking = under(currency="EUR", no_show_amount=30)
	stop_clock(monkeypatch, booking.start_utc_minute)
	assert actions(booking)["no_show"]["fee"] == "€30.00"
	staff_bookings.mark_no_show(booking.name)
	assert last_row(booking).notes == "No-show fee: €30.00"


def test_the_fee_of_a_no_show_is_waived_in_its_dialog_by_whoever_may_and_says_why(under, site, monkeypatch):
	booking = under(currency="EUR", no_show_amount=30, waive_fee=1)
	stop_clock(monkeypatch, booking.start_utc_minute)
	site.set_user(ADA)
	assert actions(booking)["no_show"]["waivable"] == []
	with refused("The fee cannot be waived by you, or not under this booking's policy", PolicyError):
		staff_bookings.mark_no_show(booking.name, waive_fee=1, override_reason="She was ill")
	site.set_user(MANAGER)
	assert actions(booking)["no_show"]["waivable"] == ["fee"]
	with refused("Say why the rules do not hold this time", frappe.MandatoryError):
		staff_bookings.mark_no_show(booking.name, waive_fee="1")
	assert state(booking).status == "Confirmed"
	staff_bookings.mark_no_show(booking.name, waive_fee="1", override_reason="She was ill")
	missed, row = state(booking), last_row(booking)
	assert (missed.status, missed.fee_kind, missed.fee_amount, missed.fee_waived) == (
		"No-Show",
		"No-Show",
		30,
		1,
	)
	assert (missed.fee_waived_by, missed.fee_waived_reason) == (MANAGER, "She was ill")
	assert (row.action, row.notes, row.waived, row.waived_because) == (
		"No-Show",
		"No-show fee waived: €30.00",
		"fee",
		"She was ill",
	)
	assert not verify([booking.name])


def test_rules_that_let_nobody_waive_a_no_show_bind_managers_too(under, site, monkeypatch):
	booking = under(currency="EUR", no_show_amount=30)
	stop_clock(monkeypatch, booking.start_utc_minute)
	site.set_user(MANAGER)
	with refused("The fee cannot be waived by you, or not under this booking's policy", PolicyError):
		staff_bookings.mark_no_show(booking.name, waive_fee=1, override_reason="She was ill")


def test_a_no_show_that_was_charged_is_let_off_afterwards(under, site, monkeypatch):
	booking = under(currency="EUR", no_show_amount=30, waive_fee=1)
	stop_clock(monkeypatch, booking.start_utc_minute)
	site.set_user(MANAGER)
	staff_bookings.mark_no_show(booking.name)
	assert (state(booking).fee_amount, state(booking).fee_waived) == (30, 0)
	state(booking).waive_fee("The train did not come")
	row, missed = last_row(booking), state(booking)
	assert (row.action, row.old_value, row.reason) == ("Fee Waived", "€30.00", "The train did not come")
	assert (missed.status, missed.fee_amount, missed.fee_waived) == ("No-Show", 30, 1)


def test_a_form_that_is_out_of_date_marks_nothing(of_ada, site, monkeypatch):
	stop_clock(monkeypatch, of_ada.start_utc_minute)
	with refused("The booking has changed since you opened it. Load it again", frappe.TimestampMismatchError):
		staff_bookings.mark_no_show(of_ada.name, calendar_sequence=of_ada.calendar_sequence + 1)
	assert state(of_ada).status == "Confirmed"


# The customer's links


def test_the_links_are_the_customers_and_the_history_says_who_asked(of_ada, site, http):
	before = frappe.db.count(MESSAGE, {"booking": of_ada.name})
	site.set_user(ADA)
	links = staff_bookings.copy_customer_links(of_ada.name)
	assert links == {
		"reschedule_url": of_ada.reschedule_url,
		"cancel_url": of_ada.cancel_url,
		"calendar_url": of_ada.calendar_url,
	}
	row, now = last_row(of_ada), state(of_ada)
	assert (row.action, row.action_by, row.old_value, row.new_value, row.notes) == (
		"Links Copied",
		ADA,
		"",
		"",
		"",
	)
	assert (now.calendar_sequence, now.token_nonce) == (0, of_ada.token_nonce)
	assert frappe.db.count(MESSAGE, {"booking": of_ada.name}) == before
	assert not verify([of_ada.name]) and find_faults(0).missing == []
	assert http.call("get_booking_details", token=of_ada.cancel_token).status_code == 200


def test_who_only_reads_a_booking_may_do_nothing(of_ada, site, monkeypatch):
	"""As whom it is shared with, which localsite has not."""
	monkeypatch.setattr(
		permissions, "has_booking_permission", lambda doc, ptype="read", user=None: ptype == "read"
	)
	site.set_user(BEN)
	answer = staff_bookings.get_staff_choices(of_ada.name)
	assert (answer["may_write"], answer["may_override"], answer["actions"]) == (False, False, {})
	for act in (
		lambda: staff_bookings.check_staff_move(of_ada.name, at(11)),
		lambda: staff_bookings.staff_times(of_ada.name),
		lambda: staff_bookings.copy_customer_links(of_ada.name),
	):
		with pytest.raises(frappe.PermissionError):
			act()
