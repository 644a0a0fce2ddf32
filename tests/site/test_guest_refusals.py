"""Every refusal of the guest API: its first sentence, its code, and that nothing has changed."""

from datetime import date, timedelta

import pytest

from meeting_manager.scheduling.zones import find_zone, wall_to_minute
from tests.site.answers import NOBODY_FREE, assert_refused, state_of
from tests.site.clock import save_as_it_begins, stop_clock
from tests.site.factories import next_monday

MONDAY = next_monday()
SATURDAY = MONDAY + timedelta(days=5)
BERLIN = find_zone("Europe/Berlin")
CONTACT = "Please contact help@example.com / +49 30 1234567"


@pytest.fixture
def asked(consulting):
	"""A proper request for a booking, to be spoiled."""
	return {
		"department_slug": consulting.slug,
		"meeting_type_slug": consulting.type_slug,
		"date": MONDAY.isoformat(),
		"time": "10:00",
		"customer_name": "Alex Example",
		"customer_email": "alex@example.com",
	}


@pytest.fixture
def refused(http, consulting):
	"""Call a function and hold that it is refused so and leaves everything as it was."""

	def call(function, code, sentence, kind=None, **arguments):
		before = state_of(consulting.name)
		assert_refused(http.call(function, **arguments), code, sentence, kind)
		assert state_of(consulting.name) == before

	return call


def close(booking, status):
	booking.reload()
	booking.status = status
	save_as_it_begins(booking)


CLOSED = [
	("Cancelled", "This booking has already been cancelled"),
	("Completed", "This booking has already been completed"),
	("No-Show", "This booking is closed, since nobody came to the meeting"),
]


@pytest.mark.parametrize(("status", "sentence"), CLOSED, ids=[row[0] for row in CLOSED])
def test_closed_booking_is_neither_shown_nor_changed(booking, refused, status, sentence):
	close(booking, status)
	cancel, reschedule = booking.cancel_token, booking.reschedule_token
	moved = {"new_date": MONDAY.isoformat(), "new_time": "11:00"}
	refused("get_booking_details", 409, sentence, "BookingClosedError", token=reschedule)
	refused("get_booking_details", 409, sentence, token=cancel)
	refused("reschedule_booking", 409, sentence, token=reschedule, **moved)
	refused("cancel_booking", 409, sentence, token=cancel)


@pytest.mark.parametrize(
	("day", "time"),
	[
		pytest.param(date(2020, 2, 29), "10:00", id="years ago"),
		pytest.param(MONDAY - timedelta(days=1), "10:00", id="yesterday"),
		pytest.param(MONDAY, "08:55", id="today, five minutes ago"),
		pytest.param(MONDAY, "00:00", id="today at midnight"),
	],
)
def test_past_is_refused_by_its_own_sentence(booking, asked, refused, monkeypatch, day, time):
	stop_clock(monkeypatch, wall_to_minute(BERLIN, MONDAY, 9 * 60))
	when = {"date": day.isoformat(), "time": time}
	refused("create_booking", 417, "Cannot book a date in the past", "PastDateError", **{**asked, **when})
	refused(
		"reschedule_booking",
		417,
		"Cannot reschedule to a date in the past",
		"PastDateError",
		token=booking.reschedule_token,
		new_date=when["date"],
		new_time=when["time"],
	)


@pytest.mark.parametrize(
	("day", "time"),
	[
		pytest.param(MONDAY, "08:30", id="before the hours"),
		pytest.param(MONDAY, "17:00", id="after the hours"),
		pytest.param(MONDAY, "10:10", id="beside the grid"),
		pytest.param(SATURDAY, "10:00", id="nobody works that day"),
		pytest.param(MONDAY + timedelta(days=400), "10:00", id="beyond the horizon"),
		pytest.param(date(2199, 12, 31), "10:00", id="the last date there is"),
	],
)
def test_time_that_is_not_offered_cannot_be_had_by_asking(booking, asked, refused, day, time):
	when = {"date": day.isoformat(), "time": time}
	refused("create_booking", 409, NOBODY_FREE, "NoMemberAvailableError", **{**asked, **when})
	refused(
		"reschedule_booking",
		409,
		NOBODY_FREE,
		"NoMemberAvailableError",
		token=booking.reschedule_token,
		new_date=when["date"],
		new_time=when["time"],
	)


def test_time_that_everybody_is_booked_at_is_refused(book, asked, refused):
	for _member in range(3):
		book("10:00")
	other = book("11:00")
	refused("create_booking", 409, NOBODY_FREE, **asked)
	refused(
		"reschedule_booking",
		409,
		NOBODY_FREE,
		token=other.reschedule_token,
		new_date=asked["date"],
		new_time="10:00",
	)


def test_time_inside_the_notice_of_the_meeting_type_is_refused(another_type, asked, refused, monkeypatch):
	kind = another_type("With Notice", minimum_notice=120)
	stop_clock(monkeypatch, wall_to_minute(BERLIN, MONDAY, 8 * 60 + 1))
	refused("create_booking", 409, NOBODY_FREE, **{**asked, "meeting_type_slug": kind.meeting_slug})


@pytest.fixture
def night_of_the_change(consulting, site, monkeypatch):
	"""Everybody works from 01:00 to 04:00 when the clocks of Berlin jump from 02:00 to 03:00."""

	def set_hours(rows):
		for member in consulting.members:
			site.get_doc("MM Member Profile", member).update({"date_overrides": rows}).save()
		site.db.commit()

	set_hours([{"date": "2027-03-28", "start_time": "01:00:00", "end_time": "04:00:00"}])
	stop_clock(monkeypatch, wall_to_minute(BERLIN, date(2027, 3, 1)))
	yield
	set_hours([])


@pytest.mark.usefixtures("night_of_the_change")
@pytest.mark.parametrize("time", ["02:00", "02:30"])
def test_hour_that_the_clocks_skip_is_refused(book, asked, refused, time):
	booking = book("10:00", start_utc_minute=wall_to_minute(BERLIN, date(2027, 3, 29), 600))
	refused("create_booking", 409, NOBODY_FREE, **{**asked, "date": "2027-03-28", "time": time})
	when = {"new_date": "2027-03-28", "new_time": time}
	refused("reschedule_booking", 409, NOBODY_FREE, token=booking.reschedule_token, **when)


@pytest.fixture
def rules(site):
	"""Set the site's policy for bookings made from now on."""
	fields = (
		"cancel_notice_hours",
		"reschedule_notice_hours",
		"max_reschedules",
		"support_email",
		"support_phone",
	)
	settings = site.get_doc("MM Settings")
	before = {field: settings.get(field) for field in fields}

	def apply(**values):
		contact = {"support_email": "help@example.com", "support_phone": "+49 30 1234567"}
		site.get_doc("MM Settings").update({**before, **contact, **values}).save()
		site.db.commit()

	yield apply
	site.db.rollback()
	site.get_doc("MM Settings").update(before).save()
	site.db.commit()


def minutes_before_ten(minutes):
	return wall_to_minute(BERLIN, MONDAY, 600) - minutes


def test_late_customer_is_told_until_when_and_whom_to_contact(rules, book, refused, monkeypatch, http):
	rules(cancel_notice_hours=24, reschedule_notice_hours=48)
	booking = book("10:00", customer_timezone="America/New_York")
	day_before, two_days_before = (MONDAY - timedelta(days=days) for days in (1, 2))
	stop_clock(monkeypatch, minutes_before_ten(24 * 60 - 1))
	refused(
		"cancel_booking",
		409,
		f"Cancelling was possible until {day_before} 04:00 (America/New_York). {CONTACT}",
		"PolicyError",
		token=booking.cancel_token,
	)
	refused(
		"reschedule_booking",
		409,
		f"Rescheduling was possible until {two_days_before} 04:00 (America/New_York). {CONTACT}",
		"PolicyError",
		token=booking.reschedule_token,
		new_date=(MONDAY + timedelta(days=7)).isoformat(),
		new_time="10:00",
	)
	stop_clock(monkeypatch, minutes_before_ten(24 * 60))
	assert http.call("cancel_booking", token=booking.cancel_token).status_code == 200


def test_limit_of_reschedules_names_the_number_and_whom_to_contact(rules, book, refused, http):
	rules(max_reschedules=1)
	booking = book("10:00")
	moved = http.call(
		"reschedule_booking", token=booking.reschedule_token, new_date=MONDAY.isoformat(), new_time="11:00"
	)
	assert moved.status_code == 200, moved.text
	booking.reload()
	refused(
		"reschedule_booking",
		409,
		f"This booking can be rescheduled 1 times, and it has been. {CONTACT}",
		"PolicyError",
		token=booking.reschedule_token,
		new_date=MONDAY.isoformat(),
		new_time="12:00",
	)


def test_meeting_that_has_begun_can_no_longer_be_changed(rules, book, refused, monkeypatch):
	rules()
	booking = book("10:00")
	stop_clock(monkeypatch, minutes_before_ten(0))
	sentence = f"This meeting has already begun. {CONTACT}"
	refused("cancel_booking", 409, sentence, "PolicyError", token=booking.cancel_token)
	later = {"new_date": MONDAY.isoformat(), "new_time": "11:00"}
	refused("reschedule_booking", 409, sentence, "PolicyError", token=booking.reschedule_token, **later)


def test_without_contact_data_the_customer_is_sent_to_the_email(rules, book, refused, monkeypatch):
	rules(cancel_notice_hours=24, support_email="", support_phone="")
	booking = book("10:00")
	stop_clock(monkeypatch, minutes_before_ten(60))
	refused(
		"cancel_booking",
		409,
		f"Cancelling was possible until {MONDAY - timedelta(days=1)} 10:00 (Europe/Berlin). "
		"Please answer the email that you received from us",
		token=booking.cancel_token,
	)


def test_booking_keeps_the_policy_it_was_made_under(rules, book, http, refused, monkeypatch):
	rules(cancel_notice_hours=24)
	strict = book("10:00")
	rules(cancel_notice_hours=0)
	lenient = book("10:00")
	rules(cancel_notice_hours=720)
	stop_clock(monkeypatch, minutes_before_ten(60))
	assert http.call("cancel_booking", token=lenient.cancel_token).status_code == 200
	sentence = f"Cancelling was possible until {MONDAY - timedelta(days=1)} 10:00 (Europe/Berlin). {CONTACT}"
	refused("cancel_booking", 409, sentence, token=strict.cancel_token)


def test_deadline_is_judged_on_the_booked_time_not_on_the_wanted_one(rules, book, refused, monkeypatch):
	rules(reschedule_notice_hours=24)
	booking = book("10:00")
	stop_clock(monkeypatch, minutes_before_ten(60))
	sentence = (
		f"Rescheduling was possible until {MONDAY - timedelta(days=1)} 10:00 (Europe/Berlin). {CONTACT}"
	)
	far = {"new_date": (MONDAY + timedelta(days=28)).isoformat(), "new_time": "10:00"}
	refused("reschedule_booking", 409, sentence, token=booking.reschedule_token, **far)
