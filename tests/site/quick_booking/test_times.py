"""The times of a day: free, or not and why, as much as whoever asks may know."""

from datetime import timedelta

import frappe
import pytest

from meeting_manager.meeting_manager.api import quick_booking
from tests.site.counting import counted_queries
from tests.site.people import LEADER, MANAGER, OTHER_LEADER
from tests.site.quick_booking.asking import ADA, BEN, CLEO, MONDAY, OUTSIDE, times


def test_a_day_has_free_times_and_others_with_their_reasons(consulting, book):
	for member in consulting.members:
		book("10:00", assigned_users=[{"member": member}])
	answer, slots = times(consulting)
	assert (answer["timezone"], answer["date"], answer["next_free"]) == (
		"Europe/Berlin",
		MONDAY.isoformat(),
		None,
	)
	assert slots["09:30"]["free"] and slots["09:30"]["reasons"] == []
	assert sorted(slots["09:30"]["with"]) == ["Ada Test", "Ben Test", "Cleo Test"]
	assert not slots["10:00"]["free"] and not slots["10:00"]["possible"]
	assert slots["10:00"]["reasons"] == [f"Booked {MONDAY} 10:00 - 10:30. Move or cancel that meeting"]
	assert (slots["08:00"]["free"], slots["08:00"]["possible"]) == (False, True)
	assert slots["08:00"]["reasons"] == [OUTSIDE]


def test_reasons_name_whom_they_are_about(consulting, book):
	for member, time in ((ADA, "10:00"), (BEN, "10:00"), (CLEO, "09:45")):
		book(time, assigned_users=[{"member": member}])
	_answer, slots = times(consulting)
	assert slots["10:00"]["reasons"] == [
		f"Ada Test, Ben Test: Booked {MONDAY} 10:00 - 10:30. Move or cancel that meeting",
		f"Cleo Test: Booked {MONDAY} 09:45 - 10:15. Move or cancel that meeting",
	]
	_answer, slots = times(consulting, member=CLEO)
	assert slots["10:00"]["reasons"] == [f"Booked {MONDAY} 09:45 - 10:15. Move or cancel that meeting"]
	assert slots["10:30"]["free"] and slots["10:30"]["with"] == ["Cleo Test"]


def test_a_member_learns_nothing_of_what_colleagues_do(consulting, book, act_as):
	for member in (BEN, CLEO):
		book("10:00", assigned_users=[{"member": member}])
	act_as(ADA)
	assert times(consulting, member=BEN)[1]["10:00"]["reasons"] == ["Not free"]
	assert times(consulting)[1]["10:00"]["with"] == ["Ada Test"]
	_answer, slots = times(consulting)
	assert slots["08:00"]["reasons"] == [f"Ada Test: {OUTSIDE}", "Others are not free"]
	assert not any(slot["possible"] for slot in slots.values())


def test_a_day_without_a_free_time_names_the_next_that_has_one(consulting):
	answer, _slots = times(consulting, date=(MONDAY - timedelta(days=1)).isoformat())
	assert answer["next_free"] == MONDAY.isoformat()
	answer, _slots = times(consulting, date=(MONDAY - timedelta(days=2)).isoformat(), member=BEN)
	assert answer["next_free"] == MONDAY.isoformat()


@pytest.mark.parametrize(("user", "is_offered"), [(LEADER, True), (MANAGER, True), (ADA, False)])
def test_quarters_are_for_those_who_may_book_against_the_rules(led, act_as, user, is_offered):
	act_as(user)
	answer, slots = times(led, beyond=1)
	assert answer["may_override"] is is_offered
	assert ("10:15" in slots) is is_offered
	if is_offered:
		assert slots["10:15"]["possible"] and "every 30 minutes" in slots["10:15"]["reasons"][0]
	assert "10:15" not in times(led)[1]


def test_whoever_may_book_for_a_department_is_offered_it(led, site, act_as):
	for user, expected in ((ADA, False), (LEADER, True), (MANAGER, True), (OTHER_LEADER, None)):
		act_as(user)
		(found,) = [one for one in departments() if one["department"] == led.name] or [None]
		assert (found and found["may_override"]) is expected, user
	assert [kind["meeting_name"] for kind in found_of(led)["meeting_types"]] == ["Discovery Call"]


def departments():
	return quick_booking.get_choices()["departments"]


def found_of(consulting):
	frappe.set_user("Administrator")
	return next(one for one in departments() if one["department"] == consulting.name)


def test_choices_name_who_may_take_a_meeting_and_leave_out_what_is_not_offered(consulting, another_type):
	another_type("Closed", is_active=0)
	another_type("Only Ben", is_public=0, named_members=[{"member": BEN}])
	found = found_of(consulting)
	assert {
		kind["meeting_name"]: [one["name"] for one in kind["members"]] for kind in found["meeting_types"]
	} == {"Discovery Call": ["Ada Test", "Ben Test", "Cleo Test"], "Only Ben": ["Ben Test"]}


def test_queries_of_the_choices_do_not_grow(consulting, another_type):
	def count():
		with counted_queries() as statements:
			quick_booking.get_choices()
		return len(statements)

	few = count()
	for number in range(4):
		another_type(f"Kind {number}")
	assert count() == few
