"""Who has several bookings in one operation hears of them in one mail: once, whole, and not before it cannot be undone."""

import threading

import frappe
import pytest
from icalendar import Calendar

from meeting_manager.meeting_manager.api import affected, bulk
from meeting_manager.meeting_manager.doctype.mm_notification_preference.preferences_of_users import (
	next_digest_of,
)
from meeting_manager.notifications import delivery, ledger, mail_queue
from meeting_manager.notifications.delivery import deliver_due, deliver_for_booking
from tests.calendar_linter import lint_mail_of_many
from tests.site.channels.conftest import prefers  # noqa: F401 (fixture)
from tests.site.factories import forget
from tests.site.hosts import connect
from tests.site.mails.conftest import changed  # noqa: F401 (fixture)
from tests.site.mails.own_mails import forget_own, use_own
from tests.site.mails.reading import html_of, text_of
from tests.site.messages.killing import Killed, kill_at
from tests.site.messages.mail_server import REFUSED, TRY_LATER

MESSAGE, OPERATION = "MM Message", "MM Operation"
ADA, BEN = "ada.test@example.com", "ben.test@example.com"
ALEX, ROBIN = "alex@example.com", "robin@example.com"
TOLD_AFTER = 7
"""Minutes."""


@pytest.fixture(autouse=True)
def _no_operation_left(site):
	yield
	site.db.rollback()
	site.set_user("Administrator")
	for name in site.get_all(OPERATION, {"note": ["like", "Test%"]}, pluck="name", order_by="name asc"):
		forget("Email Queue", {"reference_name": name})
		site.db.delete(OPERATION, {"name": name})
	site.db.commit()


@pytest.fixture
def bookings(book, now):
	"""Of Alex at 10:00 and 14:00, of Robin at 12:00, all with Ada, told and done with."""
	made = [
		book("10:00", assigned_users=[{"member": ADA}]),
		book("12:00", assigned_users=[{"member": ADA}], customer_name="Robin Vale", customer_email=ROBIN),
		book("14:00", assigned_users=[{"member": ADA}], customer_email=ALEX.title()),
	]
	told = {"booking": ["in", names(made)], "occasion": ["!=", "Reminder"]}
	frappe.db.set_value(MESSAGE, told, "state", "Sent")
	frappe.db.commit()
	return made


@pytest.fixture
def told(mail_server):
	"""The mails that somebody has got: `told(address)`."""
	return lambda address: [mail for to, mail in mail_server.mails() if to.lower() == address]


def names(bookings):
	return [booking.name for booking in bookings]


def cancel(bookings, **options):
	operation = bulk.bulk_cancel(names(bookings), "Test: Ada is ill", **options)["operation"]
	frappe.db.commit()
	return operation


def move(bookings, **options):
	operation = bulk.bulk_move(names(bookings), note="Test", **options)["operation"]
	frappe.db.commit()
	return operation


def rows_of(operation, **filters):
	frappe.db.rollback()
	filters = {"operation": operation, "channel": "Email", **filters}
	return frappe.get_all(MESSAGE, filters, ["*"], order_by="creation asc, name asc")


def states(rows):
	return {(row.state, row.times_sent) for row in rows}


def deliver_operation(operation):
	"""As the scheduler would, but leaving what other tests have left."""
	mine = {row.name for row in rows_of(operation)}
	for mail in ledger.operation_mails_due(delivery.current_minute()):
		if mine.issuperset(mail):
			delivery.deliver(*mail)


def files_of(mail):
	return {part.get_filename(): Calendar.from_ical(part.get_content()) for part in mail.iter_attachments()}


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


def test_nothing_is_sent_in_time_for_an_undo_nor_after_it(bookings, told, at, now):
	operation = cancel(bookings)
	at(now + TOLD_AFTER - 1)
	deliver_operation(operation)
	assert told(ALEX) == told(ADA) == []
	at(now + 5)
	bulk.undo_operation(operation)
	frappe.db.commit()
	at(now + 60)
	deliver_operation(operation)
	assert told(ALEX) == told(ADA) == told(ROBIN) == []
	assert states(rows_of(operation)) == {("Skipped", 0)}


def test_what_could_not_be_undone_is_told_alone(bookings, book, told, at, now):
	operation = cancel(bookings)
	book("10:00", assigned_users=[{"member": ADA}], customer_email=ROBIN)
	frappe.db.commit()
	assert bulk.undo_operation(operation)["undone"] == 2
	frappe.db.commit()
	at(now + TOLD_AFTER)
	deliver_operation(operation)
	(alex,), (ada,) = told(ALEX), told(ADA)
	assert alex["Subject"].startswith("Cancelled: Discovery Call")
	assert ada["Subject"].startswith("Cancelled meeting with Alex Example")
	assert [part.get_filename() for part in alex.iter_attachments()] == ["invite.ics"]


def test_what_was_undone_after_it_was_told_is_one_mail_too(bookings, told, at, now):
	operation = cancel(bookings, tell_at_once=1)
	deliver_operation(operation)
	bulk.undo_operation(operation)
	frappe.db.commit()
	deliver_operation(operation)
	subjects = [mail["Subject"] for mail in told(ALEX)]
	assert subjects == ["Your meetings: 2 meetings are cancelled", "Your meetings: 2 meetings have changed"]
	assert {calendar["METHOD"] for calendar in files_of(told(ALEX)[1]).values()} == {"REQUEST"}


def test_what_was_undone_before_the_server_was_there_is_told_as_it_is(bookings, told, at, now):
	operation = cancel(bookings, tell_at_once=1)
	bulk.undo_operation(operation)
	frappe.db.commit()
	deliver_operation(operation)
	(alex,) = told(ALEX)
	assert text_of(alex).count("Your meeting is confirmed") == 2 and "cancelled" not in text_of(alex)
	skipped = rows_of(operation, state="Skipped")
	assert {(row.occasion, row.reason) for row in skipped} == {
		("Cancelled", "A newer message says what holds now")
	}
	assert len(skipped) == 6


def test_the_job_of_one_booking_sends_the_mails_that_tell_of_it_whole(bookings, told, at, now):
	operation = cancel(bookings, tell_at_once=1)
	deliver_for_booking(bookings[0].name)
	assert (len(told(ALEX)), len(told(ADA)), len(told(ROBIN))) == (1, 1, 0)
	deliver_for_booking(bookings[2].name)
	deliver_for_booking(bookings[1].name)
	assert (len(told(ALEX)), len(told(ADA)), len(told(ROBIN))) == (1, 1, 1)
	assert states(rows_of(operation)) == {("Sent", 1)}


def test_the_scheduler_sends_them_too(bookings, told, at, now):
	cancel(bookings)
	at(now + TOLD_AFTER)
	deliver_due()  # and whatever else the site has to tell
	together = [
		[mail for mail in told(to) if mail["Subject"].endswith("are cancelled")] for to in (ALEX, ADA)
	]
	assert [len(mails) for mails in together] == [1, 1]
	assert len(told(ROBIN)) == 1


def test_a_digest_waits_for_its_hour(bookings, prefers, told, at, now):  # noqa: F811
	prefers(ADA, mails="Once a day", digest_hour=7)
	operation = cancel(bookings)
	at(now + TOLD_AFTER)
	deliver_operation(operation)
	assert (len(told(ALEX)), told(ADA)) == (1, [])
	rows = rows_of(operation, user=ADA)
	assert {(row.in_digest, row.state) for row in rows} == {(1, "Due")} and len(rows) == 3


def test_what_was_undone_is_in_no_digest(bookings, prefers, told, at, now):  # noqa: F811
	prefers(ADA, mails="Once a day", digest_hour=7)
	operation = cancel(bookings)
	bulk.undo_operation(operation)
	frappe.db.commit()
	assert {(row.in_digest, row.state) for row in rows_of(operation, user=ADA)} == {(1, "Skipped")}


def test_a_digest_of_these_minutes_leaves_what_may_be_undone(bookings, prefers, told, at, now):  # noqa: F811
	"""Nor does whoever wants mails at once again."""
	prefers(ADA, mails="Once a day", digest_hour=7)
	hour = next_digest_of(ADA, 7, now)
	at(hour - 2)
	operation = cancel(bookings)
	assert {row.due_utc_minute for row in rows_of(operation, user=ADA)} == {hour - 2 + TOLD_AFTER}
	prefers(ADA, mails="At once")
	assert {row.due_utc_minute for row in rows_of(operation, user=ADA)} == {hour - 2 + TOLD_AFTER}


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


STEPS = {
	"before it is written": (mail_queue, "write_operation_mail", 0),
	"after it is written": (mail_queue, "write_operation_mail", 1),
	"while it is noted as queued": (mail_queue, "_note_queued", 1),
	"once it is queued": (delivery, "_hand_over", 0),
	"before the server has it": (mail_queue, "_send", 0),
	"after the server has it": (mail_queue, "_send", 1),
	"before it is noted": (ledger, "note_sent", 0),
	"when the first is noted": (ledger, "note_sent", 1),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_killed_worker_loses_nothing_and_sends_nothing_twice(bookings, told, monkeypatch, at, now, step):
	operation = cancel([bookings[0], bookings[2]])
	at(now + TOLD_AFTER)
	put_back = kill_at(monkeypatch, *STEPS[step])
	with pytest.raises(Killed):
		deliver_operation(operation)
	frappe.db.rollback()
	put_back()
	deliver_operation(operation)
	at(now + TOLD_AFTER + delivery.CLAIMED)
	deliver_operation(operation)
	assert states(rows_of(operation)) == {("Sent", 1)}
	assert (len(told(ALEX)), len(told(ADA))) == (1, 1)
	assert len({row.email_queue for row in rows_of(operation)}) == 2


def test_a_server_that_is_busy_gets_the_same_mail_again(bookings, told, mail_server, at, now):
	operation = cancel(bookings)
	mail_server.answer = TRY_LATER
	at(now + TOLD_AFTER)
	deliver_operation(operation)
	before = {row.name: row.email_queue for row in rows_of(operation)}
	assert {(row.state, row.tries) for row in rows_of(operation)} == {("Queued", 1)}
	mail_server.answer = "250 OK"
	at(now + TOLD_AFTER + 1)
	deliver_operation(operation)
	assert {row.name: row.email_queue for row in rows_of(operation)} == before
	assert states(rows_of(operation)) == {("Sent", 1)} and len(told(ALEX)) == 1


def test_what_was_left_out_of_a_mail_that_is_refused_stays_left_out(site, bookings, mail_server, at, now):
	operation = cancel(bookings)
	site.delete_doc("MM Meeting Booking", bookings[0].name, force=True)
	site.db.commit()
	mail_server.answer = REFUSED
	at(now + TOLD_AFTER)
	deliver_operation(operation)
	rows = rows_of(operation, user=ADA)
	assert [(row.state, (row.reason or "")[:20]) for row in rows] == [
		("Skipped", "The booking was dele"),
		("Failed", "The mail server refu"),
		("Failed", "The mail server refu"),
	]
	site.db.delete(MESSAGE, {"booking": bookings[0].name})


def test_workers_at_once_send_one_mail(bookings, told, opened_site, mail_server, at, now):
	operation = cancel(bookings, tell_at_once=1)

	def work(name):
		connect(opened_site)
		frappe.local.conf.update(mail_server="127.0.0.1", mail_port=mail_server.port)
		frappe.flags.testing_email = True
		deliver_for_booking(name)
		frappe.destroy()

	threads = [threading.Thread(target=work, args=[name]) for name in names(bookings) * 2]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	assert states(rows_of(operation)) == {("Sent", 1)}
	assert (len(told(ALEX)), len(told(ADA)), len(told(ROBIN))) == (1, 1, 1)


def test_what_customers_do_by_themselves_is_told_apart(book, http, mail_server, messages):
	"""Two bookings of one address, each moved by its link: no operation of staff, so no mail of both."""
	bookings = [book(time, customer_email="alex@example.com") for time in ("10:00", "10:30")]
	for booking in bookings:
		booking.cancel_meeting("Customer Cancelled")
	frappe.db.commit()
	for booking in bookings:
		deliver_for_booking(booking.name)
	mails = [
		message.email_queue
		for booking in bookings
		for message in messages(booking, channel="Email", state="Sent", occasion=["!=", "Reminder"])
	]
	assert len(mails) == len(set(mails)) == 8
