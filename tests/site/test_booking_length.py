"""One booking may last longer or shorter than its meeting type says: its time is held, told and offered by its own length."""

import pytest

from tests.site.factories import next_monday

BOOKING = "MM Meeting Booking"
CLAIM = "MM Time Claim"
MONDAY = next_monday().isoformat()
ADA, BEN = "ada.test@example.com", "ben.test@example.com"


@pytest.fixture
def booking(book, site):
	"""Of Ada, at 10:00 for half an hour."""
	return site.get_doc(BOOKING, book("10:00", assigned_users=[{"member": ADA}]).name)


def claimed(site, member):
	"""Minutes that a member's claims take."""
	return 5 * site.db.count(CLAIM, {"member": member})


@pytest.mark.parametrize("minutes", [15, 60, 480])
def test_end_members_time_and_claims_follow_the_length(booking, site, minutes):
	start = booking.start_utc_minute
	booking.change_length(minutes)
	stored = site.get_doc(BOOKING, booking.name)
	row = stored.assigned_users[0]
	assert (stored.duration, stored.start_utc_minute, stored.end_utc_minute) == (
		minutes,
		start,
		start + minutes,
	)
	assert (row.start_utc_minute, row.end_utc_minute) == (start, start + minutes)
	assert str(stored.end_datetime - stored.start_datetime) == f"{minutes // 60}:{minutes % 60:02}:00"
	assert claimed(site, ADA) == minutes


def test_it_is_one_event_that_counts_for_no_limit_of_the_customer(booking, site):
	links = booking.cancel_token, booking.reschedule_token
	booking.change_length(45, "More to say")
	row = booking.history[-1]
	assert (row.action, row.reason) == ("Length Changed", "More to say")
	assert (row.old_value, row.new_value) == (f"{MONDAY} 10:00, 30 minutes", f"{MONDAY} 10:00, 45 minutes")
	assert (booking.status, booking.reschedule_count, booking.calendar_sequence) == ("Confirmed", 0, 1)
	assert not {booking.cancel_token, booking.reschedule_token} & set(links)


def test_everybody_is_told_the_time_before_and_the_new_one(booking, site, queued_mails):
	booking.change_length(60)
	site.db.commit()
	mails = queued_mails(booking)[-2:]
	texts = {recipients[0]: mail.get_body(("plain",)).get_content() for recipients, mail in mails}
	assert set(texts) == {"alex@example.com", ADA}
	for text in texts.values():
		assert "11:00" in text and "10:30" in text
	for _recipients, mail in mails:
		parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
		assert "SEQUENCE:1\r\n" in parts[0].get_content().replace("\n", "\r\n").replace("\r\r", "\r")


def test_audits_find_nothing_to_complain_of(booking, site):
	from meeting_manager.adapters.claims_audit import find_disagreements
	from meeting_manager.adapters.history_audit import verify
	from meeting_manager.adapters.site_time import current_minute
	from meeting_manager.notifications.messages_audit import find_faults

	for minutes in (60, 20):
		booking.change_length(minutes)
	site.db.commit()
	assert not find_disagreements(current_minute())
	assert not verify([booking.name])
	assert [fault for fault in find_faults(current_minute()).missing if booking.name in fault] == []


def test_longer_meeting_that_meets_the_next_one_is_refused_and_nothing_changes(booking, book, site):
	from meeting_manager.exceptions import OverlappingBookingError

	book("11:00", assigned_users=[{"member": ADA}])
	booking.change_length(60)
	site.db.commit()
	with pytest.raises(OverlappingBookingError, match=f"Ada Test has another meeting from {MONDAY} 11:00"):
		booking.change_length(65)
	site.db.rollback()
	assert site.db.get_value(BOOKING, booking.name, "duration") == 60
	assert claimed(site, ADA) == 90


def test_time_that_a_shorter_meeting_leaves_can_be_booked(booking, book, another_type):
	booking.change_length(15)
	short = another_type("Quarter", duration=15, slot_interval=15)
	assert book("10:15", meeting_type=short.name, assigned_users=[{"member": ADA}]).members == [ADA]


@pytest.mark.parametrize("minutes", [0, 10, 485, 32, -30])
def test_lengths_that_no_meeting_has_are_refused(booking, site, minutes):
	with pytest.raises(site.ValidationError, match="A meeting takes 15 to 480 minutes, a multiple of 5"):
		booking.change_length(minutes)


def test_seat_in_a_session_keeps_the_length_of_the_session(book, another_type, site):
	kind = another_type("Group", capacity=3)
	booking = book("14:00", meeting_type=kind.name)
	with pytest.raises(site.ValidationError, match="Others may sit in this meeting"):
		booking.change_length(60)


def test_closed_booking_keeps_its_length(booking, site):
	from meeting_manager.exceptions import BookingClosedError

	booking.cancel_meeting("Ill")
	with pytest.raises(BookingClosedError):
		booking.change_length(60)


def test_length_in_a_request_changes_nothing(booking, site):
	booking.duration = 240
	booking.save()
	assert (booking.duration, booking.end_utc_minute - booking.start_utc_minute) == (30, 30)
	assert len(booking.history) == 1


def test_customer_who_moves_it_is_offered_starts_for_its_own_length(booking, http, consulting, site):
	booking.change_length(120)
	offer = {"department_slug": consulting.slug, "meeting_type_slug": consulting.type_slug, "date": MONDAY}
	times = {}
	for token in ("", booking.reschedule_token):
		slots = http.call("get_available_time_slots", **offer, reschedule_token=token).json["message"][
			"slots"
		]
		times[bool(token)] = [slot["time"] for slot in slots]
	assert (times[False][-1], times[True][-1]) == ("16:30", "15:00")
	moved = http.call("reschedule_booking", token=booking.reschedule_token, new_date=MONDAY, new_time="15:00")
	assert moved.status_code == 200, moved.text
	stored = site.get_doc(BOOKING, booking.name)
	assert stored.end_utc_minute - stored.start_utc_minute == 120


def test_member_whose_hours_end_too_soon_does_not_take_over_the_longer_meeting(booking, site):
	"""At 16:00 everybody is free for half an hour and nobody for two."""
	from meeting_manager.exceptions import NoMemberAvailableError

	booking.change_length(120)
	with pytest.raises(NoMemberAvailableError):
		booking.reschedule(booking.start_utc_minute + 360, "")
