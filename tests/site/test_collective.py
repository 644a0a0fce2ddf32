"""Types that need all named members: everybody has to be free, everybody is assigned, and nobody is replaced."""

import json

import pytest

from meeting_manager.exceptions import NoMemberAvailableError, OverlappingBookingError
from tests.site.answers import NOBODY_FREE, assert_refused
from tests.site.crowd import all_at_once, codes
from tests.site.factories import next_monday

MONDAY = next_monday().isoformat()
ADA, BEN, CLEO = "ada.test@example.com", "ben.test@example.com", "cleo.test@example.com"
HOUR = 60


@pytest.fixture
def panel(another_type):
	"""An interview with Cleo and Ada."""
	return another_type(
		"Panel", member_mode="All Named Members", named_members=[{"member": CLEO}, {"member": ADA}]
	)


@pytest.fixture
def meet(book, panel):
	return lambda time="10:00", **values: book(time, meeting_type=panel.name, **values)


@pytest.fixture
def request_of(consulting, panel):
	return {
		"department_slug": consulting.slug,
		"meeting_type_slug": panel.meeting_slug,
		"date": MONDAY,
		"time": "10:00",
		"customer_name": "Alex Example",
		"customer_email": "alex@example.com",
	}


def of(member):
	return {"assigned_users": [{"member": member}]}


def test_all_named_members_are_assigned_and_their_time_is_held(meet, book):
	booking = meet()
	assert booking.members == [ADA, CLEO]
	assert booking.history[-1].notes == "All named members take part: Ada Test, Cleo Test"
	reasons = json.loads(booking.history[-1].choice)
	assert reasons == [{"member": member, "reason": "collective"} for member in (ADA, CLEO)]
	for member in (ADA, CLEO):
		with pytest.raises(OverlappingBookingError):
			book("10:00", **of(member))
	assert book("10:00").members == [BEN]


@pytest.mark.parametrize("busy", [ADA, CLEO])
def test_one_who_is_busy_closes_the_time(meet, book, http, request_of, busy):
	book("10:00", **of(busy))
	with pytest.raises(NoMemberAvailableError, match=NOBODY_FREE):
		meet()
	assert_refused(http.call("create_booking", **request_of), 409, NOBODY_FREE)


def test_who_is_not_named_does_not_matter(meet, book):
	book("10:00", **of(BEN))
	assert meet().members == [ADA, CLEO]


def test_everybody_is_mailed(meet, queued_mails):
	recipients = [address for addresses, _mail in queued_mails(meet()) for address in addresses]
	assert sorted(recipients) == [ADA, "alex@example.com", CLEO]


def test_move_keeps_all_of_them(meet, http):
	booking = meet()
	answer = http.call(
		"reschedule_booking", token=booking.reschedule_token, new_date=MONDAY, new_time="11:00"
	).json["message"]
	assert answer["member_changed"] is False
	booking.reload()
	assert booking.members == [ADA, CLEO]
	assert [row.is_blocking for row in booking.assigned_users] == [1, 1]


def test_move_is_refused_where_one_of_them_is_not_free(meet, book, http):
	booking = meet()
	book("11:00", **of(CLEO))
	answer = http.call(
		"reschedule_booking", token=booking.reschedule_token, new_date=MONDAY, new_time="11:00"
	)
	assert_refused(answer, 409, NOBODY_FREE)
	booking.reload()
	assert (booking.members, booking.reschedule_count) == ([ADA, CLEO], 0)


def test_move_to_its_own_time_is_no_trouble(meet):
	booking = meet()
	booking.reschedule(booking.start_utc_minute, "again")
	assert booking.members == [ADA, CLEO]


def test_order_in_which_staff_keep_them_is_no_change(meet):
	booking = meet(assigned_users=[{"member": CLEO}, {"member": ADA}])
	booking.reschedule(booking.start_utc_minute + HOUR, "moved")
	assert booking.members == [CLEO, ADA]
	assert "took over" not in booking.history[-1].notes


def test_move_brings_in_who_is_named_now(meet, panel):
	booking = meet()
	panel.set("named_members", [{"member": ADA}, {"member": BEN}])
	panel.save()
	booking.reschedule(booking.start_utc_minute + HOUR, "moved")
	assert booking.members == [ADA, BEN]


def test_guests_at_once_get_one_meeting_and_hold_everybody_once(http, request_of, consulting):
	others = {**request_of, "meeting_type_slug": consulting.type_slug}
	answers = all_at_once(http, [("create_booking", request_of), ("create_booking", others)] * 8)
	assert codes(answers) in ([200] * 2 + [409] * 14, [200] * 3 + [409] * 13)


def test_panel_with_seats_fills_before_it_closes(another_type, book):
	seminar = another_type(
		"Seminar",
		member_mode="All Named Members",
		named_members=[{"member": ADA}, {"member": BEN}],
		capacity=3,
	)
	bookings = [book("10:00", meeting_type=seminar.name) for _seat in range(3)]
	assert [booking.members for booking in bookings] == [[ADA, BEN]] * 3
	assert bookings[2].history[-1].notes == "Joins a session of Ada Test, Ben Test"
	with pytest.raises(NoMemberAvailableError):
		book("10:00", meeting_type=seminar.name)
	bookings[0].reschedule(bookings[0].start_utc_minute + HOUR, "moved")
	assert bookings[0].members == [ADA, BEN]
	assert book("10:00", meeting_type=seminar.name).members == [ADA, BEN]
