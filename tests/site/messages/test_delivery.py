"""Messages that get lost, come twice, come too late, or never give up."""

import threading

import frappe
import pytest
from frappe.email.queue import flush

from meeting_manager.notifications import delivery, ledger, mail_queue
from meeting_manager.notifications.delivery import deliver, deliver_due, deliver_for_booking
from tests.site.crowd import run_all
from tests.site.hosts import connect
from tests.site.messages.killing import Killed, kill_at
from tests.site.messages.mail_server import ACCEPTED, REFUSED, TRY_LATER, free_port, given_server

HOUR, DAY = 60, 24 * 60
CHANGES = {"occasion": ["!=", "Reminder"], "channel": "Email"}


def states(rows) -> list[tuple]:
	return [(row.state, row.times_sent) for row in rows]


def test_mails_reach_the_server_once_and_are_noted(booking, messages, mail_server):
	for _run in range(3):
		deliver_for_booking(booking.name)
	rows = messages(booking, **CHANGES)
	assert states(rows) == [("Sent", 1)] * 2
	assert sorted(to for to, _mail in mail_server.accepted) == sorted(row.recipient for row in rows)
	assert all(frappe.db.get_value("Email Queue", row.email_queue, "status") == "Sent" for row in rows)


STEPS = {
	"before it is written": (mail_queue, "write_mail", 0),
	"after it is written": (mail_queue, "write_mail", 1),
	"once it is queued": (delivery, "_hand_over", 0),
	"before the server has it": (mail_queue, "_send", 0),
	"after the server has it": (mail_queue, "_send", 1),
	"before it is noted": (ledger, "note_sent", 0),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_killed_worker_loses_nothing_and_sends_nothing_twice(
	booking, messages, mail_server, monkeypatch, now, at, step
):
	"""What the server had is sent again only if nothing could note it, under the same Message-ID."""
	put_back = kill_at(monkeypatch, *STEPS[step])
	message = messages(booking, **CHANGES)[0]
	with pytest.raises(Killed):
		deliver(message.name)
	frappe.db.rollback()
	put_back()
	deliver(message.name)
	assert len(mail_server.accepted) <= 1, "taken up while it was claimed"
	at(now + delivery.CLAIMED)
	deliver(message.name)
	assert states(messages(booking, name=message.name)) == [("Sent", 1)]
	assert len(mail_server.accepted) == 1


def test_a_mail_that_was_left_in_sending_is_sent_under_its_message_id(
	booking, messages, mail_server, now, at
):
	message = messages(booking, **CHANGES)[0]
	deliver(message.name)
	(first,) = mail_server.identities()
	queued = messages(booking, name=message.name)[0].email_queue
	stuck = frappe.utils.add_to_date(None, minutes=-11)
	frappe.db.set_value("Email Queue", queued, {"status": "Sending"})
	frappe.db.set_value("Email Queue Recipient", {"parent": queued}, "status", "Not Sent")
	frappe.db.set_value("Email Queue", queued, "modified", stuck, update_modified=False)
	frappe.db.set_value("MM Message", message.name, {"state": "Queued", "next_try_utc_minute": 0})
	frappe.db.commit()
	deliver(message.name)
	assert mail_server.identities() == [first, first]


def test_the_hosts_own_flush_leaves_a_claimed_mail_alone(booking, messages, mail_server, monkeypatch):
	"""Two flushes of some Frappe versions send a mail twice, so this one is not to meet ours."""
	monkeypatch.setattr(mail_queue, "_send", lambda _message: raise_killed())
	message = messages(booking, **CHANGES)[0]
	with pytest.raises(Killed):
		deliver(message.name)
	frappe.db.rollback()
	flush()
	(row,) = messages(booking, name=message.name)
	identity = frappe.db.get_value("Email Queue", row.email_queue, "message_id")
	assert identity and identity not in str(mail_server.identities())
	assert frappe.db.get_value("Email Queue", row.email_queue, "status") == "Not Sent"


def raise_killed():
	raise Killed


def test_a_mail_that_another_process_is_sending_is_left_to_it(booking, messages, mail_server, now):
	message = messages(booking, **CHANGES)[0]
	deliver(message.name)
	queued = messages(booking, name=message.name)[0].email_queue
	frappe.db.set_value("Email Queue", queued, {"status": "Sending"})
	frappe.db.set_value("MM Message", message.name, {"state": "Queued", "next_try_utc_minute": 0})
	frappe.db.commit()
	deliver(message.name)
	(row,) = messages(booking, name=message.name)
	assert (row.state, row.reason, row.tries) == ("Queued", "Another process is sending it", 0)
	assert len(mail_server.accepted) == 1


def test_parallel_workers_send_nothing_twice(site, opened_site, book, messages, mail_server):
	bookings = [book(f"{hour}:{minute}") for hour in (10, 11, 12) for minute in ("00", "30")]

	def work():
		connect(opened_site)
		frappe.local.conf.update(mail_server="127.0.0.1", mail_port=mail_server.port)
		frappe.flags.testing_email = True
		deliver_due()
		frappe.destroy()

	threads = [threading.Thread(target=work) for _worker in range(4)]
	run_all(threads)
	rows = [row for booking in bookings for row in messages(booking, **CHANGES)]
	assert states(rows) == [("Sent", 1)] * 2 * len(bookings)
	identities = mail_server.identities()
	assert len(identities) == len(set(identities)) >= len(rows)


def test_a_server_that_is_busy_is_tried_again_after_growing_pauses(booking, messages, mail_server, now, at):
	mail_server.answer = TRY_LATER
	message, tried = messages(booking, **CHANGES)[0], []
	for minute in range(now, now + 200):
		at(minute)
		before = mail_server.refused
		deliver(message.name)
		tried += [minute - now] * (mail_server.refused > before)
	assert tried == [0, 1, 3, 7, 15, 31, 63, 123, 183]
	mail_server.answer = ACCEPTED
	at(now + 243)
	deliver(message.name)
	(row,) = messages(booking, name=message.name)
	assert (row.state, row.tries, row.reason) == ("Sent", 9, None)
	assert len(mail_server.accepted) == 1


def test_an_address_that_is_refused_for_good_is_not_tried_again(booking, messages, mail_server, now, at):
	mail_server.answer = REFUSED
	message = messages(booking, **CHANGES)[0]
	deliver(message.name)
	at(now + DAY)
	deliver(message.name)
	(row,) = messages(booking, name=message.name)
	assert row.state == "Failed" and "550" in row.reason
	assert mail_server.refused == 1


def test_it_is_given_up_after_three_days_and_says_why(booking, messages, mail_server, now, at):
	mail_server.answer = TRY_LATER
	message = messages(booking, **CHANGES)[0]
	deliver(message.name)
	at(now + 3 * DAY + 1)
	deliver(message.name)
	(row,) = messages(booking, name=message.name)
	assert row.state == "Failed"
	assert row.reason.startswith("Given up after 2 tries. ")


def test_what_has_failed_can_be_sent_again(site, booking, messages, mail_server, now):
	mail_server.answer = REFUSED
	message = messages(booking, **CHANGES)[0]
	deliver(message.name)
	mail_server.answer = ACCEPTED
	site.get_doc("MM Message", message.name).resend()
	site.db.commit()
	deliver(message.name)
	(row,) = messages(booking, name=message.name)
	assert (row.state, row.times_sent, row.tries) == ("Sent", 1, 0)


def test_what_is_on_its_way_is_not_sent_again(site, booking, messages):
	message = messages(booking, **CHANGES)[0]
	with pytest.raises(site.ValidationError, match="on its way already"):
		site.get_doc("MM Message", message.name).resend()


def test_after_two_days_of_sleep_nothing_stale_is_sent(booking, site, messages, mail_server, now, at):
	"""Of a booking and two moves only the last one is told; the reminders are those of the new time."""
	for hours in (1, 2):
		booking.reschedule(booking.start_utc_minute + hours * HOUR, "")
		site.db.commit()
	at(now + 2 * DAY)
	deliver_for_booking(booking.name)
	rows = messages(booking, **CHANGES)
	assert [(row.occasion, row.state) for row in rows if row.recipient_kind == "Customer"] == [
		("Confirmed", "Skipped"),
		("Rescheduled", "Skipped"),
		("Rescheduled", "Sent"),
	]
	assert {row.reason for row in rows if row.state == "Skipped"} == {"A newer message says what holds now"}


def test_a_meeting_that_has_begun_meanwhile_is_not_told_of(booking, messages, mail_server, at):
	at(booking.start_utc_minute + 1)
	deliver_for_booking(booking.name)
	rows = messages(booking, **CHANGES)
	assert {(row.state, row.reason) for row in rows} == {
		("Skipped", "The meeting had begun before this could be sent")
	}
	assert mail_server.accepted == []


def test_two_moves_in_a_row_are_both_told_with_the_time_of_each(booking, site, messages, mail_server):
	times = []
	for hours in (1, 2):
		booking.reschedule(booking.start_utc_minute + hours * HOUR, "")
		site.db.commit()
		times.append(f"{booking.start.astimezone(booking.zone):%H:%M}–")
	deliver_for_booking(booking.name)
	told = [
		mail.get_body(("plain",)).get_content()
		for _to, mail in mail_server.mails()
		if mail["Subject"].startswith("Rescheduled: ")
	]
	assert [time in text for time, text in zip(times, told, strict=True)] == [True, True]


def test_two_hundred_mails_survive_a_day_without_a_mail_server(site, booking, messages, mail_server, now, at):
	"""Each is sent once, when the server is back."""
	names = write_mails_for(booking, 200)
	with given_server(free_port()):
		for minute in range(now, now + DAY, 4 * HOUR):
			at(minute)
			deliver_for_booking(booking.name)
	assert mail_server.accepted == []
	assert {(row.state, row.tries) for row in messages(booking, name=["in", names])} == {("Queued", 6)}
	for minute in (now + DAY, now + DAY + 2 * HOUR):
		at(minute)
		deliver_for_booking(booking.name)
	rows = messages(booking, name=["in", names])
	assert states(rows) == [("Sent", 1)] * 200
	identities = mail_server.identities()
	assert len(identities) == len(set(identities)) == len(messages(booking, **CHANGES)) == 202


def write_mails_for(booking, number: int) -> list[str]:
	"""As if so many changes had been made of the booking."""
	before = set(frappe.get_all("MM Message", {"booking": booking.name}, pluck="name"))
	for sequence in range(100, 100 + number):
		booking.calendar_sequence = sequence
		ledger.write(booking, [ledger.Entry("Completed", "Customer", "Email")])
	frappe.db.commit()
	return sorted(set(frappe.get_all("MM Message", {"booking": booking.name}, pluck="name")) - before)
