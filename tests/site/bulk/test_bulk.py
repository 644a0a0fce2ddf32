"""Many bookings at once: what is said before, what is done under one operation, and who is told."""

import json

import frappe
import pytest

from meeting_manager.adapters import site_time
from meeting_manager.adapters.history_audit import verify
from meeting_manager.meeting_manager.api import bulk
from meeting_manager.notifications.delivery import deliver_for_booking
from tests.site.bulk.looks import (
	ADA,
	BEN,
	OPERATION,
	names,
	snapshot,
	state,
	states,
	told,
)
from tests.site.clock import stop_clock
from tests.site.factories import next_monday

MONDAY = next_monday()


# Looking before


def test_a_preview_says_what_would_happen_and_changes_nothing(of_ada, site):
	of_ada[2].cancel_meeting("Customer Cancelled")
	site.db.commit()
	before = snapshot(of_ada)
	answer = bulk.preview_bulk_cancel(names(of_ada), "Test: Ada is ill")
	assert (answer["operation"], answer["changed"], answer["refused"]) == (None, 2, 1)
	assert [row["possible"] for row in answer["bookings"]] == [True, True, False]
	assert answer["bookings"][2]["why_not"] == "This booking has already been cancelled"
	assert answer["bookings"][0]["before"] == {
		"status": "Confirmed",
		"start": state(of_ada[0]).start.astimezone(of_ada[0].zone).isoformat(),
		"assigned_to": ["Ada Test"],
	}
	assert answer["bookings"][0]["after"]["status"] == "Cancelled"
	site.db.commit()
	assert snapshot(of_ada) == before


def test_a_preview_of_a_move_names_each_reason(of_ada, book, site):
	blocking = book("11:00", assigned_users=[{"member": ADA}])
	site.db.commit()
	answer = bulk.preview_bulk_move(names(of_ada), minutes=150)
	day = MONDAY.isoformat()
	assert [row["why_not"] for row in answer["bookings"]] == ["", "", ""]
	answer = bulk.preview_bulk_move(names(of_ada), minutes=180 + 60)
	assert [row["why_not"] for row in answer["bookings"]][2].startswith(
		f"{day} 18:00: Ada Test: Outside the member's hours"
	)
	answer = bulk.preview_bulk_move(names(of_ada)[:2], minutes=60)
	first, second = answer["bookings"]
	assert second["why_not"] == ""
	assert first["why_not"].startswith(f"{day} 11:00: Ada Test: Booked {day} 11:00 - 11:30")
	assert state(blocking).status == "Confirmed"


def test_what_is_previewed_is_what_is_done(of_ada, site):
	previewed = bulk.preview_bulk_move(names(of_ada), days=1, note="Test")
	done = bulk.bulk_move(names(of_ada), days=1, note="Test")
	assert previewed["bookings"] == done["bookings"]


# Doing


def test_one_operation_leaves_one_history_row_each_under_one_id(of_ada, site):
	answer = bulk.bulk_cancel(names(of_ada), "Test: Ada is ill", note="Sorry")
	site.db.commit()
	rows = [state(booking).history[-1] for booking in of_ada]
	assert {(row.action, row.reason, row.operation) for row in rows} == {
		("Cancelled", "Test: Ada is ill", answer["operation"])
	}
	assert [len(state(booking).history) for booking in of_ada] == [2, 2, 2]
	operation = frappe.get_doc(OPERATION, answer["operation"])
	assert (operation.kind, operation.operated_by, operation.bookings) == ("Cancel", "Administrator", 3)
	assert (operation.acted_as, operation.note) == ("console", "Test: Ada is ill")
	assert not verify(names(of_ada))


def test_bookings_that_follow_each_other_move_together(of_ada, site):
	answer = bulk.bulk_move(names(of_ada), minutes=30, note="Test")
	assert (answer["changed"], answer["refused"]) == (3, 0)
	assert states(of_ada) == [("Rescheduled", 30, [ADA])] * 3
	site.db.commit()
	answer = bulk.bulk_move(names(of_ada), minutes=-30, note="Test")
	assert states(of_ada) == [("Rescheduled", 0, [ADA])] * 3


def test_what_cannot_be_moved_leaves_the_others_moved(of_ada, book, site):
	book("11:30", assigned_users=[{"member": ADA}])
	answer = bulk.bulk_move(names(of_ada), minutes=90, note="Test")
	assert (answer["changed"], answer["refused"]) == (2, 1)
	assert states(of_ada) == [("Confirmed", 0, [ADA]), ("Rescheduled", 90, [ADA]), ("Rescheduled", 90, [ADA])]
	assert len(state(of_ada[0]).history) == 1
	assert frappe.db.get_value(OPERATION, answer["operation"], "bookings") == 2
	assert not frappe.get_message_log()


def test_days_keep_the_time_of_the_day_over_a_change_of_the_clocks():
	from meeting_manager.meeting_manager.doctype.mm_operation.changes_by_staff import shifted
	from meeting_manager.scheduling.zones import find_zone, wall_to_minute

	zone = find_zone("Europe/Berlin")
	before = wall_to_minute(zone, MONDAY.replace(2027, 3, 27), 600)
	assert shifted(before, 1, 0, zone) - before == 23 * 60
	assert shifted(before, 0, 24 * 60, zone) - before == 24 * 60
	skipped = wall_to_minute(zone, MONDAY.replace(2027, 3, 27), 150)
	with pytest.raises(frappe.ValidationError, match="On 2027-03-28 the clocks skip this time"):
		shifted(skipped, 1, 0, zone)


def test_bookings_are_handed_over(of_ada, book, site):
	book("10:00", assigned_users=[{"member": BEN}])
	answer = bulk.bulk_move(names(of_ada), member=BEN, note="Test: Ada is ill")
	assert [row["possible"] for row in answer["bookings"]] == [False, True, True]
	assert "Ben Test: Booked" in answer["bookings"][0]["why_not"]
	assert states(of_ada) == [("Confirmed", 0, [ADA]), ("Confirmed", 0, [BEN]), ("Confirmed", 0, [BEN])]
	row = state(of_ada[1]).history[-1]
	assert (row.action, row.old_value, row.new_value, row.reason) == (
		"Reassigned",
		"Ada Test",
		"Ben Test",
		"Test: Ada is ill",
	)


def test_nothing_that_changes_is_no_operation(of_ada, site):
	count = frappe.db.count(OPERATION)
	answer = bulk.bulk_move(names(of_ada), member=ADA)
	assert (answer["operation"], answer["changed"]) == (None, 0)
	assert {row["why_not"] for row in answer["bookings"]} == {"Nothing changes"}
	assert frappe.db.count(OPERATION) == count


@pytest.mark.parametrize(
	("function", "arguments", "sentence"),
	[
		("bulk_cancel", {"bookings": "[]", "reason": "x"}, "Choose the bookings first"),
		("bulk_cancel", {"bookings": ["x"], "reason": " "}, "Say why the bookings are cancelled"),
		("bulk_cancel", {"bookings": ["x"] * 201, "reason": "x"}, "Choose 200 bookings at most"),
		("bulk_cancel", {"bookings": [["x"]], "reason": "x"}, "Choose the bookings first"),
		("bulk_move", {"bookings": ["x"]}, "Say how far, or to whom the bookings are moved"),
		("bulk_move", {"bookings": ["x"], "minutes": 7}, "Minutes: use a multiple of 5"),
		("bulk_move", {"bookings": ["x"], "days": 367}, "Move bookings by 366 days at most"),
		("bulk_move", {"bookings": ["x"], "member": "nobody"}, "There is no such member"),
	],
)
def test_what_cannot_be_meant_is_refused(site, function, arguments, sentence):
	with pytest.raises(frappe.ValidationError, match=sentence):
		getattr(bulk, function)(**arguments)


def test_a_booking_that_is_not_there_is_told(of_ada, site):
	answer = bulk.bulk_cancel(json.dumps(["nowhere", of_ada[0].name]), "Test")
	assert [(row["booking"], row["possible"]) for row in answer["bookings"]] == [
		("nowhere", False),
		(of_ada[0].name, True),
	]


def test_a_meeting_that_has_begun_is_refused(of_ada, monkeypatch, site):
	stop_clock(monkeypatch, of_ada[0].start_utc_minute + 1)
	answer = bulk.bulk_cancel(names(of_ada), "Test")
	assert [row["why_not"] for row in answer["bookings"]] == ["This meeting has already begun", "", ""]


def test_a_booking_of_others_refuses_the_whole_operation(of_ada, book, site):
	other = book("15:00", assigned_users=[{"member": BEN}])
	site.set_user(ADA)
	with pytest.raises(frappe.PermissionError):
		bulk.bulk_cancel([*names(of_ada), other.name], "Test")
	site.db.rollback()
	assert {state(booking).status for booking in (*of_ada, other)} == {"Confirmed"}


# Telling


def test_nobody_is_told_before_it_can_no_longer_be_undone(of_ada, site, monkeypatch):
	now = site_time.current_minute()
	stop_clock(monkeypatch, now)
	answer = bulk.bulk_cancel(names(of_ada), "Test")
	site.db.commit()
	rows = told(of_ada)
	assert {(row.state, row.due_utc_minute, row.operation) for row in rows} == {
		("Due", now + 7, answer["operation"])
	}
	assert {row.recipient_kind for row in rows} == {"Customer", "Member"}
	stop_clock(monkeypatch, now + 6)
	deliver_for_booking(of_ada[0].name)
	assert {row.state for row in told(of_ada)} == {"Due"}
	stop_clock(monkeypatch, now + 7)
	deliver_for_booking(of_ada[0].name)
	assert {row.state for row in told(of_ada[:1])} <= {"Sent", "Queued"}
	others = told(of_ada[1:], state=["in", ["Due", "Queued", "Sent"]], operation=answer["operation"])
	assert {row.state for row in others if row.channel == "In-App"} == {"Sent"}  # by the same bell
	assert {row.state for row in others if row.channel == "Email"} <= {"Sent", "Queued"}  # in the same mails


def test_people_are_told_at_once_where_staff_choose_so(of_ada, site, monkeypatch):
	now = site_time.current_minute()
	stop_clock(monkeypatch, now)
	bulk.bulk_cancel(names(of_ada), "Test", tell_at_once="1")
	assert {row.due_utc_minute for row in told(of_ada)} == {now}


def test_what_is_done_without_an_operation_is_told_at_once(of_ada, site):
	of_ada[0].cancel_meeting("Test")
	(due,) = {(row.due_utc_minute, row.operation) for row in told(of_ada)}
	assert due[0] <= site_time.current_minute() and not due[1]
