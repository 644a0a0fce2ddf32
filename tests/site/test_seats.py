"""Sessions with several seats: customers join until the last seat is taken, and nothing else may overlap."""

import json

import frappe
import pytest

from meeting_manager.adapters.occupancy import ASSIGNED
from meeting_manager.exceptions import NoMemberAvailableError, OverlappingBookingError
from tests.site.answers import NOBODY_FREE, message_of
from tests.site.clock import save_as_it_begins
from tests.site.crowd import all_at_once, codes
from tests.site.factories import next_monday

BOOKING = "MM Meeting Booking"
MONDAY = next_monday().isoformat()
ADA, BEN, CLEO = "ada.test@example.com", "ben.test@example.com", "cleo.test@example.com"
HOUR = 60


@pytest.fixture
def course(another_type):
	"""A course with three seats a session, held by whoever is free."""
	return another_type("Course", capacity=3)


@pytest.fixture
def join(book, course):
	return lambda time="10:00", **values: book(time, meeting_type=course.name, **values)


@pytest.fixture
def adas_course(another_type):
	return another_type("Ada's Course", capacity=5, named_members=[{"member": ADA}])


@pytest.fixture
def times(http, consulting, course):
	def ask(kind=course, **values):
		offer = {"department_slug": consulting.slug, "meeting_type_slug": kind.meeting_slug}
		answer = http.call("get_available_time_slots", **offer, date=MONDAY, **values)
		return [slot["time"] for slot in answer.json["message"]["slots"]]

	return ask


@pytest.fixture
def request_of(consulting):
	return lambda kind, time="10:00": {
		"department_slug": consulting.slug,
		"meeting_type_slug": kind.meeting_slug,
		"date": MONDAY,
		"time": time,
		"customer_name": "Alex Example",
		"customer_email": "alex@example.com",
	}


def of(member):
	return {"assigned_users": [{"member": member}]}


def holders(kind):
	"""Of the blocking rows of a type: member and start, sorted."""
	rows = frappe.get_all(
		ASSIGNED,
		filters={"meeting_type": kind.name, "is_blocking": 1},
		fields=["member", "start_utc_minute"],
		order_by="start_utc_minute asc, member asc",
	)
	return [(row.member, row.start_utc_minute) for row in rows]


def test_customers_join_the_session_until_it_is_full_and_then_open_another(join):
	assert [join().members for _booking in range(7)] == [[ADA]] * 3 + [[BEN]] * 3 + [[CLEO]]


def test_session_is_joined_before_another_one_is_opened_the_fullest_first(join):
	join(**of(CLEO))
	join(**of(BEN))
	join(**of(BEN))
	assert [join().members for _booking in range(4)] == [[BEN], [CLEO], [CLEO], [ADA]]


def test_time_is_offered_until_every_seat_of_every_member_is_taken(join, times):
	for _booking in range(8):
		join()
		assert "10:00" in times()
	last = join()
	assert "10:00" not in times()
	assert "10:00" in times(reschedule_token=last.reschedule_token)
	with pytest.raises(NoMemberAvailableError, match=NOBODY_FREE):
		join()
	last.cancel_meeting("Customer Cancelled")
	assert "10:00" in times()
	assert join().members == last.members


def test_guest_who_comes_too_late_gets_the_refusal_of_a_taken_time(http, another_type, request_of):
	pair = another_type("Pair", capacity=2, named_members=[{"member": ADA}])
	answers = [http.call("create_booking", **request_of(pair)) for _guest in range(3)]
	assert [answer.status_code for answer in answers] == [200, 200, 409]
	assert message_of(answers[2]) == NOBODY_FREE


def test_moving_out_frees_one_seat_and_moving_in_takes_one(join, course):
	first, second, third = (join(**of(ADA)) for _booking in range(3))
	second.reschedule(second.start_utc_minute + HOUR, "moved")
	start = first.start_utc_minute
	assert holders(course) == [(ADA, start), (ADA, start), (ADA, start + HOUR)]
	assert join().members == [ADA]
	third.reload()
	third.reschedule(start + HOUR, "moved")
	assert third.members == second.members == [ADA]


def test_member_is_kept_where_the_own_session_has_a_seat(join):
	"""Although another member's session is fuller there."""
	booking = join("10:00", **of(ADA))
	for _booking in range(2):
		join("12:00", **of(BEN))
	join("12:00", **of(ADA))
	booking.reschedule(booking.start_utc_minute + 2 * HOUR, "moved")
	assert booking.members == [ADA]
	assert booking.history[-1].notes == "moved\nAda Test keeps the meeting"


def test_booking_whose_own_session_is_full_there_joins_another_one(join):
	booking = join("10:00", **of(ADA))
	for _booking in range(3):
		join("12:00", **of(ADA))
	join("12:00", **of(CLEO))
	booking.reschedule(booking.start_utc_minute + 2 * HOUR, "moved")
	assert booking.members == [CLEO]
	assert booking.history[-1].notes.splitlines() == [
		"moved",
		"Cleo Test took over from Ada Test",
		"Joins a session of Cleo Test",
	]


def test_move_to_the_own_start_keeps_the_seat_of_a_full_session(join):
	bookings = [join(**of(ADA)) for _booking in range(3)]
	bookings[1].reschedule(bookings[1].start_utc_minute, "again")
	assert bookings[1].members == [ADA]


def test_staff_may_fill_a_session_and_no_more(join):
	for _booking in range(3):
		join(**of(ADA))
	sentence = f"All 3 seats of Course at {MONDAY} 10:00 are taken. Choose another time or member"
	with pytest.raises(OverlappingBookingError, match=sentence):
		join(**of(ADA))
	booking = join("11:00", **of(ADA))
	with pytest.raises(OverlappingBookingError, match=sentence):
		booking.update({"start_utc_minute": booking.start_utc_minute - HOUR}).save()


@pytest.mark.parametrize("status", ["Cancelled", "Completed", "No-Show"])
def test_closed_booking_leaves_its_seat(join, status):
	first, *_others = (join(**of(ADA)) for _booking in range(3))
	first.status = status
	save_as_it_begins(first)
	assert join().members == [ADA]


def test_request_that_waits_for_approval_holds_its_seat(another_type, book):
	kind = another_type("Approved Course", capacity=2, requires_approval=1, named_members=[{"member": ADA}])
	assert [book("10:00", meeting_type=kind.name).status for _booking in range(2)] == ["Pending"] * 2
	with pytest.raises(NoMemberAvailableError):
		book("10:00", meeting_type=kind.name)


@pytest.mark.parametrize("time", ["09:35", "10:05", "10:25"])
def test_session_of_the_same_type_may_not_overlap_at_another_start(join, time):
	join("10:00", **of(ADA))
	with pytest.raises(OverlappingBookingError, match="Ada Test has another meeting"):
		join(time, **of(ADA))


def test_other_type_may_not_share_the_start_of_a_session(join, book, another_type):
	join("10:00", **of(ADA))
	other = another_type("Other Course", capacity=3)
	for kind in ({}, {"meeting_type": other.name}):
		with pytest.raises(OverlappingBookingError, match="Ada Test has another meeting"):
			book("10:00", **of(ADA), **kind)


def test_session_belongs_to_exactly_its_members(join):
	both = {"assigned_users": [{"member": ADA}, {"member": BEN}]}
	join("10:00", **both)
	for members in (of(ADA), {"assigned_users": [{"member": ADA}, {"member": CLEO}]}):
		with pytest.raises(OverlappingBookingError, match="Ada Test has another meeting"):
			join("10:00", **members)
	join("10:00", assigned_users=both["assigned_users"][::-1])
	assert join("10:00").members == [ADA, BEN]


def test_reassigning_needs_a_seat_in_the_other_session(join):
	booking = join("10:00", **of(BEN))
	for _booking in range(2):
		join("10:00", **of(ADA))
	booking.set("assigned_users", [{"member": ADA}])
	booking.save()
	late = join("10:00", **of(BEN))
	late.set("assigned_users", [{"member": ADA}])
	with pytest.raises(OverlappingBookingError, match="All 3 seats of Course"):
		late.save()


def test_fewer_seats_than_are_taken_close_the_session_and_keep_its_bookings(join, course, times):
	bookings = [join(**of(ADA)) for _booking in range(3)]
	course.capacity = 2
	course.save()
	frappe.db.commit()
	assert join().members == [BEN]
	bookings[0].customer_notes = "Wants tea"
	bookings[0].save()
	with pytest.raises(OverlappingBookingError, match="All 2 seats of Course"):
		join(**of(ADA))


def test_every_customer_has_a_booking_links_and_mails_of_their_own(join, queued_mails):
	one = join(customer_email="one@example.com")
	two = join(customer_email="two@example.com")
	assert one.members == two.members
	assert one.cancel_token != two.cancel_token
	for booking, customer in ((one, "one@example.com"), (two, "two@example.com")):
		recipients = [address for addresses, _mail in queued_mails(booking) for address in addresses]
		assert sorted(recipients) == [ADA, customer]
	one.cancel_meeting("Customer Cancelled")
	two.reload()
	assert (two.status, [row.is_blocking for row in two.assigned_users]) == ("Confirmed", [1])


def test_joining_is_told_in_the_history(join):
	first, second = join(), join()
	assert first.history[-1].notes == "Ada Test comes first by priority"
	assert second.history[-1].notes == "Joins a session of Ada Test"
	assert json.loads(second.history[-1].choice) == [{"member": ADA, "reason": "joins a session"}]


def test_session_is_one_meeting_of_a_week_for_least_busy(join, book, site, consulting):
	for _booking in range(3):
		join("10:00", **of(ADA))
	for time in ("10:00", "11:00"):
		for member in (BEN, CLEO):
			book(time, **of(member))
	site.db.set_value("MM Department", consulting.name, "assignment_algorithm", "Least Busy")
	site.clear_document_cache("MM Department", consulting.name)
	booking = book("14:00")
	site.db.set_value("MM Department", consulting.name, "assignment_algorithm", "Round Robin")
	site.clear_document_cache("MM Department", consulting.name)
	site.db.commit()
	assert booking.members == [ADA]
	inputs = json.loads(booking.history[-1].choice)[0]["candidates"]
	assert {row["member"]: row["booked_minutes"] for row in inputs} == {ADA: 30, BEN: 60, CLEO: 60}


def test_twenty_guests_for_five_seats(http, adas_course, request_of):
	answers = all_at_once(http, [("create_booking", request_of(adas_course))] * 20)
	assert codes(answers) == [200] * 5 + [409] * 15
	assert {message_of(answer) for answer in answers if answer.status_code == 409} == {NOBODY_FREE}
	assert len(holders(adas_course)) == 5


def test_twenty_guests_for_two_courses_of_one_member(http, adas_course, another_type, request_of):
	"""Whoever opens the session first, only customers of the same course get in."""
	other = another_type("Other Course", capacity=5, named_members=[{"member": ADA}])
	answers = all_at_once(http, [("create_booking", request_of(kind)) for kind in (adas_course, other)] * 10)
	assert codes(answers) == [200] * 5 + [409] * 15
	assert sorted(len(holders(kind)) for kind in (adas_course, other)) == [0, 5]


def test_guests_who_move_into_the_last_seats_at_once(http, adas_course, book, request_of):
	movers = [book(f"{hour}:00", meeting_type=adas_course.name) for hour in (9, 11, 12, 13, 14, 15)]
	for _guest in range(2):
		book("10:00", meeting_type=adas_course.name)
	calls = [
		("reschedule_booking", {"token": mover.reschedule_token, "new_date": MONDAY, "new_time": "10:00"})
		for mover in movers
	]
	answers = all_at_once(http, calls)
	assert codes(answers) == [200] * 3 + [409] * 3
	starts = [start for _member, start in holders(adas_course)]
	assert sorted(starts.count(start) for start in set(starts)) == [1, 1, 1, 5]
