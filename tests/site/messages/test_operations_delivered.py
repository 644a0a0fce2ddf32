"""The mails of an operation when workers die, work at once, or the server will not have them."""

import threading

import frappe
import pytest

from meeting_manager.notifications import delivery
from meeting_manager.notifications.delivery import deliver_due, deliver_for_booking
from tests.site.crowd import run_all
from tests.site.hosts import connect
from tests.site.messages.killing import Killed, kill_at, steps_of_many
from tests.site.messages.mail_server import REFUSED, TRY_LATER
from tests.site.messages.operations import (
	ADA,
	ALEX,
	MESSAGE,
	ROBIN,
	TOLD_AFTER,
	cancel,
	deliver_operation,
	names,
	rows_of,
	states,
)


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


STEPS = steps_of_many("write_operation_mail")


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
	run_all(threads)
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
