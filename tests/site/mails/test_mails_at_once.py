"""Threads of one process that write mails at the same moment."""

import threading
import time
from types import SimpleNamespace

import frappe
from markupsafe import Markup

from meeting_manager.notifications import booking_mail
from meeting_manager.notifications.invitation import Party
from tests.site.crowd import run_all

THREADS = 4


def test_mails_are_written_one_after_the_other(site, monkeypatch):
	"""Frappe's style inliner would fail in one thread while another one begins."""
	writing, most = [], []

	def sendmail(**_mail):
		writing.append(1)
		most.append(len(writing))
		time.sleep(0.01)
		writing.pop()
		return SimpleNamespace(name="queued")

	monkeypatch.setattr(frappe, "sendmail", sendmail)
	alex = Party("Alex Example", "alex@example.com")
	mail = booking_mail.Mail(("User", "x"), alex, "Booked", Markup("<p>Booked</p>"), "Booked", "", None)
	threads = [threading.Thread(target=booking_mail.queue, args=(mail,)) for _ in range(THREADS)]
	run_all(threads)
	assert most == [1] * THREADS
