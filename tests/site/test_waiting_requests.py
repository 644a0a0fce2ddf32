"""A request that waits for an answer: customer, staff and form are told until when."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import frappe
import pytest

from meeting_manager.meeting_manager.api import staff_bookings
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.expired_requests import (
	names_expired,
	waits_until,
)
from meeting_manager.presentation import words
from meeting_manager.scheduling.zones import to_instant
from tests.site.mails.conftest import changed, new_mails  # noqa: F401 (fixtures)
from tests.site.mails.reading import CUSTOMER, html_of, mail_to, text_of
from tests.site.test_expired_requests import HOURS, on_request, settings  # noqa: F401 (fixtures)

KOLKATA, PHOENIX = ZoneInfo("Asia/Kolkata"), ZoneInfo("America/Phoenix")
TO_CUSTOMER = "We answer by {0}. After that we no longer hold this time for you."
TO_MEMBER = "Please answer by {0}. After that the request expires, and your time is free again."


@pytest.fixture
def asked(book, on_request, settings):  # noqa: F811
	"""A request for that Monday at noon, of a customer in Kolkata."""
	return book("12:00", meeting_type=on_request.name, customer_timezone=KOLKATA.key)


def stored(booking):
	frappe.db.rollback()
	return frappe.get_doc("MM Meeting Booking", booking.name)


def told(booking, zone, sentence):
	return sentence.format(words.day_and_time(to_instant(waits_until(stored(booking)), zone)))


def test_the_minute_that_is_told_is_the_one_that_ends_it(asked):
	until = waits_until(stored(asked))
	assert names_expired(until - 1, asked.name) == []
	assert names_expired(until, asked.name) == [asked.name]


@pytest.mark.parametrize(
	("hours", "expected"),
	[(0, None), (24 * 365, "start")],
	ids=["as long as it takes", "until the start"],
)
def test_it_waits_no_longer_than_the_settings_and_its_start_say(asked, settings, hours, expected):  # noqa: F811
	settings(hours)
	assert waits_until(stored(asked)) == (asked.start_utc_minute if expected else None)


def test_what_is_answered_waits_no_longer(asked):
	stored(asked).confirm()
	assert waits_until(frappe.get_doc("MM Meeting Booking", asked.name)) is None


def test_customer_and_member_read_it_in_their_own_zones(asked, new_mails, changed):  # noqa: F811
	member = asked.assigned_users[0]
	changed("MM Member Profile", member.member, timezone=PHOENIX.key)
	mails = new_mails(asked)
	for address, zone, sentence in ((CUSTOMER, KOLKATA, TO_CUSTOMER), (member.user, PHOENIX, TO_MEMBER)):
		expected = told(asked, zone, sentence)
		assert expected in text_of(mail_to(address, mails)).splitlines()
		assert expected in html_of(mail_to(address, mails))
	assert told(asked, KOLKATA, "{0}") != told(asked, PHOENIX, "{0}")


def test_a_moved_request_is_told_its_new_end_and_a_confirmed_one_none(asked, new_mails):  # noqa: F811
	new_mails(asked)
	first = waits_until(stored(asked))
	booking = stored(asked)
	frappe.db.set_value("MM Booking History", booking.history[0].name, "action_utc", earlier(booking))
	frappe.db.commit()
	assert waits_until(stored(asked)) == first - 60
	booking.start_utc_minute += 60
	booking.save()
	text = text_of(mail_to(CUSTOMER, new_mails(asked)))
	assert first <= waits_until(stored(asked)) <= first + 5
	assert told(asked, KOLKATA, TO_CUSTOMER) in text
	stored(asked).confirm()
	assert "We answer by" not in text_of(mail_to(CUSTOMER, new_mails(asked)))


def earlier(booking):
	from datetime import datetime

	asked = datetime.fromisoformat(booking.history[0].action_utc.replace("Z", "+00:00"))
	return (asked - timedelta(hours=1)).isoformat()


def test_no_mail_names_an_end_that_there_is_not(asked, settings, new_mails):  # noqa: F811
	settings(0)
	mails = new_mails(asked)
	assert "We answer by" not in text_of(mail_to(CUSTOMER, mails))
	assert "Please answer by" not in text_of(mail_to(asked.assigned_users[0].user, mails))


def test_the_form_shows_it_in_the_department_s_zone(asked, booking, site):
	until = to_instant(waits_until(stored(asked)), ZoneInfo("Europe/Berlin"))
	shown = staff_bookings.get_staff_choices(asked.name)["waits_until"]
	assert f"{until:%H:%M}" in shown and "Europe/Berlin" in shown
	assert staff_bookings.get_staff_choices(booking.name)["waits_until"] == ""
