"""Bookings that hours, holidays, busy times or membership no longer allow: found, with a way out, and settled."""

import json

import frappe
import pytest

from meeting_manager.adapters.history_audit import verify
from meeting_manager.meeting_manager.api import affected, bulk
from meeting_manager.meeting_manager.doctype.mm_member_profile.affected_meetings import find_affected
from tests.site.counting import counted_queries
from tests.site.factories import next_monday

BOOKING, PROFILE, DEPARTMENT, OPERATION = (
	"MM Meeting Booking",
	"MM Member Profile",
	"MM Department",
	"MM Operation",
)
ADA, BEN, CLEO = "ada.test@example.com", "ben.test@example.com", "cleo.test@example.com"
MONDAY = next_monday()
DAY_OFF = {"date": MONDAY.isoformat(), "is_day_off": 1}


@pytest.fixture(autouse=True)
def _as_it_was(site, consulting):
	"""What is changed here is committed, since a list of affected bookings may begin a new transaction."""
	members = [
		{"member": row.member, "assignment_priority": row.assignment_priority}
		for row in frappe.get_doc(DEPARTMENT, consulting.name).members
	]
	yield
	site.db.rollback()
	site.set_user("Administrator")
	site.db.delete("MM Busy Time", {"member": ADA})
	site.db.delete(OPERATION, {"note": ["like", "Test%"]})
	profile = site.get_doc(PROFILE, ADA)
	profile.update({"date_overrides": [], "is_bookable": 1}).save()
	site.db.set_value("User", ADA, "enabled", 1)
	department = site.get_doc(DEPARTMENT, consulting.name)
	department.update({"holidays": [], "members": members}).save()
	site.db.delete("MM Meeting Type Member", {"parent": consulting.meeting_type})
	site.db.commit()


@pytest.fixture
def of_ada(book):
	return [book(time, assigned_users=[{"member": ADA}]) for time in ("10:00", "15:00")]


def change_profile(**values):
	frappe.get_doc(PROFILE, ADA).update(values).save()


def change_department(consulting, **values):
	frappe.get_doc(DEPARTMENT, consulting.name).update(values).save()


def make_busy(hour, minutes=30):
	values = {
		"member": ADA,
		"start_datetime": at(hour, 0),
		"end_datetime": at(hour, minutes),
		"title": "Dentist",
	}
	frappe.get_doc({"doctype": "MM Busy Time", **values}).insert()


def at(hour, minute):
	from meeting_manager.adapters.site_time import to_site_datetime
	from meeting_manager.scheduling.zones import find_zone, wall_to_minute

	return to_site_datetime(wall_to_minute(find_zone("Europe/Berlin"), MONDAY, hour * 60 + minute))


def take_away(consulting):
	rows = [{"member": member, "is_active": int(member != ADA)} for member in (ADA, BEN, CLEO)]
	change_department(consulting, members=rows)


def name_others(consulting):
	kind = frappe.get_doc("MM Meeting Type", consulting.meeting_type)
	kind.update({"named_members": [{"member": BEN}]}).save()


CASES = {
	"day off": (lambda c: change_profile(date_overrides=[DAY_OFF]), [0, 1], "day off"),
	"hours of the date": (
		lambda c: change_profile(
			date_overrides=[{"date": MONDAY.isoformat(), "start_time": "09:00", "end_time": "12:00"}]
		),
		[1],
		"outside hours",
	),
	"holiday": (lambda c: change_department(c, holidays=[{"holiday_date": MONDAY}]), [0, 1], "holiday"),
	"morning off": (
		lambda c: change_department(c, holidays=[{"holiday_date": MONDAY, "day_part": "Morning"}]),
		[0],
		"holiday",
	),
	"busy": (lambda c: make_busy(15), [1], "busy elsewhere"),
	"busy before": (lambda c: make_busy(14, 60 - 1), [], None),
	"inactive in the department": (take_away, [0, 1], "not a member"),
	"not bookable": (lambda c: change_profile(is_bookable=0), [0, 1], "not a member"),
	"user disabled": (lambda c: frappe.db.set_value("User", ADA, "enabled", 0), [0, 1], "not a member"),
	"named no longer": (name_others, [0, 1], "not a member"),
	"nothing": (lambda c: None, [], None),
}


@pytest.mark.parametrize("case", CASES)
def test_a_booking_outside_the_rules_is_listed_with_its_reason(of_ada, consulting, case):
	change, left, code = CASES[case]
	change(consulting)
	frappe.db.commit()
	answer = affected.list_affected(department=consulting.name)
	assert [row["booking"] for row in answer["bookings"]] == [of_ada[number].name for number in left]
	assert {reason["code"] for row in answer["bookings"] for reason in row["reasons"]} == (
		{code} if code else set()
	)
	assert answer["total"] == len(left)


def test_a_booking_is_listed_with_the_colleague_and_the_nearest_times(of_ada, book, consulting):
	book("10:00", assigned_users=[{"member": BEN}])
	change_profile(date_overrides=[DAY_OFF])
	frappe.db.commit()
	first, second = affected.list_affected(department=consulting.name)["bookings"]
	assert first["colleague"] == {"member": CLEO, "name": "Cleo Test"}
	assert second["colleague"]["member"] in (BEN, CLEO)
	assert [time[:16] for time in first["times"]] == [
		f"{MONDAY}T{time}" for time in ("09:00", "09:30", "10:30")
	]
	assert (first["assigned_to"], first["start"][:16]) == (["Ada Test"], f"{MONDAY}T10:00")
	assert first["reasons"][0]["text"].startswith("A day off of the member")


def test_nobody_free_is_no_colleague(of_ada, book, consulting):
	for member in (BEN, CLEO):
		book("10:00", assigned_users=[{"member": member}])
	change_profile(date_overrides=[DAY_OFF])
	frappe.db.commit()
	assert affected.list_affected(department=consulting.name)["bookings"][0]["colleague"] is None


def test_whom_it_does_not_concern_is_shown_nothing(of_ada, book, consulting, site):
	change_profile(date_overrides=[DAY_OFF])
	frappe.db.commit()
	for user, total in ((ADA, 2), (BEN, 0)):
		site.set_user(user)
		assert affected.list_affected(department=consulting.name)["total"] == total


def settle(*decisions, **options):
	answer = affected.settle_affected(json.dumps(list(decisions)), note="Test", **options)
	frappe.db.commit()
	return answer


def test_each_is_settled_in_its_own_way_under_one_operation(of_ada, book, consulting):
	third = book("11:00", assigned_users=[{"member": ADA}])
	change_profile(date_overrides=[DAY_OFF])
	frappe.db.commit()
	listed = affected.list_affected(department=consulting.name)["bookings"]
	start = listed[2]["times"][0]
	answer = settle(
		{"booking": of_ada[0].name, "action": "reassign", "member": listed[0]["colleague"]["member"]},
		{"booking": third.name, "action": "keep", "reason": "Ada comes in for it"},
		{"booking": of_ada[1].name, "action": "move", "start": start},
	)
	assert (answer["changed"], answer["refused"]) == (3, 0), answer
	rows = [frappe.get_doc(BOOKING, booking.name).history[-1] for booking in (of_ada[0], third, of_ada[1])]
	assert [(row.action, row.reason or "", row.operation) for row in rows] == [
		("Reassigned", "Test", answer["operation"]),
		("Kept", "Ada comes in for it", answer["operation"]),
		("Rescheduled", "", answer["operation"]),
	]
	assert affected.list_affected(department=consulting.name) == {"total": 0, "bookings": []}
	assert not verify([booking.name for booking in (*of_ada, third)])


def test_a_booking_that_is_kept_tells_nobody_and_stays_in_every_calendar(of_ada, consulting):
	change_profile(date_overrides=[DAY_OFF])
	frappe.db.commit()
	messages = frappe.db.count("MM Message", {"booking": of_ada[0].name})
	settle({"booking": of_ada[0].name, "action": "keep", "reason": "Agreed"})
	after = frappe.get_doc(BOOKING, of_ada[0].name)
	assert (after.status, after.calendar_sequence, after.reschedule_count) == ("Confirmed", 0, 0)
	assert after.cancel_token == of_ada[0].cancel_token
	assert frappe.db.count("MM Message", {"booking": of_ada[0].name}) == messages


def test_a_booking_that_was_kept_and_then_changed_is_listed_again(of_ada, consulting):
	change_profile(date_overrides=[DAY_OFF])
	frappe.db.commit()
	settle({"booking": of_ada[0].name, "action": "keep", "reason": "Agreed"})
	booking = frappe.get_doc(BOOKING, of_ada[0].name)
	booking.start_utc_minute += 60
	booking.save()
	assert booking.name in find_affected(department=consulting.name)


def test_what_was_settled_can_be_undone(of_ada, consulting):
	change_profile(date_overrides=[DAY_OFF])
	frappe.db.commit()
	answer = settle(
		{"booking": of_ada[0].name, "action": "reassign", "member": BEN},
		{"booking": of_ada[1].name, "action": "keep", "reason": "Agreed"},
	)
	assert bulk.undo_operation(answer["operation"])["undone"] == 2
	frappe.db.commit()
	assert frappe.get_doc(BOOKING, of_ada[0].name).members == [ADA]
	assert list(find_affected(department=consulting.name)) == [booking.name for booking in of_ada]


def test_a_colleague_who_is_booked_meanwhile_is_refused(of_ada, book, consulting):
	book("10:00", assigned_users=[{"member": BEN}])
	answer = settle({"booking": of_ada[0].name, "action": "reassign", "member": BEN})
	assert (answer["operation"], answer["changed"]) == (None, 0)
	assert "Ben Test: Booked" in answer["bookings"][0]["why_not"]


@pytest.mark.parametrize(
	("decisions", "sentence"),
	[
		("", "Decide on a booking first"),
		("[1]", "Decide on a booking first"),
		([{"action": "keep", "reason": "x"}], "Decide on each booking once"),
		([{"booking": "x", "action": "keep", "reason": "x"}] * 2, "Decide on each booking once"),
		([{"booking": "x", "action": "keep"}], "Say why the booking is kept as it is"),
		([{"booking": "x", "action": "reassign", "member": "nobody"}], "Choose to reassign to a member"),
		([{"booking": "x", "action": "move", "start": "tomorrow"}], "start: expected an instant"),
		([{"booking": "x", "action": "sing"}], "Choose to reassign to a member"),
	],
)
def test_a_decision_that_cannot_be_meant_is_refused(site, decisions, sentence):
	with pytest.raises(frappe.ValidationError, match=sentence):
		affected.settle_affected(decisions)


def test_queries_of_the_search_do_not_grow_with_the_bookings(of_ada, book, consulting):
	change_profile(date_overrides=[DAY_OFF])
	frappe.db.commit()

	def count():
		with counted_queries() as statements:
			found = find_affected(department=consulting.name)
		return len(found), len(statements)

	few = count()
	for time in ("11:00", "12:00", "13:00", "14:00"):
		book(time, assigned_users=[{"member": ADA}])
	many = count()
	assert (few[0], many[0]) == (2, 6) and few[1] == many[1]


def test_a_preview_counts_the_ways_out_and_who_will_be_told_and_changes_nothing(of_ada, book, consulting):
	third = book("11:00", assigned_users=[{"member": ADA}])
	change_profile(date_overrides=[DAY_OFF])
	frappe.db.commit()
	listed = affected.list_affected(department=consulting.name)["bookings"]
	decisions = [
		{"booking": of_ada[0].name, "action": "reassign", "member": BEN},
		{"booking": of_ada[1].name, "action": "move", "start": listed[2]["times"][0]},
		{"booking": third.name, "action": "keep", "reason": "Agreed"},
	]
	answer = affected.preview_settle_affected(decisions, note="Test")
	frappe.db.commit()
	assert answer["operation"] is None
	assert answer["summary"] == {"reassigned": 1, "moved": 1, "kept": 1, "told": 1}
	assert frappe.get_doc(BOOKING, of_ada[0].name).members == [ADA]
	assert affected.list_affected(department=consulting.name)["total"] == 3
	assert settle(*decisions)["summary"] == answer["summary"]


def test_a_preview_says_what_cannot_be_done_and_does_not_count_it(of_ada, book, consulting):
	book("10:00", assigned_users=[{"member": BEN}])
	decision = {"booking": of_ada[0].name, "action": "reassign", "member": BEN}
	answer = affected.preview_settle_affected([decision])
	assert "Ben Test: Booked" in answer["bookings"][0]["why_not"]
	assert answer["summary"] == {"reassigned": 0, "moved": 0, "kept": 0, "told": 0}
