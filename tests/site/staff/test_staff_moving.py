"""Another time or member for one booking: what is in the way, who may set it aside, and what the history says."""

from datetime import timedelta

import frappe
import pytest

from meeting_manager.adapters.history_audit import verify
from meeting_manager.adapters.site_time import to_site_datetime
from meeting_manager.exceptions import (
	NoMemberAvailableError,
	PastDateError,
	PolicyError,
)
from meeting_manager.meeting_manager.api import staff_bookings
from meeting_manager.notifications.messages_audit import find_faults
from tests.site.clock import stop_clock
from tests.site.people import LEADER, MANAGER
from tests.site.refusals import refused
from tests.site.staff.looking import (
	ADA,
	BEN,
	CLEO,
	HOUR,
	MONDAY,
	actions,
	at,
	just_before,
	last_row,
	state,
)

# Moving


def test_a_free_time_is_taken_and_the_member_stays(of_ada, site):
	site.set_user(ADA)
	checked = staff_bookings.check_staff_move(of_ada.name, at(14))
	assert (checked["allowed"], checked["is_override"], checked["sentence"]) == (True, False, "")
	assert (checked["members"], checked["changes_members"]) == ([{"member": ADA, "name": "Ada Test"}], False)
	assert {row["occasion"] for row in checked["told"]} == {"Rescheduled"}
	assert state(of_ada).start_utc_minute == of_ada.start_utc_minute
	answer = staff_bookings.move_as_staff(of_ada.name, at(14), reason="Ada asked")
	moved, row = state(of_ada), last_row(of_ada)
	assert (moved.status, moved.members, answer["start"]) == ("Rescheduled", [ADA], at(14))
	assert (answer["calendar_sequence"], moved.reschedule_count) == (1, 1)
	assert (row.action, row.action_by, row.reason, row.waived) == ("Rescheduled", ADA, "Ada asked", "")
	assert (row.old_value, row.new_value) == (f"{MONDAY} 10:00", f"{MONDAY} 14:00")


def test_a_meeting_in_the_way_is_named_and_never_booked_over(of_ada, book, site):
	book("14:00", assigned_users=[{"member": ADA}])
	site.set_user(MANAGER)
	checked = staff_bookings.check_staff_move(of_ada.name, at(14), ADA)
	(reason,) = checked["reasons"]
	assert (checked["allowed"], checked["is_override"], checked["told"]) == (False, False, [])
	assert (reason["member"], reason["code"], reason["is_conflict"]) == (ADA, "booked", True)
	sentence = f"{MONDAY} 14:00: Ada Test: Booked {MONDAY} 14:00 - 14:30. Move or cancel that meeting"
	assert checked["sentence"] == sentence
	with refused(sentence, NoMemberAvailableError):
		staff_bookings.move_as_staff(of_ada.name, at(14), ADA, override_reason="She can do two at once")


def test_a_busy_member_is_replaced_by_one_who_is_free(of_ada, book, site):
	book("14:00", assigned_users=[{"member": ADA}])
	site.set_user(MANAGER)
	checked = staff_bookings.check_staff_move(of_ada.name, at(14))
	assert (checked["allowed"], checked["changes_members"]) == (True, True)
	taken = checked["members"][0]["member"]
	assert taken in (BEN, CLEO)
	staff_bookings.move_as_staff(of_ada.name, at(14))
	assert state(of_ada).members == [taken]
	assert '"reason"' in last_row(of_ada).choice


def test_nobody_is_busy_elsewhere_and_here(of_ada, site):
	start = of_ada.start_utc_minute + 5 * HOUR
	busy = {"start_datetime": to_site_datetime(start), "end_datetime": to_site_datetime(start + HOUR)}
	doc = frappe.get_doc({"doctype": "MM Busy Time", "member": ADA, "title": "Dentist", **busy}).insert()
	site.db.commit()
	try:
		site.set_user(MANAGER)
		(reason,) = staff_bookings.check_staff_move(of_ada.name, at(15), ADA)["reasons"]
		assert (reason["code"], reason["is_conflict"]) == ("busy elsewhere", True)
		with pytest.raises(NoMemberAvailableError, match="Busy elsewhere"):
			staff_bookings.move_as_staff(of_ada.name, at(15), ADA, override_reason="The dentist can wait")
	finally:
		site.db.rollback()
		site.set_user("Administrator")
		doc.delete()
		site.db.commit()


def test_hours_are_set_aside_by_whoever_may_and_says_why(of_ada, led, site):
	site.set_user(ADA)
	checked = staff_bookings.check_staff_move(of_ada.name, at(19))
	assert (checked["allowed"], checked["is_override"]) == (False, False)
	rule = f"{MONDAY} 19:00: Ada Test: Outside the member's hours. Add weekly hours, or hours for this date."
	sentence = f"{rule} A manager or the leader of the department may do it, for a reason"
	assert checked["sentence"] == sentence
	with refused(sentence, NoMemberAvailableError):
		staff_bookings.move_as_staff(of_ada.name, at(19), override_reason="I work late")
	site.set_user(LEADER)
	checked = staff_bookings.check_staff_move(of_ada.name, at(19))
	assert (checked["allowed"], checked["is_override"]) == (True, True)
	assert [(row["code"], row["is_conflict"]) for row in checked["reasons"]] == [("outside hours", False)]
	with refused(f"{rule} Say why the rules do not hold this time", frappe.MandatoryError):
		staff_bookings.move_as_staff(of_ada.name, at(19))
	staff_bookings.move_as_staff(of_ada.name, at(19), reason="Late train", override_reason="Agreed by phone")
	row = last_row(of_ada)
	assert (row.reason, row.waived, row.waived_because) == (
		"Late train",
		"outside hours",
		"Agreed by phone",
	)
	assert not verify([of_ada.name])


def test_policy_and_calendar_are_set_aside_together(under, site, monkeypatch):
	booking = under(reschedule_notice_hours=48, waive_notice=1)
	stop_clock(monkeypatch, just_before(booking, 3))
	site.set_user(MANAGER)
	checked = staff_bookings.check_staff_move(booking.name, at(20))
	assert (checked["policy"]["code"], checked["policy"]["is_override"]) == ("too late", True)
	staff_bookings.move_as_staff(booking.name, at(20), override_reason="Agreed by phone")
	assert last_row(booking).waived == "too late, outside hours"


def test_a_policy_that_binds_everybody_is_said_while_typing(under, site, monkeypatch):
	booking = under(reschedule_notice_hours=48)
	stop_clock(monkeypatch, just_before(booking, 3))
	site.set_user(MANAGER)
	checked = staff_bookings.check_staff_move(booking.name, at(14))
	assert checked["allowed"] is False
	assert checked["sentence"].startswith(
		f"Rescheduling was possible until {MONDAY - timedelta(days=2)} 10:00."
	)
	with refused(checked["sentence"], PolicyError):
		staff_bookings.move_as_staff(booking.name, at(14), override_reason="x")


@pytest.mark.parametrize(
	("start", "member", "sentence", "kind"),
	[
		(lambda: at(10), "", "Nothing changes", frappe.ValidationError),
		(lambda: "2020-01-06T10:00+01:00", "", "The new time is in the past", PastDateError),
		(
			lambda: at(10, 3),
			"",
			"start: expected a time at a multiple of 5 minutes",
			frappe.ValidationError,
		),
		(
			lambda: at(11),
			"nobody",
			"There is no such member. Choose one from the list",
			frappe.DoesNotExistError,
		),
	],
	ids=["the same", "past", "between minutes", "nobody"],
)
def test_what_cannot_be_meant_is_refused(of_ada, site, start, member, sentence, kind):
	site.set_user(MANAGER)
	with refused(sentence, kind):
		staff_bookings.move_as_staff(of_ada.name, start(), member, override_reason="x")


def test_who_saw_an_older_booking_is_told_so(of_ada, site):
	site.set_user(ADA)
	staff_bookings.move_as_staff(of_ada.name, at(14), calendar_sequence=0)
	sentence = "The booking has changed since you opened it. Load it again"
	for act in (
		lambda: staff_bookings.move_as_staff(of_ada.name, at(15), calendar_sequence=0),
		lambda: staff_bookings.cancel_as_staff(of_ada.name, text="x", calendar_sequence=0),
		lambda: staff_bookings.reassign_as_staff(of_ada.name, BEN, calendar_sequence=0),
	):
		site.db.commit()
		with refused(sentence, frappe.TimestampMismatchError):
			act()


# Giving it to another member


def test_a_colleague_takes_over(of_ada, book, site):
	book("10:00", assigned_users=[{"member": CLEO}])
	site.set_user(MANAGER)
	members = actions(of_ada)["reassign"]["members"]
	assert [(row["member"], row["is_free"]) for row in members] == [(BEN, True), (CLEO, False)]
	staff_bookings.reassign_as_staff(of_ada.name, BEN, reason="Ada is ill")
	row = last_row(of_ada)
	assert state(of_ada).members == [BEN] and state(of_ada).status == "Confirmed"
	assert (row.action, row.old_value, row.new_value, row.reason) == (
		"Reassigned",
		"Ada Test",
		"Ben Test",
		"Ada is ill",
	)
	assert find_faults(0).missing == []


def test_a_colleague_who_is_busy_takes_nothing_over(of_ada, book, site):
	book("10:00", assigned_users=[{"member": BEN}])
	site.set_user(MANAGER)
	with pytest.raises(NoMemberAvailableError, match="Ben Test: Booked"):
		staff_bookings.reassign_as_staff(of_ada.name, BEN, override_reason="x")
	assert state(of_ada).members == [ADA]


def test_one_of_two_is_replaced(book, site):
	booking = book("10:00", assigned_users=[{"member": ADA}, {"member": BEN}])
	site.set_user(MANAGER)
	staff_bookings.reassign_as_staff(booking.name, CLEO, instead_of=BEN)
	site.db.commit()
	assert state(booking).members == [ADA, CLEO]
	with refused("The member to be replaced no longer has this meeting. Load the booking again"):
		staff_bookings.reassign_as_staff(booking.name, BEN, instead_of=BEN)


def test_somebody_has_to_be_chosen(of_ada, site):
	with refused("Choose a member", frappe.MandatoryError):
		staff_bookings.reassign_as_staff(of_ada.name)


def test_of_colleagues_a_member_learns_only_that_they_are_not_free(of_ada, book, site):
	book("10:00", assigned_users=[{"member": BEN}], customer_name="Secret Customer")
	site.set_user(ADA)
	members = {row["member"]: row["reasons"] for row in actions(of_ada)["reassign"]["members"]}
	assert [(row["code"], row["text"]) for row in members[BEN]] == [("not free", "Not free then")]
	checked = staff_bookings.check_staff_move(of_ada.name, at(10), BEN)
	assert checked["sentence"] == f"{MONDAY} 10:00: Ben Test: Not free then"
	times = staff_bookings.staff_times(of_ada.name, MONDAY.isoformat(), BEN)["times"]
	told = {reason["text"] for row in times for reason in row["reasons"]}
	assert told == {"Not free then"}


# The times of a day


def test_a_day_shows_who_is_free_when_and_why_not(of_ada, book, site):
	book("14:00", assigned_users=[{"member": ADA}])
	site.set_user(MANAGER)
	answer = staff_bookings.staff_times(of_ada.name, MONDAY.isoformat(), ADA)
	assert (answer["timezone"], answer["date"]) == ("Europe/Berlin", MONDAY.isoformat())
	assert MONDAY.isoformat() in answer["days"]
	assert (MONDAY - timedelta(days=1)).isoformat() not in answer["days"]
	rows = {row["time"]: row for row in answer["times"]}
	assert len(rows) == 48
	found = {
		time: (rows[time]["is_free"], rows[time]["is_possible"])
		for time in ("09:00", "10:00", "14:00", "19:00")
	}
	assert found == {
		"09:00": (True, True),
		"10:00": (True, True),
		"14:00": (False, False),
		"19:00": (False, True),
	}
	assert [time for time, row in rows.items() if row["is_booked_here"]] == ["10:00"]
	assert rows["14:00"]["reasons"][0]["code"] == "booked"
	everybody = staff_bookings.staff_times(of_ada.name)
	assert everybody["date"] == MONDAY.isoformat()
	at_two = next(row for row in everybody["times"] if row["time"] == "14:00")
	assert (at_two["is_free"], at_two["free"]) == (True, [BEN, CLEO])


def test_to_a_member_no_time_outside_the_rules_is_possible(of_ada, site):
	site.set_user(ADA)
	times = staff_bookings.staff_times(of_ada.name, MONDAY.isoformat(), ADA)["times"]
	assert all(row["is_free"] == row["is_possible"] for row in times)


# Two at once


def test_a_time_that_was_taken_meanwhile_is_refused(of_ada, book, site):
	site.set_user(ADA)
	assert staff_bookings.check_staff_move(of_ada.name, at(14), ADA)["allowed"]
	site.set_user("Administrator")
	book("14:00", assigned_users=[{"member": ADA}])
	site.set_user(ADA)
	with pytest.raises(NoMemberAvailableError, match="Ada Test: Booked"):
		staff_bookings.move_as_staff(of_ada.name, at(14), ADA)
