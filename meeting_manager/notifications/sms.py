"""The channel SMS: through the gateway that SMS Settings of Frappe name.

Of Frappe's own `send_sms` only the parts that build and send the request are used. As a whole it says nothing of an answer
that is neither 2xx nor an error, asks people on a screen to enter a missing gateway, and then writes an SMS Log, whose
DocType Frappe 15 leaves to other apps: there it would fail after the gateway had taken the message, and every try send it
anew. The log would keep the customer's link besides.
"""

from __future__ import annotations

import threading
from typing import NoReturn

import frappe
from frappe import _
from frappe.core.doctype.sms_settings.sms_settings import get_headers, send_request, validate_receiver_nos

from meeting_manager.adapters.conflicts import is_database_conflict
from meeting_manager.notifications import ledger
from meeting_manager.notifications.booking_mail import recipient_of
from meeting_manager.notifications.changes import read_change
from meeting_manager.notifications.operation_told import first_of, left_to_tell
from meeting_manager.notifications.outcomes import Skipped
from meeting_manager.notifications.recipients import Recipient
from meeting_manager.notifications.sms_text import write_count, write_text
from meeting_manager.presentation.languages import speaking

SETTINGS = "SMS Settings"
PATIENCE = 30
"""Seconds until a gateway that does not answer is given up; Frappe would wait for ever."""
TRIES_TO_NOTE = 5


class GatewayError(Exception):
	"""The gateway did not take the message. Holds neither address, text nor passwords of the request."""


def send(message) -> None:
	"""
	:raises Skipped: there is no number to send it to.
	:raises GatewayError: it was not accepted, or nobody knows.
	"""
	booking, before = read_change(message)
	recipient = recipient_of(message, booking)
	number = _number_of(recipient)
	with speaking(recipient.language):
		text = write_text(booking, message.occasion, before, recipient, message.recipient_kind)
	_send_by_gateway(number, text)
	_note_sent([message], number)


def send_of_operation(messages: list) -> None:
	"""Send one that counts the bookings, and skip what must not be told any more. Commits.

	:raises Skipped, GatewayError: as above.
	"""
	told = left_to_tell(messages)
	frappe.db.commit()  # the gateway may take its time, and holds no row meanwhile
	if len(told) == 1:
		send(told[0])
	elif told:
		_send_count(told)


def _send_count(messages: list) -> None:
	recipient, start = first_of(messages)
	number = _number_of(recipient)
	with speaking(recipient.language):
		text = write_count(messages, start)
	_send_by_gateway(number, text)
	_note_sent(messages, number, sent_as=frappe.generate_hash(length=20))


def _number_of(recipient: Recipient) -> str:
	if not any(sign.isdigit() for sign in recipient.phone):
		raise Skipped(_("There is no phone number any more"))
	return validate_receiver_nos([recipient.phone])[0]


def _send_by_gateway(number: str, text: str) -> None:
	"""Return once the gateway has answered with a status of success."""
	settings = frappe.get_doc(SETTINGS)
	if not settings.sms_gateway_url:
		raise GatewayError(_("Enter a gateway in SMS Settings, or switch SMS off in MM Settings"))
	headers = get_headers(settings)
	values = {row.parameter: row.value for row in settings.parameters if not row.header}
	values |= {settings.message_parameter: text, settings.receiver_parameter: number}
	is_json = headers.get("Content-Type") == "application/json"
	status = _within_patience(settings.sms_gateway_url, values, headers, settings.use_post, is_json)
	if not 200 <= status < 300:
		_refuse(status)


def _within_patience(*request) -> int:
	"""The status of Frappe's request; it is made in a thread of its own, since it knows no timeout."""
	outcome = []
	thread = threading.Thread(target=_ask, args=(request, outcome), daemon=True)
	thread.start()
	thread.join(PATIENCE)
	if not outcome:
		raise GatewayError(_("The SMS gateway gave no answer within {0} seconds").format(PATIENCE))
	if isinstance(outcome[0], Exception):
		_refuse_error(outcome[0])
	return outcome[0]


def _ask(request: tuple, outcome: list) -> None:
	try:
		outcome.append(send_request(*request))
	except Exception as error:
		outcome.append(error)


def _refuse_error(error: Exception) -> NoReturn:
	"""Say of an error what its class and status say: its text holds the whole request."""
	status = getattr(getattr(error, "response", None), "status_code", None)
	if status:
		_refuse(status)
	raise GatewayError(_("The SMS gateway cannot be reached: {0}").format(type(error).__name__)) from None


def _refuse(status: int) -> NoReturn:
	raise GatewayError(_("The SMS gateway answered with status {0}").format(status)) from None


def _note_sent(messages: list, number: str, sent_as: str | None = None) -> None:
	"""Commit that it was sent, whatever else holds the database: what is not noted would be sent again."""
	for attempt in range(1, TRIES_TO_NOTE + 1):
		try:
			for name in sorted(message.name for message in messages):
				ledger.note_sent(ledger.lock(name), number, sent_as)  # as they stand, after a rollback too
			frappe.db.commit()
			return
		except Exception as error:
			if attempt == TRIES_TO_NOTE or not is_database_conflict(error):
				raise
			frappe.db.rollback()
