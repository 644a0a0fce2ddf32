"""A mail server on this machine, and a site that sends to it whichever host it is on."""

from __future__ import annotations

import email
import email.policy
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from aiosmtpd.controller import Controller

from tests.site.hosts import BENCH_SITE

HOST = "127.0.0.1"
ACCEPTED, TRY_LATER, REFUSED = "250 OK", "451 Try again later", "550 No such mailbox"


class MailServer:
	"""Answers each mail with `answer` and keeps those that it accepts.

	:ivar accepted: (recipient, raw message) of each.
	"""

	def __init__(self):
		self.answer = ACCEPTED
		self.accepted: list[tuple[str, bytes]] = []
		self.refused = 0
		self.port = 0

	async def handle_DATA(self, _server, _session, envelope):
		if self.answer != ACCEPTED:
			self.refused += 1
			return self.answer
		self.accepted += [(recipient, envelope.original_content) for recipient in envelope.rcpt_tos]
		return self.answer

	def mails(self) -> list[tuple[str, email.message.EmailMessage]]:
		parse = email.message_from_bytes
		return [(to, parse(raw, policy=email.policy.default)) for to, raw in self.accepted]

	def identities(self) -> list[tuple[str, str]]:
		return sorted((to, mail["Message-Id"]) for to, mail in self.mails())


@contextmanager
def receiving() -> Iterator[MailServer]:
	server = MailServer()
	server.port = free_port()
	controller = Controller(server, hostname=HOST, port=server.port, decode_data=False)
	controller.start()
	try:
		yield server
	finally:
		controller.stop()


def free_port() -> int:
	with socket.socket() as probe:
		probe.bind((HOST, 0))
		return probe.getsockname()[1]


@contextmanager
def given_server(port: int) -> Iterator[None]:
	"""Let the site send its mails to this port."""
	with _account_of_a_bench(port) if BENCH_SITE else _configuration_of_localsite(port):
		yield


@contextmanager
def _account_of_a_bench(port: int) -> Iterator[None]:
	name = frappe.db.get_value("Email Account", {"default_outgoing": 1})
	before = frappe.db.get_value("Email Account", name, ["smtp_server", "smtp_port"], as_dict=True)
	_set_account(name, smtp_server=HOST, smtp_port=port)
	was_testing, frappe.flags.testing_email = frappe.flags.testing_email, True
	try:
		yield
	finally:
		frappe.flags.testing_email = was_testing
		frappe.db.rollback()
		_set_account(name, **before)


def _set_account(name: str, **values) -> None:
	frappe.db.set_value("Email Account", name, values)
	frappe.clear_document_cache("Email Account", name)
	frappe.local.outgoing_email_account = {}
	frappe.db.commit()


@contextmanager
def _configuration_of_localsite(port: int) -> Iterator[None]:
	before = {key: frappe.local.conf.get(key) for key in ("mail_server", "mail_port")}
	frappe.local.conf.update(mail_server=HOST, mail_port=port)
	try:
		yield
	finally:
		frappe.local.conf.update(before)
