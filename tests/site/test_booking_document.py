"""A booking as staff change it in the Desk: what each save leaves behind, and what is refused."""

from datetime import timedelta

import frappe
import pytest

from meeting_manager.adapters.site_time import to_site_datetime
from meeting_manager.exceptions import BookingClosedError, NoMemberAvailableError, OverlappingBookingError
from tests.site.clock import save_as_it_begins
from tests.site.factories import next_monday

BOOKING = "MM Meeting Booking"
MONDAY = next_monday().isoformat()
ADA, BEN, CLEO = "ada.test@example.com", "ben.test@example.com", "cleo.test@example.com"
HOUR = 60


@pytest.fixture
def of_ada(book):
	"""Make a booking of Ada's."""
	return lambda time, **values: book(time, assigned_users=[{"member": ADA}], **values)


def actions(booking):
	booking.reload()
	return [row.action for row in booking.history]


def last_row(booking):
	booking.reload()
	row = booking.history[-1]
	return row.action, row.old_value or "", row.new_value, row.action_by, row.notes or ""


def tokens(booking):
	return booking.cancel_token, booking.reschedule_token


def move(booking, minutes):
	"""As the form does: only the shown start changes."""
	booking.start_datetime = to_site_datetime(booking.start_utc_minute + minutes)
	booking.save()


def test_new_booking_has_one_history_row_and_its_own_secrets(booking):
	assert last_row(booking) == (
		"Booked",
		"",
		f"{MONDAY} 10:00",
		"Administrator",
		"Ada Test comes first by priority",
	)
	assert len(booking.booking_reference) == 8
	assert booking.calendar_uid.endswith(f"@{frappe.local.site}")
	assert (booking.calendar_sequence, booking.reschedule_count, booking.status) == (0, 0, "Confirmed")


def test_moving_the_start_in_the_form_is_one_reschedule_with_new_links(booking):
	before, start = tokens(booking), booking.start_utc_minute
	move(booking, HOUR)
	booking.reload()
	assert actions(booking) == ["Booked", "Rescheduled"]
	assert last_row(booking)[1:3] == (f"{MONDAY} 10:00", f"{MONDAY} 11:00")
	assert (booking.status, booking.reschedule_count, booking.calendar_sequence) == ("Rescheduled", 1, 1)
	assert (booking.start_utc_minute, booking.end_utc_minute) == (start + HOUR, start + HOUR + 30)
	assert booking.end_datetime == booking.start_datetime + timedelta(minutes=30)
	assert [
		(row.start_utc_minute, row.end_utc_minute, row.is_blocking) for row in booking.assigned_users
	] == [(start + HOUR, start + HOUR + 30, 1)]
	assert not set(before) & set(tokens(booking))


def test_saving_without_a_change_leaves_no_trace(booking, queued_mails):
	before, mails = tokens(booking), len(queued_mails(booking))
	booking.reload()
	booking.save()
	assert actions(booking) == ["Booked"]
	assert tokens(booking) == before
	assert (booking.status, booking.calendar_sequence) == ("Confirmed", 0)
	assert len(queued_mails(booking)) == mails


def test_note_for_staff_is_no_event(booking):
	before = tokens(booking)
	booking.customer_notes = "Wants tea"
	booking.save()
	assert actions(booking) == ["Booked"]
	assert tokens(booking) == before


def test_cancelling_by_status_frees_the_time_and_keeps_who_and_why(of_ada):
	booking = of_ada("10:00")
	booking.status = "Cancelled"
	booking.save()
	assert last_row(booking)[:4] == ("Cancelled", "Confirmed", "Cancelled", "Administrator")
	assert (booking.cancellation_reason, booking.cancelled_by) == ("Cancelled by Staff", "Administrator")
	assert booking.cancelled_at
	assert [row.is_blocking for row in booking.assigned_users] == [0]
	assert of_ada("10:00").members == [ADA]


@pytest.mark.parametrize("status", ["Completed", "No-Show"])
def test_closing_a_booking_frees_its_time(of_ada, status):
	booking = of_ada("10:00")
	booking.status = status
	save_as_it_begins(booking)
	assert last_row(booking)[:3] == (status, "Confirmed", status)
	assert [row.is_blocking for row in booking.assigned_users] == [0]


def test_time_and_status_at_once_are_refused(booking):
	booking.status = "Cancelled"
	with pytest.raises(frappe.ValidationError, match="Change the time or the status, not both at once"):
		move(booking, HOUR)


@pytest.mark.parametrize("status", ["Cancelled", "Completed", "No-Show"])
def test_closed_booking_cannot_be_moved_in_the_form(booking, status):
	booking.status = status
	save_as_it_begins(booking)
	with pytest.raises(BookingClosedError):
		move(booking, HOUR)


@pytest.mark.parametrize(
	("status", "wanted"),
	[
		("Cancelled", "Confirmed"),
		("Completed", "Confirmed"),
		("No-Show", "Completed"),
		("Confirmed", "Pending"),
	],
)
def test_status_that_does_not_follow_is_refused(booking, status, wanted):
	if status != booking.status:
		booking.status = status
		save_as_it_begins(booking)
	booking.status = wanted
	sentence = f"A booking that is {status} cannot become {wanted}"
	with pytest.raises(frappe.ValidationError, match=sentence):
		booking.save()


def test_status_cannot_say_rescheduled_without_a_move(booking):
	booking.status = "Rescheduled"
	with pytest.raises(frappe.ValidationError, match="Change the start to reschedule a booking"):
		booking.save()


@pytest.mark.parametrize("status", ["Cancelled", "Completed", "Rescheduled", "No-Show"])
def test_new_booking_is_a_request_or_confirmed(book, status):
	with pytest.raises(frappe.ValidationError, match="A new booking is Pending or Confirmed"):
		book("10:00", status=status)


@pytest.mark.parametrize("minutes", [-25, -5, 0, 5, 25])
def test_overlapping_meeting_is_refused_with_the_time_of_the_other(of_ada, minutes):
	of_ada("12:00")
	booking = of_ada("10:00")
	sentence = (
		f"Ada Test has another meeting from {MONDAY} 12:00 to {MONDAY} 12:30. Choose another time or member"
	)
	with pytest.raises(OverlappingBookingError, match=sentence):
		move(booking, 2 * HOUR + minutes)


@pytest.mark.parametrize("minutes", [-30, 30])
def test_meeting_may_touch_another_one(of_ada, minutes):
	of_ada("12:00")
	booking = of_ada("10:00")
	move(booking, 2 * HOUR + minutes)
	assert actions(booking) == ["Booked", "Rescheduled"]


def test_meeting_may_move_by_less_than_its_own_length(of_ada):
	booking = of_ada("10:00")
	move(booking, 15)
	assert booking.status == "Rescheduled"


def test_staff_may_book_outside_the_hours_but_not_twice(of_ada):
	of_ada("20:00")
	with pytest.raises(OverlappingBookingError):
		of_ada("20:15")


def test_reassigning_is_one_event_that_keeps_the_links(of_ada):
	booking = of_ada("10:00")
	before = tokens(booking)
	booking.set("assigned_users", [{"member": BEN}])
	booking.save()
	assert last_row(booking)[:3] == ("Reassigned", "Ada Test", "Ben Test")
	assert (booking.status, booking.calendar_sequence) == ("Confirmed", 1)
	assert tokens(booking) == before
	assert of_ada("10:00").members == [ADA]


def test_reassigning_to_a_member_with_another_meeting_is_refused(of_ada, book):
	book("10:00", assigned_users=[{"member": BEN}])
	booking = of_ada("10:00")
	booking.set("assigned_users", [{"member": BEN}])
	with pytest.raises(OverlappingBookingError):
		booking.save()


def test_second_member_is_held_too(of_ada, book):
	booking = of_ada("10:00")
	booking.append("assigned_users", {"member": BEN})
	booking.save()
	with pytest.raises(OverlappingBookingError):
		book("10:00", assigned_users=[{"member": BEN}])


def test_booking_without_members_takes_a_free_one_or_nobody(book):
	assert {book("10:00").members[0] for _time in range(3)} == {ADA, BEN, CLEO}
	with pytest.raises(NoMemberAvailableError):
		book("10:00")


def test_request_waits_for_approval_and_stays_a_request_when_moved(another_type, book):
	kind = another_type("On Approval", requires_approval=1)
	booking = book("10:00", meeting_type=kind.name)
	assert booking.status == "Pending"
	move(booking, HOUR)
	assert (booking.status, actions(booking)) == ("Pending", ["Booked", "Rescheduled"])
	booking.confirm()
	assert (booking.status, last_row(booking)[:3]) == ("Confirmed", ("Confirmed", "Pending", "Confirmed"))


def test_form_that_was_opened_before_another_save_is_refused(booking):
	stale = frappe.get_doc(BOOKING, booking.name)
	move(booking, HOUR)
	stale.customer_name = "Somebody Else"
	with pytest.raises(frappe.TimestampMismatchError):
		stale.save()
