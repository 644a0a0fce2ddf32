"""Who is mailed when a booking is made, confirmed, moved, handed over or cancelled, and who is not."""

import re

import pytest

from tests.site.clock import save_as_it_begins
from tests.site.factories import next_monday
from tests.site.mails.reading import (
	BOOKING,
	CUSTOMER,
	event_of,
	html_of,
	member_of,
	other_member,
	recipients_of,
	text_of,
)


def test_a_booking_is_told_once_to_the_customer_and_to_the_member(booking, queued_mails):
	mails = queued_mails(booking)
	assert [recipients for recipients, _mail in mails] == [[CUSTOMER], [member_of(booking)]]


def test_a_booking_that_is_rolled_back_leaves_no_mail(site, booking, queued_mails):
	messages = site.db.count("MM Message", {"booking": booking.name})
	booking.cancel_meeting("Cancelled by Staff")
	assert site.db.count("MM Message", {"booking": booking.name}) > messages
	site.db.rollback()
	assert site.db.count("MM Message", {"booking": booking.name}) == messages
	assert site.db.get_value(BOOKING, booking.name, "status") == "Confirmed"
	assert len(queued_mails(booking)) == 2


def test_a_refused_request_leaves_no_mail(site, http, booking, queued_mails):
	rows = site.db.count("Email Queue")
	answer = http.call(
		"reschedule_booking",
		token=booking.reschedule_token,
		new_date=next_monday().isoformat(),
		new_time="03:00",
	)
	assert answer.status_code == 409
	assert site.db.count("Email Queue") == rows
	assert len(queued_mails(booking)) == 2


def test_a_save_without_an_event_tells_nobody(booking, new_mails, reload):
	new_mails(booking)
	reload(booking).save()
	unrelated = reload(booking)
	unrelated.customer_phone = "+49 30 1234567"
	unrelated.save()
	assert new_mails(booking) == []


@pytest.mark.parametrize(
	("status", "subject"), [("Completed", "Thank you: "), ("No-Show", "We missed you: ")]
)
def test_after_the_meeting_the_customer_is_told_and_no_calendar(booking, new_mails, reload, status, subject):
	new_mails(booking)
	over = reload(booking)
	over.status = status
	save_as_it_begins(over)
	((recipients, mail),) = new_mails(booking)
	assert recipients == [CUSTOMER]
	assert mail["Subject"].startswith(subject)
	assert "text/calendar" not in [part.get_content_type() for part in mail.walk()]


def test_a_cancelled_booking_is_not_told_of_again(booking, new_mails, reload, consulting):
	booking.cancel_meeting("Cancelled by Staff")
	new_mails(booking)
	cancelled = reload(booking)
	cancelled.cancellation_note = "They called"
	cancelled.assigned_users[0].member = other_member(booking, consulting)
	cancelled.save()
	assert new_mails(booking) == []


def test_a_disabled_member_gets_no_mail_and_stops_nothing(booking, new_mails, changed):
	new_mails(booking)
	changed("User", member_of(booking), enabled=0)
	booking.cancel_meeting("Cancelled by Staff")
	assert recipients_of(new_mails(booking)) == [CUSTOMER]


def test_a_member_without_an_address_gets_no_mail_and_stops_nothing(booking, new_mails, changed):
	new_mails(booking)
	changed("User", member_of(booking), email="")
	booking.cancel_meeting("Cancelled by Staff")
	assert recipients_of(new_mails(booking)) == [CUSTOMER]


def test_a_mail_is_transactional_and_leaves_no_other_trace(site, booking, queued_mails, mail_server):
	mails = queued_mails(booking)
	rows = site.get_all(
		"Email Queue",
		filters={"reference_name": booking.name},
		fields=["reference_doctype", "status", "add_unsubscribe_link"],
		order_by="creation asc",
	)
	assert [tuple(row.values()) for row in rows] == [(BOOKING, "Sent", 0)] * 2
	for _recipients, mail in mails:
		assert "unsubscribe" not in text_of(mail).lower()
		assert "List-Unsubscribe" not in mail
		assert not re.search(r"<a [^>]*unsubscribe", html_of(mail))
	if site.db.table_exists("Communication"):
		assert not site.db.exists("Communication", {"reference_name": booking.name})


def test_answers_go_to_the_help_line(site, booking, new_mails):
	settings = site.get_doc("MM Settings")
	before = settings.support_email
	settings.support_email = "help@example.com"
	settings.save()
	try:
		new_mails(booking)
		booking.cancel_meeting("Cancelled by Staff")
		for _recipients, mail in new_mails(booking):
			assert mail["Reply-To"] == "help@example.com"
			assert event_of(mail)["ORGANIZER"] == "mailto:help@example.com"
	finally:
		settings.support_email = before
		settings.save()
		site.db.commit()
