"""A digest when workers die, work at once, or the server will not have it."""

import threading

import frappe
import pytest

from meeting_manager.notifications import delivery
from meeting_manager.notifications.delivery import deliver
from tests.site.channels.digests import OF_ADA, bundles_of, deliver_digests, due_of
from tests.site.crowd import run_all
from tests.site.hosts import connect
from tests.site.messages.killing import Killed, kill_at, steps_of_many
from tests.site.messages.operations import ADA, states

STEPS = steps_of_many("write_digest")


@pytest.mark.parametrize("step", STEPS)
def test_a_killed_worker_loses_nothing_and_sends_nothing_twice(
	book_ada, messages, mail_server, monkeypatch, now, at, step
):
	first, second = book_ada("10:00"), book_ada("12:00", customer_name="Robin Vale")
	due = due_of(ADA)
	at(due)
	put_back = kill_at(monkeypatch, *STEPS[step])
	with pytest.raises(Killed):
		deliver_digests(ADA)
	frappe.db.rollback()
	put_back()
	deliver_digests(ADA)
	assert len(mail_server.accepted) <= 1, "taken up while it was claimed"
	at(due + delivery.CLAIMED)
	deliver_digests(ADA)
	rows = [*messages(first, **OF_ADA), *messages(second, **OF_ADA)]
	assert states(rows) == {("Sent", 1)} and len({row.email_queue for row in rows}) == 1
	assert len(mail_server.accepted) == 1


def test_a_server_that_refuses_for_now_gets_the_same_mail_again(book_ada, messages, mail_server, at, now):
	first, second = book_ada("10:00"), book_ada("12:00", customer_name="Robin Vale")
	due = due_of(ADA)
	at(due)
	mail_server.answer = "451 Try again later"
	deliver_digests(ADA)
	rows = [*messages(first, **OF_ADA), *messages(second, **OF_ADA)]
	assert {(row.state, row.tries) for row in rows} == {("Queued", 1)}
	mail_server.answer = "250 OK"
	at(due + 1)
	deliver_digests(ADA)
	rows = [*messages(first, **OF_ADA), *messages(second, **OF_ADA)]
	assert states(rows) == {("Sent", 1)} and len(mail_server.accepted) == 1


def test_workers_at_once_send_one_digest(book_ada, messages, mail_server, opened_site, at, now):
	bookings = [book_ada(f"{hour}:00", customer_name=f"Robin {hour}") for hour in (10, 11, 12, 13)]
	at(due_of(ADA))
	bundles = bundles_of(ADA)
	assert [len(names) for names in bundles] == [4]

	def work():
		connect(opened_site)
		frappe.local.conf.update(mail_server="127.0.0.1", mail_port=mail_server.port)
		frappe.flags.testing_email = True
		for names in bundles:
			deliver(*names)
		frappe.destroy()

	threads = [threading.Thread(target=work) for _ in range(4)]
	run_all(threads)
	assert len(mail_server.accepted) == 1
	for booking in bookings:
		assert states(messages(booking, **OF_ADA)) == {("Sent", 1)}
