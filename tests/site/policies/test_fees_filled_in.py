"""Fees that an update fills in from history and rules, and those that stay unknown."""

from uuid import uuid4

import frappe
import pytest

from meeting_manager.meeting_manager.doctype.mm_meeting_booking import booking_rules
from meeting_manager.patches import fill_fees
from tests.site.clock import stop_clock
from tests.site.policies.looks import BOOKING, FREE, fee, set_status, stored


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
