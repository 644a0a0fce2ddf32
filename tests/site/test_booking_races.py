"""Guests who want the same thing at the same moment: one wins, the others are told so, nothing overlaps."""

from itertools import pairwise

import frappe
import pytest

from meeting_manager.adapters.occupancy import ASSIGNED, find_overlap
from meeting_manager.meeting_manager.api import guest_bookings
from meeting_manager.meeting_manager.doctype.mm_meeting_booking import booking_members
from tests.site.answers import INVALID_LINK, NOBODY_FREE, message_of
from tests.site.crowd import all_at_once, codes
from tests.site.factories import next_monday

MONDAY = next_monday().isoformat()
CROWD = 30


def request(consulting, time="10:00", **values):
	return {
		"department_slug": consulting.slug,
		"meeting_type_slug": consulting.type_slug,
		"date": MONDAY,
		"time": time,
		"customer_name": "Alex Example",
		"customer_email": "alex@example.com",
		**values,
	}


def overlaps(consulting):
	"""Pairs of blocking rows of one member that share a minute."""
	rows = frappe.get_all(
		"MM Meeting Booking Assigned User",
		filters={"member": ["in", consulting.members], "is_blocking": 1},
		fields=["member", "start_utc_minute", "end_utc_minute", "parent"],
		order_by="member asc, start_utc_minute asc",
	)
	return [
		(one.parent, other.parent)
		for one, other in pairwise(rows)
		if one.member == other.member and other.start_utc_minute < one.end_utc_minute
	]


def test_thirty_guests_for_one_time_of_three_members(http, consulting):
	answers = all_at_once(http, [("create_booking", request(consulting))] * CROWD)
	assert codes(answers) == [200] * 3 + [409] * (CROWD - 3)
	assert {message_of(answer) for answer in answers if answer.status_code == 409} == {NOBODY_FREE}
	bookings = frappe.get_all("MM Meeting Booking", {"department": consulting.name}, pluck="name")
	assert {answer.json["message"]["booking_id"] for answer in answers if answer.status_code == 200} == set(
		bookings
	)
	assert len(bookings) == 3
	assert overlaps(consulting) == []


def test_who_waited_in_vain_is_told_so_without_another_search(http, consulting, book, monkeypatch):
	"""The locks are held for one look at the claims: many guests wait behind each other for a popular time."""
	for member in consulting.members:
		book("10:00", assigned_users=[{"member": member}])
	monkeypatch.setattr(guest_bookings, "is_open", lambda *_arguments: True)
	monkeypatch.setattr(booking_members, "free_members", lambda *_arguments: pytest.fail("searched again"))
	answer = http.call("create_booking", **request(consulting))
	assert (answer.status_code, message_of(answer)) == (409, NOBODY_FREE)


def test_guests_for_times_that_overlap_each_other(http, consulting, another_type):
	"""An hour at every quarter: whoever is first, no member has two meetings at once."""
	kind = another_type("Long Talk", duration=60, slot_interval=15)
	times = [f"{hour:02}:{minute:02}" for hour in (10, 11) for minute in (0, 15, 30, 45)] * 3
	calls = [
		("create_booking", request(consulting, time, meeting_type_slug=kind.meeting_slug)) for time in times
	]
	answers = all_at_once(http, calls)
	assert set(codes(answers)) == {200, 409}
	assert overlaps(consulting) == []
	booked = frappe.db.count("MM Meeting Booking", {"department": consulting.name})
	assert booked == codes(answers).count(200)


@pytest.fixture
def assign_by(site, consulting):
	"""Choose the department's algorithm, and one priority for all members, for one test."""

	def choose(algorithm, priorities):
		department = site.get_doc("MM Department", consulting.name)
		department.assignment_algorithm = algorithm
		for row, priority in zip(department.members, priorities, strict=True):
			row.assignment_priority = priority
		department.save()
		site.db.commit()

	yield lambda algorithm: choose(algorithm, [1, 1, 1])
	choose("Round Robin", [1, 2, 3])


@pytest.mark.parametrize("algorithm", ["Round Robin", "Least Busy"])
def test_guests_at_once_are_spread_over_the_members(http, assign_by, consulting, algorithm):
	"""Each one that waited looks at what those before it were given, not at what there was when it came."""
	assign_by(algorithm)
	times = ("09:00", "10:00", "11:00", "12:00", "13:00", "14:00")
	answers = all_at_once(http, [("create_booking", request(consulting, time)) for time in times])
	assert codes(answers) == [200] * 6
	members = frappe.get_all(
		"MM Meeting Booking Assigned User",
		filters={"member": ["in", consulting.members], "is_blocking": 1},
		pluck="member",
		order_by="member asc",
	)
	assert members == sorted(consulting.members * 2)


TIMES = [f"{hour:02}:{minute}" for hour in range(9, 17) for minute in ("00", "30")]


def test_guests_at_once_do_not_pass_the_limit_of_the_type(http, consulting, another_type):
	kind = another_type("Five a Day", max_meetings_per_day=5)
	calls = [
		("create_booking", request(consulting, time, meeting_type_slug=kind.meeting_slug)) for time in TIMES
	]
	assert codes(all_at_once(http, calls)) == [200] * 5 + [409] * 11


@pytest.fixture
def two_a_day(site, consulting):
	"""Every member takes two meetings a day."""

	def limit(meetings):
		for member in consulting.members:
			site.get_doc("MM Member Profile", member).update({"max_meetings_per_day": meetings}).save()
		site.db.commit()

	limit(2)
	yield
	site.db.rollback()
	limit(0)


def test_guests_at_once_do_not_pass_the_limits_of_the_members(http, consulting, two_a_day):
	answers = all_at_once(http, [("create_booking", request(consulting, time)) for time in TIMES])
	assert codes(answers) == [200] * 6 + [409] * 10


def test_two_reschedules_with_one_link(http, booking, consulting):
	calls = [
		("reschedule_booking", {"token": booking.reschedule_token, "new_date": MONDAY, "new_time": time})
		for time in ("11:00", "12:00")
	]
	answers = all_at_once(http, calls)
	assert codes(answers) == [200, 404]
	assert next(message_of(answer) for answer in answers if answer.status_code == 404) == INVALID_LINK
	booking.reload()
	assert [row.action for row in booking.history] == ["Booked", "Rescheduled"]
	assert booking.reschedule_count == 1


def test_two_cancellations_with_one_link(http, booking, queued_mails):
	mails = len(queued_mails(booking))
	answers = all_at_once(http, [("cancel_booking", {"token": booking.cancel_token})] * 2)
	assert codes(answers) == [200, 409]
	booking.reload()
	assert [row.action for row in booking.history] == ["Booked", "Cancelled"]
	once = len(queued_mails(booking)) - mails
	recipients = [tuple(recipients) for recipients, _mail in queued_mails(booking)[mails:]]
	assert len(set(recipients)) == once


@pytest.mark.parametrize("attempt", range(3))
def test_cancelling_and_rescheduling_at_once_has_one_outcome(http, booking, attempt):
	answers = all_at_once(
		http,
		[
			("cancel_booking", {"token": booking.cancel_token}),
			(
				"reschedule_booking",
				{"token": booking.reschedule_token, "new_date": MONDAY, "new_time": "11:00"},
			),
		],
	)
	booking.reload()
	outcome = [answer.status_code for answer in answers], booking.status, len(booking.history)
	assert outcome in (
		([200, 409], "Cancelled", 2),
		([404, 200], "Rescheduled", 2),
	)


def test_guests_who_book_and_move_to_the_same_last_place(http, book, consulting):
	"""Two members are taken at noon; one guest books the third, another one moves there."""
	for _member in range(2):
		book("12:00")
	mover = book("10:00")
	answers = all_at_once(
		http,
		[
			("create_booking", request(consulting, "12:00")),
			(
				"reschedule_booking",
				{"token": mover.reschedule_token, "new_date": MONDAY, "new_time": "12:00"},
			),
		],
	)
	assert codes(answers) == [200, 409]
	assert overlaps(consulting) == []


@pytest.mark.parametrize(("before", "is_read"), [(475, True), (480, False), (5000, False)])
def test_booking_reads_and_so_locks_no_row_of_the_longer_past(book, before, is_read):
	"""A row that says to last for days shows which rows are looked at; none is longer than eight hours."""
	booking = book("10:00")
	[member] = booking.members
	start, end = booking.start_utc_minute, booking.start_utc_minute + 10_000
	frappe.db.set_value(ASSIGNED, booking.assigned_users[0].name, "end_utc_minute", end)
	window = (start + before, start + before + 30)
	taken = find_overlap([member], window, [])
	assert (taken.parent if taken else None) == (booking.name if is_read else None)
