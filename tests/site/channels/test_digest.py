"""A digest that goes twice, in pieces, too late, or tells what holds no more."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import frappe
from icalendar import Calendar

from meeting_manager.adapters.site_time import current_minute
from meeting_manager.notifications.delivery import deliver
from meeting_manager.scheduling.zones import to_instant
from tests.site.channels.digests import OF_ADA, deliver_digests, due_of
from tests.site.mails.reading import html_of, member_of, text_of
from tests.site.messages.operations import ADA, BEN, states


def calendars_of(mail) -> dict[str, Calendar]:
	parts = {part.get_filename(): part.get_content() for part in mail.iter_attachments()}
	return {name: Calendar.from_ical(content) for name, content in parts.items()}


def test_a_days_changes_are_one_mail_at_the_hour_of_the_members_zone(
	book_ada, book, digest, messages, changed, now
):
	changed("MM Member Profile", ADA, timezone="America/New_York")
	first, second = book_ada("15:00"), book_ada("16:00", customer_name="Robin Vale")
	rows = [*messages(first, **OF_ADA), *messages(second, **OF_ADA)]
	due = rows[0].due_utc_minute
	assert now < due <= now + 24 * 60 and {row.due_utc_minute for row in rows} == {due}
	assert to_instant(due, ZoneInfo("America/New_York")).strftime("%H:%M") == "07:00"
	deliver_digests(ADA)
	assert states([*messages(first, **OF_ADA), *messages(second, **OF_ADA)]) == {("Due", 0)}
	(mail,) = digest()
	assert mail["Subject"] == "Your meetings: 2 meetings have changed"
	for body in (text_of(mail), html_of(mail)):
		assert "New meeting with Alex Example" in body and "New meeting with Robin Vale" in body
		assert f"/app/mm-meeting-booking/{first.name}" in body and "token" not in body
		assert "/app/mm-notification-preference/ada.test@example.com" in body
	files = calendars_of(mail)
	assert set(files) == {f"{first.booking_reference}.ics", f"{second.booking_reference}.ics"}
	assert {str(event["UID"]) for file in files.values() for event in file.walk("VEVENT")} == {
		first.calendar_uid,
		second.calendar_uid,
	}
	rows = [*messages(first, **OF_ADA), *messages(second, **OF_ADA)]
	assert states(rows) == {("Sent", 1)} and len({row.email_queue for row in rows}) == 1
	assert {row.recipient for row in rows} == {ADA}
	deliver_digests(ADA)
	assert states([*messages(first, **OF_ADA), *messages(second, **OF_ADA)]) == {("Sent", 1)}


def test_others_are_told_at_once(book_ada, book, messages):
	other = book("11:00", assigned_users=[{"member": BEN}])
	assert {row.in_digest for row in messages(other)} == {0}
	customers = messages(book_ada("10:00"), recipient_kind="Customer")
	assert {row.in_digest for row in customers} == {0}


def test_reminders_and_the_desk_never_wait(book_ada, messages):
	booking = book_ada("10:00")
	waiting = {(row.occasion, row.channel) for row in messages(booking) if row.in_digest}
	assert waiting == {("Assigned", "Email")}
	assert {row.channel for row in messages(booking, occasion="Assigned")} == {"Email", "In-App"}


def test_what_is_cancelled_again_is_told_once_as_it_is(book_ada, digest, messages, reload):
	booking = book_ada("10:00")
	reload(booking).reschedule(booking.start_utc_minute + 60, "")
	reload(booking).cancel_meeting("Customer Cancelled", "I am ill")
	(mail,) = digest()
	text = text_of(mail)
	assert text.count("Alex Example") == 2 and "Your meeting with Alex Example is cancelled" in text
	assert "What was said: I am ill" in text and mail["Subject"].endswith("One meeting has changed")
	(calendar,) = calendars_of(mail).values()
	(event,) = calendar.walk("VEVENT")
	assert (calendar["METHOD"], event["SEQUENCE"]) == ("CANCEL", 2)
	rows = messages(booking, **OF_ADA)
	assert [row.occasion for row in rows] == ["Assigned", "Rescheduled", "Cancelled"]
	assert states(rows) == {("Sent", 1)} and len({row.email_queue for row in rows}) == 1


def test_a_meeting_that_is_new_and_moved_is_a_new_one_at_its_new_time(book_ada, digest, reload):
	booking = book_ada("10:00")
	reload(booking).reschedule(booking.start_utc_minute + 60, "")
	(mail,) = digest()
	assert "New meeting with Alex Example" in text_of(mail) and "Before:" not in text_of(mail)
	assert "When: 11:00–11:30" in text_of(mail)


def test_a_meeting_that_was_moved_twice_is_told_with_the_time_that_was_known(book_ada, digest, reload):
	booking = book_ada("10:00")
	digest()
	reload(booking).reschedule(booking.start_utc_minute + 60, "")
	reload(booking).reschedule(booking.start_utc_minute + 120, "")
	(mail,) = digest()
	assert "When: 12:00–12:30" in text_of(mail) and "Before: 10:00–10:30" in text_of(mail)


def test_a_request_that_is_moved_stays_a_request(book_ada, digest, reload):
	booking = book_ada("10:00", status="Pending")
	reload(booking).reschedule(booking.start_utc_minute + 60, "")
	(mail,) = digest()
	assert "Alex Example asks for a meeting" in text_of(mail)
	(calendar,) = calendars_of(mail).values()
	assert calendar.walk("VEVENT")[0]["STATUS"] == "TENTATIVE"


def test_what_begins_before_the_digest_is_told_at_once(book_ada, messages, reload, at):
	booking = book_ada("10:00")
	at(booking.start_utc_minute - 120)
	reload(booking).cancel_meeting("Customer Cancelled")
	frappe.db.commit()
	(row,) = messages(booking, user=ADA, occasion="Cancelled", channel="Email")
	assert (row.in_digest, row.due_utc_minute) == (0, booking.start_utc_minute - 120)


def test_an_older_state_is_not_told_after_a_newer_one(book_ada, digest, messages, prefers, reload):
	booking = book_ada("10:00")
	other = book_ada("12:00", customer_name="Robin Vale")
	due = due_of(ADA)
	prefers(ADA, mails="At once")
	waiting = {"user": ADA, "state": "Due", "in_digest": 1}
	frappe.db.set_value("MM Message", waiting, "due_utc_minute", due)
	reload(booking).cancel_meeting("Customer Cancelled")
	frappe.db.commit()
	(mail,) = digest()
	assert "Robin Vale" in text_of(mail) and "Alex Example" not in text_of(mail)
	(row,) = messages(booking, user=ADA, occasion="Assigned", channel="Email")
	assert (row.state, row.reason) == ("Skipped", "A newer message says what holds now")
	assert states(messages(other, **OF_ADA)) == {("Sent", 1)}


def test_a_booking_that_is_gone_is_left_out(site, book_ada, digest, messages):
	booking, other = book_ada("10:00"), book_ada("12:00", customer_name="Robin Vale")
	site.delete_doc("MM Meeting Booking", booking.name, force=True)
	(mail,) = digest()
	assert "Alex Example" not in text_of(mail)
	assert messages(booking, **OF_ADA)[0].reason == "The booking was deleted"
	site.db.delete("MM Message", {"booking": booking.name})
	assert states(messages(other, **OF_ADA)) == {("Sent", 1)}


def test_a_disabled_user_gets_none(book_ada, digest, messages, changed):
	booking = book_ada("10:00")
	changed("User", ADA, enabled=0)
	assert digest() == []
	assert states(messages(booking, **OF_ADA)) == {("Skipped", 0)}


def test_whoever_wants_mails_at_once_again_gets_what_waits_now(book_ada, messages, prefers, mail_server, now):
	booking, second = book_ada("10:00"), book_ada("12:00", customer_name="Robin Vale")
	prefers(ADA, mails="At once")
	rows = [*messages(booking, **OF_ADA), *messages(second, **OF_ADA)]
	assert {(row.due_utc_minute, row.in_digest) for row in rows} == {(now, 1)}
	deliver_digests(ADA)
	assert len([to for to, _mail in mail_server.mails() if to == ADA]) == 1
	assert {row.in_digest for row in messages(book_ada("14:00"), **OF_ADA)} == {0}


def test_another_hour_moves_what_waits(book_ada, messages, prefers, now):
	booking = book_ada("10:00")
	prefers(ADA, digest_hour=18)
	(row,) = messages(booking, **OF_ADA)
	assert to_instant(row.due_utc_minute, booking.zone).strftime("%H:%M") == "18:00"
	assert now < row.due_utc_minute <= now + 24 * 60


def test_the_members_next_digest_holds_what_came_since(book_ada, digest, reload):
	booking = book_ada("10:00")
	digest()
	reload(booking).reschedule(booking.start_utc_minute + 60, "")
	(mail,) = digest()
	assert "rescheduled" in text_of(mail)
	assert calendars_of(mail)[f"{booking.booking_reference}.ics"].walk("VEVENT")[0]["SEQUENCE"] == 1


def test_a_digest_that_is_asked_for_again_is_a_mail_of_its_own(book_ada, digest, messages, mail_server):
	booking = book_ada("10:00")
	digest()
	(row,) = messages(booking, **OF_ADA)
	frappe.get_doc("MM Message", row.name).resend()
	frappe.db.commit()
	deliver(row.name)
	mail = mail_server.mails()[-1][1]
	assert mail["Subject"].startswith("New meeting with Alex Example: Discovery Call")
	assert states(messages(booking, **OF_ADA)) == {("Sent", 2)}


def test_the_clock_of_the_digest_is_the_members(book_ada, messages, changed):
	"""At the change of the clocks the hour stays, not the distance."""
	booking = book_ada("10:00")
	(row,) = messages(booking, **OF_ADA)
	local = to_instant(row.due_utc_minute, booking.zone)
	assert (local.hour, local.minute) == (7, 0)
	assert local - to_instant(current_minute(), booking.zone) <= timedelta(hours=25)
	assert member_of(booking) == ADA
