"""An operation that was undone: nobody hears of it, or of how it stands now, and what waits for a digest goes with it."""

import frappe

from meeting_manager.meeting_manager.api import bulk
from meeting_manager.meeting_manager.doctype.mm_notification_preference.preferences_of_users import (
	next_digest_of,
)
from tests.site.channels.conftest import prefers  # noqa: F401 (fixture)
from tests.site.mails.reading import text_of
from tests.site.messages.operations import (
	ADA,
	ALEX,
	ROBIN,
	TOLD_AFTER,
	cancel,
	deliver_operation,
	files_of,
	rows_of,
	states,
)


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
