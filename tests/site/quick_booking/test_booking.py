"""Booking for a customer at the telephone: within the rules, against them by whoever may, and never over another booking."""

import frappe
import pytest

from meeting_manager.adapters.claims_audit import find_disagreements
from meeting_manager.adapters.history_audit import verify
from meeting_manager.adapters.site_time import current_minute
from meeting_manager.meeting_manager.api import quick_booking
from tests.site.clock import stop_clock
from tests.site.people import LEADER, MANAGER, OTHER_LEADER, STRANGER, sign_in
from tests.site.quick_booking.asking import (
	ADA,
	API,
	BEN,
	BOOKING,
	CLEO,
	MONDAY,
	OUTSIDE,
	WHY,
	minute_of,
	request,
	take,
	times,
)


def test_a_member_books_within_the_rules_and_the_customer_is_told(consulting, http):
	headers = sign_in(http, ADA)
	answer = http.post(API + "book", json=request(consulting, member=BEN), headers=headers)
	assert answer.status_code == 200, answer.text
	told = answer.json["message"]
	assert (told["status"], told["assigned_to"], told["may_open"]) == ("Confirmed", ["Ben Test"], False)
	booking = frappe.get_doc(BOOKING, told["booking"])
	row = booking.history[0]
	assert (row.action, row.action_by, row.acted_as, row.reason) == ("Booked", ADA, "staff", "")
	assert row.notes == "Ben Test was chosen by hand"
	rows = frappe.get_all("MM Message", {"booking": booking.name, "channel": "Email"}, pluck="occasion")
	assert {"Confirmed", "Assigned"} <= set(rows)


def test_without_a_member_the_department_s_rule_chooses(consulting):
	first, second = take(consulting), take(consulting)
	assert first.members != second.members
	assert "was chosen by hand" not in first.history[0].notes and first.history[0].choice


def test_customer_s_own_words_are_kept(consulting):
	values = {
		"customer_phone": "+49 30 1234567",
		"customer_timezone": "Europe/London",
		"customer_language": "de",
		"notes": "Calls about the roof",
	}
	booking = take(consulting, **values)
	assert (booking.customer_notes, booking.customer_language) == ("Calls about the roof", "de")
	assert (booking.customer_phone, booking.customer_timezone) == ("+49 30 1234567", "Europe/London")


def test_against_the_rules_a_reason_is_asked_for_and_kept_with_what_is_broken(consulting):
	with pytest.raises(frappe.MandatoryError, match="Say why it is booked against the rules"):
		take(consulting, "08:15", reason=" ")
	booking = take(consulting, "08:15", reason=WHY, member=CLEO)
	row = booking.history[0]
	assert row.reason == WHY
	assert row.notes.startswith("Booked against the rules: Starts are offered every 30 minutes.")
	assert OUTSIDE in row.notes and "Cleo Test was chosen by hand" in row.notes
	assert booking.start_utc_minute == minute_of("08:15")
	found = find_disagreements(current_minute())
	assert not any(vars(found).values()) and not verify([booking.name])


@pytest.mark.parametrize(("user", "may"), [(LEADER, True), (MANAGER, True), (ADA, False)])
def test_who_books_against_the_rules(led, act_as, user, may):
	act_as(user)
	if may:
		assert take(led, "08:00", reason=WHY).status == "Confirmed"
		return
	with pytest.raises(frappe.ValidationError, match="Only the department's leader or a manager books"):
		take(led, "08:00", reason=WHY)


@pytest.mark.parametrize("user", [OTHER_LEADER, STRANGER])
def test_whoever_does_not_belong_to_the_department_may_not(led, act_as, user):
	act_as(user)
	for call in (lambda: times(led), lambda: take(led)):
		with pytest.raises(frappe.PermissionError):
			call()


@pytest.mark.parametrize("time", ["10:00", "09:45", "10:15"])
def test_nobody_books_over_another_booking(consulting, book, time):
	book("10:00", assigned_users=[{"member": ADA}])
	with pytest.raises(frappe.ValidationError, match=r"This time is not free\. .*Booked"):
		take(consulting, time, member=ADA, reason=WHY)
	assert frappe.db.count(BOOKING, {"department": consulting.name}) == 1


@pytest.mark.parametrize("capped", [{"max_meetings_per_day": 1}, {"minimum_notice": 366 * 24 * 60}])
def test_caps_and_notice_are_rules_that_a_reason_opens(consulting, another_type, capped):
	kind = another_type("Narrow", **capped)
	for time in ("09:00", "11:00"):
		take(consulting, time, meeting_type=kind.name, reason=WHY)
	assert frappe.db.count(BOOKING, {"meeting_type": kind.name}) == 2


def test_a_meeting_that_would_be_over_is_not_booked_and_one_that_has_begun_is(consulting, monkeypatch):
	stop_clock(monkeypatch, minute_of("10:30"))
	with pytest.raises(frappe.ValidationError, match="This meeting would be over already"):
		take(consulting, reason=WHY)
	assert not times(consulting)[1]["10:00"]["possible"]
	stop_clock(monkeypatch, minute_of("10:29"))
	assert times(consulting)[1]["10:00"]["possible"]
	assert take(consulting, reason=WHY).start_utc_minute == minute_of("10:00")


def test_a_seat_in_a_session_is_taken(consulting, another_type, book):
	kind = another_type("Course", capacity=2)
	first = book("10:00", meeting_type=kind.name, assigned_users=[{"member": CLEO}])
	second = take(consulting, meeting_type=kind.name)
	assert second.members == first.members == [CLEO]
	third = take(consulting, meeting_type=kind.name)
	assert third.members != [CLEO]


def test_those_who_meet_together_are_all_assigned(consulting, another_type):
	named = [{"member": member} for member in (ADA, CLEO)]
	kind = another_type("Panel", member_mode="All Named Members", named_members=named)
	assert take(consulting, meeting_type=kind.name, member=ADA).members == [ADA, CLEO]


def test_what_needs_approval_is_a_request_still(consulting, another_type):
	kind = another_type("On Request", requires_approval=1)
	assert take(consulting, meeting_type=kind.name).status == "Pending"


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"member": "nobody@example.com"}, "This member does not take such meetings"),
		({"customer_email": "alex"}, "customer_email: expected"),
		({"customer_name": ""}, "customer_name: expected"),
		({"customer_language": "tlh"}, "customer_language: expected one of"),
		({"start": "tomorrow"}, "start: expected an instant"),
		({"start": f"{MONDAY}T10:02:00+00:00"}, "a multiple of 5 minutes"),
	],
)
def test_what_cannot_be_meant_is_refused(consulting, values, sentence):
	with pytest.raises(frappe.ValidationError, match=sentence):
		quick_booking.book(**{**request(consulting), **values})


@pytest.mark.parametrize(
	("doctype", "which"), [("MM Meeting Type", "meeting_type"), ("MM Department", "name")]
)
def test_what_is_no_longer_offered_is_refused(consulting, site, doctype, which):
	name = getattr(consulting, which)
	site.db.set_value(doctype, name, "is_active", 0)
	site.clear_document_cache(doctype, name)
	try:
		with pytest.raises(frappe.ValidationError, match="no longer offered"):
			times(consulting)
	finally:
		site.db.rollback()
		site.clear_document_cache(doctype, name)
