"""A mail of the app that a calendar program would misread: each occasion and recipient, by the linter's rules."""

import email
import email.policy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.calendar_linter import lint_mail
from tests.calendar_linter.mail_rules import calendar_parts
from tests.site.conftest import make_booking
from tests.site.factories import delete_bookings
from tests.site.mails.reading import (
	BOOKING,
	CUSTOMER,
	calendar_of,
	event_of,
	mail_to,
	member_of,
	other_member,
	recipients_of,
)

ROOM = "https://meet.example.com/room?a=1,2;b=3"


@pytest.fixture
def sent_mails(site, queued_mails):
	"""Every mail of a booking as it leaves, with its recipient in the place that Frappe keeps for it."""

	def read(booking):
		queued_mails(booking)
		rows = site.get_all(
			"Email Queue",
			{"reference_name": booking.name},
			["name", "message"],
			order_by="creation asc, name asc",
		)
		for row in rows:
			(address,) = site.get_all("Email Queue Recipient", {"parent": row.name}, pluck="recipient")
			message = row.message.replace("<!--recipient-->", address)
			yield [address], email.message_from_string(message, policy=email.policy.default)

	return read


def hand_over(booking, consulting):
	booking.reload()
	booking.assigned_users[0].member = other_member(booking, consulting)
	booking.save()


def decline(booking, _consulting):
	booking.db_set("status", "Pending")
	booking.reload()
	booking.cancel_meeting("Cancelled by Staff", "No room")


CHANGES = {
	"booked": lambda booking, consulting: None,
	"confirmed": lambda booking, consulting: booking.confirm(),
	"moved": lambda booking, consulting: booking.reschedule(booking.start_utc_minute + 90, ""),
	"handed over": hand_over,
	"cancelled": lambda booking, consulting: booking.cancel_meeting("Cancelled by Staff", "Ill"),
	"declined": decline,
}
MAILS = {"booked": 2, "confirmed": 4, "moved": 4, "handed over": 5, "cancelled": 4, "declined": 4}


@pytest.mark.parametrize("what", CHANGES)
def test_every_mail_is_what_calendar_programs_take(site, book, consulting, changed, sent_mails, what):
	changed("MM Meeting Type", consulting.meeting_type, reminders="24h, 15m")
	initial = "Pending" if what == "confirmed" else "Confirmed"
	booking = book("10:00", status=initial, customer_name="Zoë Ångström; B,C", location=ROOM)
	list(sent_mails(booking))
	CHANGES[what](booking, consulting)
	site.db.commit()
	mails = list(sent_mails(booking))
	assert len(mails) == MAILS[what]
	for recipients, mail in mails:
		assert [str(finding) for finding in lint_mail(mail)] == [], (recipients, mail["Subject"])
		assert_laid_out(mail)


def assert_laid_out(mail):
	"""Beside what the linter says, the exact layout: no program has to guess."""
	assert mail.get_content_type() == "multipart/mixed"
	alternative, attached = mail.iter_parts()
	assert [part.get_content_type() for part in alternative.iter_parts()] == [
		"text/plain",
		"text/html",
		"text/calendar",
	]
	copies = {part.get_payload(decode=True) for part in calendar_parts(mail)}
	assert len(copies) == 1
	assert {part.get_param("charset") for part in calendar_parts(mail)} == {"utf-8"}
	assert {part.get_param("method") for part in calendar_parts(mail)} == {calendar_of(mail)["METHOD"]}
	assert attached.get_filename() == "invite.ics"


def test_the_calendar_reminds_when_the_site_does(site, book, consulting, changed, sent_mails):
	changed("MM Meeting Type", consulting.meeting_type, reminders="24h, 15m")
	booking = book("10:00", location=ROOM)
	for _recipients, mail in sent_mails(booking):
		alarms = [alarm["TRIGGER"].dt.total_seconds() / 60 for alarm in event_of(mail).walk("VALARM")]
		assert alarms == [-1440, -15]
		assert (event_of(mail)["LOCATION"], event_of(mail)["URL"]) == (ROOM, ROOM)


def test_a_type_without_reminders_has_a_silent_calendar_entry(site, book, consulting, changed, sent_mails):
	changed("MM Meeting Type", consulting.meeting_type, reminders="none")
	for _recipients, mail in sent_mails(book("10:00")):
		assert event_of(mail).walk("VALARM") == []


def test_whoever_takes_over_gets_the_version_that_the_booking_has(site, booking, consulting, new_mails):
	"""Calendars drop a REQUEST that is older than what they have, as after two hand-overs of one meeting."""
	first = member_of(booking)
	new_mails(booking)
	hand_over(booking, consulting)
	new_mails(booking)
	booking.reload()
	second = member_of(booking)
	booking.assigned_users[0].member = first
	booking.save()
	mails = new_mails(booking)
	assert recipients_of(mails) == sorted([CUSTOMER, first, second])
	assert site.db.get_value(BOOKING, booking.name, "calendar_sequence") == 2
	for address, method in ((first, "REQUEST"), (second, "CANCEL"), (CUSTOMER, "REQUEST")):
		mail = mail_to(address, mails)
		assert (calendar_of(mail)["METHOD"], event_of(mail)["SEQUENCE"]) == (method, 2)


def test_no_entered_text_makes_a_mail_that_is_misread(site, consulting, sent_mails):
	"""Whatever letters a name, a note and a place have."""
	letters = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)

	@settings(
		max_examples=15,
		deadline=None,
		database=None,
		derandomize=True,
		suppress_health_check=list(HealthCheck),
	)
	@given(letters, letters, letters)
	def write(name, notes, location):
		values = {"customer_name": name.strip() or "x", "customer_notes": notes, "location": location}
		try:
			booking = make_booking(consulting, "10:00", **values)
		except site.ValidationError:
			site.db.rollback()
			return
		for recipients, mail in sent_mails(booking):
			assert [str(finding) for finding in lint_mail(mail)] == [], (recipients, values)
		delete_bookings(consulting.name)
		site.db.commit()

	write()
