"""The channel Email: a message is written into Frappe's Email Queue, and sent from there at once.

Frappe's own flush is kept from a mail for HELD minutes, since two flushes of some patch levels send a mail twice; it takes
over what this app could not send in that time.
"""

from __future__ import annotations

import re
from datetime import timedelta

import frappe
from frappe import _
from frappe.utils import add_to_date, get_datetime, now_datetime

from meeting_manager.notifications import ledger
from meeting_manager.notifications.booking_mail import write_mail
from meeting_manager.notifications.digest import write_digest
from meeting_manager.notifications.operation_mail import write_operation_mail
from meeting_manager.notifications.outcomes import Failed, Waiting

QUEUE = "Email Queue"
HELD = 60
STUCK = timedelta(minutes=10)
"""After which a mail in Sending is one whose worker died."""
NOT_SENT, SENDING, SENT = "Not Sent", "Sending", "Sent"
REFUSED_FOR_GOOD = re.compile(r"SMTP(RecipientsRefused|SenderRefused|DataError)\b.*?\(5\d\d,", re.DOTALL)
"""RFC 5321, 4.2.1: a 5yz reply is permanent."""


def queue_mail(message) -> None:
	"""Write the mail, in one transaction with the message's new state."""
	_note_queued([message], *write_mail(message))


def queue_digest(messages: list) -> None:
	"""Write the one mail that tells of all, and skip what need not be told."""
	written = write_digest(messages)
	if written:
		_note_queued(*written)


def queue_operation_mail(messages: list) -> None:
	"""Write the one mail that tells of all, and skip what must not be told any more."""
	written = write_operation_mail(messages)
	if written:
		_note_queued(*written)


def _note_queued(messages: list, mail: str, address: str) -> None:
	frappe.db.set_value(QUEUE, mail, "send_after", _when_frappe_takes_over(), update_modified=False)
	for message in messages:
		ledger.change(message, ledger.QUEUED, email_queue=mail, recipient=address, reason=None)


def hand_over(messages: list) -> None:
	"""Give the queued mail of these messages to the mail server. Commits.

	:raises Failed: the server refuses it for good.
	:raises Waiting: another process is sending it, or mails are switched off.
	"""
	mail = _read(messages[0])
	if mail.status == SENDING and get_datetime(mail.modified) > now_datetime() - STUCK:
		raise Waiting(_("Another process is sending it"))
	if mail.status != SENT:
		_send(messages[0])
	for message in messages:
		ledger.note_sent(message)


def _send(message) -> None:
	values = {"status": NOT_SENT, "retry": 0, "send_after": _when_frappe_takes_over()}
	frappe.db.set_value(QUEUE, message.email_queue, values)
	frappe.db.commit()
	try:
		frappe.get_doc(QUEUE, message.email_queue).send()
	except Exception:
		_refuse_what_was_refused_for_good(_read(message).error)
		raise
	if _read(message).status != SENT:
		raise Waiting(_("Sending mails is switched off on this site"))


def _refuse_what_was_refused_for_good(error: str | None) -> None:
	if error and REFUSED_FOR_GOOD.search(error):
		last_line = error.strip().splitlines()[-1]
		raise Failed(_("The mail server refuses it for good: {0}").format(last_line[:500]))


def _read(message):
	mail = frappe.db.get_value(QUEUE, message.email_queue, ["status", "modified", "error"], as_dict=True)
	if not mail:
		raise Failed(_("The mail is no longer in the Email Queue. Send it again"))
	return mail


def _when_frappe_takes_over():
	return add_to_date(now_datetime(), minutes=HELD)
