"""The calendar entry that goes with each mail."""

from tests.site.mails.reading import (
	CUSTOMER,
	attachment_of,
	calendar_of,
	event_of,
	mail_to,
	member_of,
	recipients_of,
)


def test_calendar_entry_names_the_booking_the_version_and_the_mailbox(booking, new_mails):
	for sequence, change in enumerate(
		[
			lambda: None,
			lambda: booking.reschedule(booking.start_utc_minute + 90, ""),
			lambda: booking.cancel_meeting("Cancelled by Staff"),
		]
	):
		change()
		mails = new_mails(booking)
		assert recipients_of(mails) == sorted([CUSTOMER, member_of(booking)])
		for (recipient,), mail in mails:
			event = event_of(mail)
			assert (event["UID"], event["SEQUENCE"]) == (booking.calendar_uid, sequence)
			assert event["ATTENDEE"] == f"mailto:{recipient}"
			assert (event["DTSTART"].dt, event["DTEND"].dt) == (booking.start, booking.end)
			method = "CANCEL" if sequence == 2 else "REQUEST"
			assert calendar_of(mail)["METHOD"] == method
			assert attachment_of(mail)["Content-Type"].params["method"] == method


def test_calendar_entry_carries_the_links_to_the_customer(booking, queued_mails):
	description = event_of(mail_to(CUSTOMER, queued_mails(booking)))["DESCRIPTION"]
	assert f"Reschedule: {booking.reschedule_url}\nCancel: {booking.cancel_url}" in description


def test_calendar_entry_arrives_byte_for_byte(book, queued_mails):
	booking = book("12:00", customer_name="Zoë Ångström = 100 %", customer_notes="Grüße\n.\nFrom here\n" * 20)
	mail = mail_to(member_of(booking), queued_mails(booking))
	assert event_of(mail)["SUMMARY"] == "Discovery Call with Zoë Ångström = 100 %"
	assert event_of(mail)["DESCRIPTION"].count("Grüße\n.\nFrom here") == 20
