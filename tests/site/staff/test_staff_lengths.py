"""Staff make one booking longer or shorter: what is in the way of it, and who may set that aside."""

import frappe
import pytest

from meeting_manager.exceptions import BookingClosedError, NoMemberAvailableError, PolicyError
from meeting_manager.meeting_manager.api import staff_lengths
from tests.site.clock import stop_clock
from tests.site.people import LEADER, MANAGER
from tests.site.staff.looking import ADA, BEN, BOOKING, MONDAY, last_row


def length(booking):
	return frappe.db.get_value(BOOKING, booking.name, "duration")


def told(answer):
	return sorted((row["kind"], row["name"], row["channel"]) for row in answer["told"])


def test_check_says_that_it_works_and_who_is_told_and_writes_nothing(of_ada, site):
	site.set_user(ADA)
	answer = staff_lengths.check_staff_length(of_ada.name, 60)
	assert (answer["allowed"], answer["is_override"], answer["sentence"]) == (True, False, "")
	assert answer["minutes"] == 60
	assert ("Customer", "Alex Example", "Email") in told(answer)
	assert length(of_ada) == 30 and len(frappe.get_doc(BOOKING, of_ada.name).history) == 1


def test_member_makes_their_booking_longer_within_the_rules(of_ada, site):
	site.set_user(ADA)
	answer = staff_lengths.change_length_as_staff(of_ada.name, 60, reason="More to say")
	row = last_row(of_ada)
	assert (answer["duration"], length(of_ada)) == (60, 60)
	assert (row.action, row.action_by, row.reason, row.waived or "") == (
		"Length Changed",
		ADA,
		"More to say",
		"",
	)


def test_next_meeting_is_in_everybody_s_way(of_ada, book, site):
	book("11:00", assigned_users=[{"member": ADA}])
	for user in (ADA, MANAGER):
		site.set_user(user)
		assert staff_lengths.check_staff_length(of_ada.name, 60)["allowed"] is True
		answer = staff_lengths.check_staff_length(of_ada.name, 65)
		assert (answer["allowed"], [row["code"] for row in answer["reasons"]]) == (False, ["booked"])
		assert f"Booked {MONDAY} 11:00 - 11:30" in answer["sentence"]
		with pytest.raises(NoMemberAvailableError):
			staff_lengths.change_length_as_staff(of_ada.name, 65, override_reason="I insist")
		site.db.rollback()
	assert length(of_ada) == 30


def test_end_of_the_hours_is_a_rule_that_a_manager_sets_aside_for_a_reason(book, site):
	late = book("16:30", assigned_users=[{"member": ADA}])
	site.set_user(ADA)
	answer = staff_lengths.check_staff_length(late.name, 60)
	assert (answer["allowed"], [row["code"] for row in answer["reasons"]]) == (False, ["outside hours"])
	site.set_user(MANAGER)
	assert staff_lengths.check_staff_length(late.name, 60)["is_override"] is True
	with pytest.raises(site.MandatoryError):
		staff_lengths.change_length_as_staff(late.name, 60)
	staff_lengths.change_length_as_staff(late.name, 60, override_reason="Ada agrees")
	row = last_row(late)
	assert (row.waived, row.waived_because) == ("outside hours", "Ada agrees")


def test_rule_that_the_booking_breaks_already_is_no_news(book, another_type, site):
	kind = another_type("Rare", max_meetings_per_day=1)
	booking = book("10:00", meeting_type=kind.name, assigned_users=[{"member": ADA}])
	book("12:00", meeting_type=kind.name, assigned_users=[{"member": BEN}])
	site.set_user(ADA)
	assert staff_lengths.check_staff_length(booking.name, 60)["allowed"] is True


def test_shorter_meeting_asks_nobody_s_calendar(of_ada, site):
	profile = site.get_doc("MM Member Profile", ADA)
	profile.append("date_overrides", {"date": MONDAY, "is_day_off": 1})
	profile.save()
	site.set_user(ADA)
	assert staff_lengths.check_staff_length(of_ada.name, 15)["allowed"] is True
	assert staff_lengths.check_staff_length(of_ada.name, 30)["sentence"] == "Nothing changes"


def test_policy_s_notice_holds_and_its_count_of_moves_does_not(under, site, monkeypatch):
	booking = under(reschedule_notice_hours=48, max_reschedules=1)
	site.db.set_value(BOOKING, booking.name, "reschedule_count", 5)
	site.db.commit()
	site.set_user(ADA)
	assert staff_lengths.check_staff_length(booking.name, 45)["allowed"] is True
	stop_clock(monkeypatch, booking.start_utc_minute - 60)
	answer = staff_lengths.check_staff_length(booking.name, 45)
	assert answer["allowed"] is False
	assert answer["sentence"].startswith("Rescheduling was possible until")
	with pytest.raises(PolicyError):
		staff_lengths.change_length_as_staff(booking.name, 45)


def test_version_that_somebody_has_changed_since_is_refused(of_ada, site):
	seen = of_ada.calendar_sequence
	staff_lengths.change_length_as_staff(of_ada.name, 60, calendar_sequence=seen)
	site.db.commit()
	with pytest.raises(site.TimestampMismatchError):
		staff_lengths.change_length_as_staff(of_ada.name, 90, calendar_sequence=seen)


@pytest.mark.parametrize("minutes", [0, 10, 33, 500])
def test_lengths_that_no_meeting_has_are_refused_by_the_check_too(of_ada, site, minutes):
	with pytest.raises(site.ValidationError, match="A meeting takes 15 to 480 minutes"):
		staff_lengths.check_staff_length(of_ada.name, minutes)


def test_closed_booking_and_stranger_are_refused(of_ada, site):
	of_ada.cancel_meeting("Ill")
	site.db.commit()
	with pytest.raises(BookingClosedError):
		staff_lengths.check_staff_length(of_ada.name, 60)
	for user in (BEN, LEADER):
		site.set_user(user)
		with pytest.raises(site.PermissionError):
			staff_lengths.check_staff_length(of_ada.name, 60)
