"""An operation that is undone: everything as it was, who hears of it, and what cannot be put back."""

import frappe
import pytest

from meeting_manager.adapters import site_time
from meeting_manager.adapters.history_audit import verify
from meeting_manager.meeting_manager.api import bulk
from meeting_manager.meeting_manager.doctype.mm_operation import operations
from tests.site.bulk.looks import ADA, BEN, MESSAGE, OPERATION, names, state, states, told
from tests.site.clock import stop_clock
from tests.site.people import MANAGER, STRANGER, make_people


@pytest.fixture
def links(of_ada):
	return [(booking.cancel_token, booking.reschedule_token) for booking in map(state, of_ada)]


@pytest.mark.parametrize(
	"act",
	[
		pytest.param(lambda names: bulk.bulk_cancel(names, "Test"), id="cancelled"),
		pytest.param(lambda names: bulk.bulk_move(names, days=1, note="Test"), id="moved by a day"),
		pytest.param(lambda names: bulk.bulk_move(names, minutes=30, note="Test"), id="moved by minutes"),
		pytest.param(lambda names: bulk.bulk_move(names, member=BEN, note="Test"), id="handed over"),
		pytest.param(lambda names: bulk.bulk_move(names, days=1, member=BEN, note="Test"), id="both"),
	],
)
def test_an_undo_puts_everything_back_and_nobody_hears_of_it(of_ada, site, links, act):
	reminders = reminders_of(of_ada)
	operation = act(names(of_ada))["operation"]
	site.db.commit()
	messages = [row.name for row in told(of_ada)]
	answer = bulk.undo_operation(operation)
	site.db.commit()
	assert messages and [row.name for row in told(of_ada)] == messages
	assert answer["undone"] == 3
	assert states(of_ada) == [("Confirmed", 0, [ADA])] * 3
	assert [(one.cancel_token, one.reschedule_token) for one in map(state, of_ada)] == links
	assert {(row.state, row.reason) for row in told(of_ada)} == {("Skipped", "Undone before it was sent")}
	assert reminders_of(of_ada) == reminders
	for booking in map(state, of_ada):
		row = booking.history[-1]
		assert (row.action, row.operation, row.action_by) == ("Undone", operation, "Administrator")
		assert booking.calendar_sequence == 2 and booking.reschedule_count == 0
		assert not booking.cancelled_at and not booking.cancelled_by and not booking.cancellation_reason
	assert not verify(names(of_ada))
	assert claims(of_ada) == 18


def reminders_of(bookings):
	filters = {"booking": ["in", names(bookings)], "occasion": "Reminder", "state": "Due"}
	rows = frappe.get_all(MESSAGE, filters, ["booking", "recipient", "due_utc_minute"], order_by="name asc")
	return sorted((row.booking, row.recipient, row.due_utc_minute) for row in rows)


def claims(bookings):
	low = min(booking.start_utc_minute for booking in bookings) // 5
	return frappe.db.count("MM Time Claim", {"member": ADA, "quantum": ["between", [low, low + 12 * 24]]})


def test_an_undo_of_what_was_told_is_told_too(of_ada, site, links):
	operation = bulk.bulk_cancel(names(of_ada), "Test", tell_at_once=1)["operation"]
	frappe.db.set_value(MESSAGE, {"operation": operation}, "state", "Sent")
	site.db.commit()
	bulk.undo_operation(operation)
	assert {(row.occasion, row.recipient_kind) for row in told(of_ada, channel="Email")} == {
		("Confirmed", "Customer"),
		("Confirmed", "Member"),
	}
	assert {row.state for row in told(of_ada)} == {"Due"}


def test_an_undone_move_that_was_told_gives_new_links(of_ada, site, links):
	operation = bulk.bulk_move(names(of_ada), days=1, note="Test", tell_at_once=1)["operation"]
	moved = [state(booking).cancel_token for booking in of_ada]
	site.db.commit()
	bulk.undo_operation(operation)
	now = [state(booking).cancel_token for booking in of_ada]
	assert not {token for pair in links for token in pair} & set(now) and not set(moved) & set(now)


def test_time_that_was_taken_meanwhile_is_not_given_twice(of_ada, book, site):
	operation = bulk.bulk_cancel(names(of_ada), "Test")["operation"]
	site.db.commit()
	book("10:00", assigned_users=[{"member": ADA}])
	answer = bulk.undo_operation(operation)
	site.db.commit()
	assert [row["possible"] for row in answer["bookings"]] == [False, True, True]
	assert answer["bookings"][0]["why_not"].startswith("Ada Test has another meeting")
	assert [state(booking).status for booking in of_ada] == ["Cancelled", "Confirmed", "Confirmed"]
	assert {row.state for row in told(of_ada[:1])} == {"Due"}
	assert {row.state for row in told(of_ada[1:])} == {"Skipped"}


def test_what_was_changed_since_stays_as_it_is(of_ada, site):
	operation = bulk.bulk_move(names(of_ada), days=1, note="Test")["operation"]
	state(of_ada[0]).cancel_meeting("Customer Cancelled")
	site.db.commit()
	answer = bulk.undo_operation(operation)
	assert (
		answer["bookings"][-1]["why_not"] == "It was changed since. Change it by itself"
		or [row["why_not"] for row in answer["bookings"]].count("It was changed since. Change it by itself")
		== 1
	)
	assert [state(booking).status for booking in of_ada] == ["Cancelled", "Confirmed", "Confirmed"]


def test_an_undo_has_its_time(of_ada, site, monkeypatch):
	now = site_time.current_minute()
	stop_clock(monkeypatch, now)
	operation = bulk.bulk_cancel(names(of_ada), "Test")["operation"]
	site.db.commit()
	stop_clock(monkeypatch, now + 6)
	with pytest.raises(frappe.ValidationError, match="This could be undone for 5 minutes"):
		bulk.undo_operation(operation)
	stop_clock(monkeypatch, now + 5)
	assert bulk.undo_operation(operation)["undone"] == 3
	site.db.commit()
	with pytest.raises(frappe.ValidationError, match="This has been undone already"):
		bulk.undo_operation(operation)


def test_an_undo_is_for_whoever_did_it_and_for_managers(of_ada, site):
	make_people()
	site.db.commit()
	site.set_user(ADA)
	operation = bulk.bulk_cancel(names(of_ada), "Test")["operation"]
	site.db.commit()
	for user in (BEN, STRANGER):
		site.set_user(user)
		with pytest.raises(frappe.PermissionError):
			bulk.undo_operation(operation)
	site.set_user(MANAGER)
	assert bulk.undo_operation(operation)["undone"] == 3


def test_what_links_are_made_of_is_kept_no_longer_than_an_undo_takes(of_ada, site, monkeypatch):
	operation = bulk.bulk_move(names(of_ada), days=1, note="Test")["operation"]
	site.db.commit()
	make_people()
	site.db.commit()
	assert "token_nonce" in frappe.db.get_value(OPERATION, operation, "undo_data")
	site.set_user(MANAGER)
	assert not frappe.get_list(OPERATION, {"name": operation}, ["*"])[0].get("undo_data")
	operations.forget_undo_data()
	assert frappe.db.get_value(OPERATION, operation, "undo_data")
	stop_clock(monkeypatch, site_time.current_minute() + 8)
	operations.forget_undo_data()
	assert not frappe.db.get_value(OPERATION, operation, "undo_data")


def test_a_cancelled_booking_is_opened_again_by_nothing_else(of_ada, site):
	of_ada[0].cancel_meeting("Test")
	of_ada[0].status = "Confirmed"
	with pytest.raises(frappe.ValidationError, match="A booking that is Cancelled cannot become Confirmed"):
		of_ada[0].save()
