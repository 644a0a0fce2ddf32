"""Who has several bookings in one operation hears of them in one mail: once, whole, and not before it cannot be undone."""

import frappe

from meeting_manager.meeting_manager.api import affected
from meeting_manager.notifications import ledger
from tests.calendar_linter import lint_mail_of_many
from tests.site.mails.own_mails import forget_own, use_own
from tests.site.mails.reading import html_of, text_of
from tests.site.messages.operations import (
	ADA,
	ALEX,
	BEN,
	MESSAGE,
	ROBIN,
	TOLD_AFTER,
	cancel,
	deliver_operation,
	files_of,
	move,
	rows_of,
	states,
)


def test_one_mail_tells_each_recipient_of_all_bookings(bookings, told, at, now):
	operation = cancel(bookings)
	at(now + TOLD_AFTER)
	deliver_operation(operation)
	(alex,), (robin,), (ada,) = told(ALEX), told(ROBIN), told(ADA)
	assert alex["Subject"] == "Your meetings: 2 meetings are cancelled"
	assert ada["Subject"] == "Your meetings: 3 meetings are cancelled"
	assert robin["Subject"].startswith("Cancelled: Discovery Call")
	for body in (text_of(alex), html_of(alex)):
		assert bookings[0].booking_reference in body and bookings[2].booking_reference in body
		assert bookings[1].booking_reference not in body and "Robin" not in body
		assert body.count("Book another meeting") == 2
	assert text_of(alex).index("10:00–10:30") < text_of(alex).index("14:00–14:30")
	rows = rows_of(operation)
	assert states(rows) == {("Sent", 1)} and len(rows) == 6
	assert len({(row.recipient_kind, row.recipient.lower(), row.email_queue) for row in rows}) == 3


def test_each_booking_brings_its_links_and_its_calendar_file(bookings, told, at, now):
	operation = move(bookings, days=1)
	at(now + TOLD_AFTER)
	deliver_operation(operation)
	(mail,) = told(ALEX)
	mine = [frappe.get_doc("MM Meeting Booking", bookings[i].name) for i in (0, 2)]
	for booking in mine:
		for body in (text_of(mail), html_of(mail)):
			for address in (booking.reschedule_url, booking.cancel_url, booking.calendar_url):
				assert body.count(address) == 1
	files = files_of(mail)
	assert set(files) == {f"{booking.booking_reference}.ics" for booking in mine}
	for booking in mine:
		calendar = files[f"{booking.booking_reference}.ics"]
		(event,) = calendar.walk("VEVENT")
		assert (calendar["METHOD"], event["UID"], event["SEQUENCE"]) == ("REQUEST", booking.calendar_uid, 1)
		assert event["DTSTART"].dt == booking.start
	assert "The links in earlier emails no longer work" in text_of(mail)


def test_the_files_are_what_calendar_programs_take_and_the_body_has_none(bookings, told, at, now):
	operation = move(bookings, days=1)
	at(now + TOLD_AFTER)
	deliver_operation(operation)
	for address in (ALEX, ADA):
		(mail,) = told(address)
		assert [str(finding) for finding in lint_mail_of_many(mail)] == []
		body, *files = mail.iter_parts()
		assert [part.get_content_type() for part in body.iter_parts()] == ["text/plain", "text/html"]
		assert {part.get_content_type() for part in files} == {"text/calendar"}
		assert {part.get_param("method") for part in files} == {"REQUEST"}


def test_members_see_no_links_of_customers(bookings, told, at, now):
	operation = move(bookings, days=1)
	at(now + TOLD_AFTER)
	deliver_operation(operation)
	(mail,) = told(ADA)
	for body in (text_of(mail), html_of(mail)):
		assert "token=" not in body and body.count("/app/mm-meeting-booking/") == 3
		assert "keep this email to yourself" not in body and "links in earlier emails" not in body


def test_whoever_takes_over_and_whoever_leaves_get_one_each(bookings, told, at, now):
	operation = move(bookings, member=BEN)
	at(now + TOLD_AFTER)
	deliver_operation(operation)
	(ada,), (ben,), (alex,) = told(ADA), told(BEN), told(ALEX)
	assert {calendar["METHOD"] for calendar in files_of(ada).values()} == {"CANCEL"}
	assert {calendar["METHOD"] for calendar in files_of(ben).values()} == {"REQUEST"}
	assert "Ben Test, instead of Ada Test" in text_of(alex)


def test_settling_tells_once_of_what_is_moved_and_of_what_is_handed_over(bookings, told, at, now):
	day_after = frappe.get_doc("MM Meeting Booking", bookings[2].name)
	start = (day_after.start.astimezone(day_after.zone)).replace(hour=16).isoformat()
	decisions = [
		{"booking": bookings[0].name, "action": "reassign", "member": BEN},
		{"booking": bookings[2].name, "action": "move", "start": start},
	]
	answer = affected.settle_affected(decisions, "Test")
	frappe.db.commit()
	at(now + TOLD_AFTER)
	deliver_operation(answer["operation"])
	(alex,) = told(ALEX)
	assert alex["Subject"] == "Your meetings: 2 meetings have changed"
	assert "Before: 14:00–14:30" in text_of(alex) and "instead of Ada Test" in text_of(alex)


def test_a_booking_that_is_gone_is_left_out(site, bookings, told, at, now):
	operation = cancel(bookings)
	site.delete_doc("MM Meeting Booking", bookings[0].name, force=True)
	site.db.commit()
	at(now + TOLD_AFTER)
	deliver_operation(operation)
	(alex,), (ada,) = told(ALEX), told(ADA)
	assert alex["Subject"].startswith("Cancelled: Discovery Call")
	assert ada["Subject"] == "Your meetings: 2 meetings are cancelled"
	site.db.delete(MESSAGE, {"booking": bookings[0].name})


def test_what_was_changed_since_is_told_for_itself(bookings, told, at, now):
	operation = move(bookings, days=1)
	frappe.get_doc("MM Meeting Booking", bookings[0].name).cancel_meeting("Customer Cancelled")
	frappe.db.commit()
	at(now + TOLD_AFTER + 6)
	deliver_operation(operation)
	(row,) = rows_of(operation, booking=bookings[0].name, recipient_kind="Customer")
	assert (row.state, row.reason) == ("Skipped", "A newer message says what holds now")
	assert [mail["Subject"].split(":")[0] for mail in told(ALEX)] == ["Rescheduled"]


def test_one_that_is_asked_for_again_goes_alone(bookings, told, at, now):
	operation = cancel(bookings)
	at(now + TOLD_AFTER)
	deliver_operation(operation)
	row = rows_of(operation, booking=bookings[0].name, recipient_kind="Customer")[0]
	frappe.get_doc(MESSAGE, row.name).resend()
	frappe.db.commit()
	deliver_operation(operation)
	assert [mail["Subject"].split(":")[0] for mail in told(ALEX)] == ["Your meetings", "Cancelled"]


def test_the_language_is_the_customers(bookings, told, at, now):
	for booking in bookings:
		frappe.db.set_value("MM Meeting Booking", booking.name, "customer_language", "de")
	frappe.db.commit()
	operation = cancel(bookings)
	at(now + TOLD_AFTER)
	deliver_operation(operation)
	(alex,), (ada,) = told(ALEX), told(ADA)
	assert "Ihr Termin ist storniert" in text_of(alex) and "is cancelled" not in html_of(alex)
	assert "is cancelled" in text_of(ada)


def test_own_words_stand_in_the_card_of_each_booking(bookings, told, at, now):
	own = "<p>Sorry, {{ recipient_name }}: {{ reference }}</p>"
	try:
		use_own(["Cancelled"], use_html=0, response=own)
		operation = cancel(bookings)
		at(now + TOLD_AFTER)
		deliver_operation(operation)
	finally:
		forget_own()
	(mail,) = told(ALEX)
	for body in (text_of(mail), html_of(mail)):
		for booking in (bookings[0], bookings[2]):
			assert body.count(f"Sorry, Alex Example: {booking.booking_reference}") == 1
		assert "Your meeting is cancelled" not in body


def test_own_html_leaves_the_cards_as_they_are(bookings, told, at, now):
	try:
		use_own(["Cancelled"])
		operation = cancel(bookings)
		at(now + TOLD_AFTER)
		deliver_operation(operation)
	finally:
		forget_own()
	(mail,) = told(ALEX)
	assert text_of(mail).count("Your meeting is cancelled") == 2 and "Dear Alex" not in text_of(mail)


def test_more_than_a_mail_can_show_is_told_in_several(bookings, told, at, now, monkeypatch):
	monkeypatch.setattr(ledger, "TOGETHER", 2)
	operation = cancel(bookings)
	at(now + TOLD_AFTER)
	deliver_operation(operation)
	assert [len(files_of(mail)) for mail in told(ADA)] == [2, 1]
	assert states(rows_of(operation)) == {("Sent", 1)}
