"""The channel In-App: the bell on the Desk."""

import frappe
from frappe import _

from meeting_manager.notifications import ledger, mail_content
from meeting_manager.notifications.changes import BOOKING, read_change
from meeting_manager.notifications.mail_text import harmless
from meeting_manager.notifications.operation_told import first_of, headline_with_first, left_to_tell, list_of
from meeting_manager.notifications.recipients import member_of
from meeting_manager.presentation import words
from meeting_manager.presentation.languages import speaking


def notify(message) -> None:
	"""Write the user's notification, in one transaction with the message's new state."""
	booking, before = read_change(message)
	recipient = member_of(message, booking)
	with speaking(recipient.language):
		told = harmless(mail_content.for_member(booking, message.occasion, before, recipient))
		text = _("{0}: {1}").format(told["headline"], told["time"]["line"])
	_ring(message, text)
	ledger.note_sent(message)


def notify_of_operation(messages: list) -> None:
	"""Write one that counts the bookings and leads to their list, and skip what must not be told any more."""
	told = left_to_tell(messages)
	if len(told) == 1:
		notify(told[0])
	elif told:
		_notify_of_count(told)


def _notify_of_count(messages: list) -> None:
	recipient, start = first_of(messages)
	with speaking(recipient.language):
		text = headline_with_first(messages, words.day_and_time(start))
	bell = _ring(messages[0], text, link=f"/{list_of(messages[0].operation)}")
	for message in messages:
		ledger.note_sent(message, sent_as=bell)


def _ring(message, text: str, link: str | None = None) -> str:
	"""Return the name of the Notification Log.

	:param link: in place of the booking's form.
	"""
	bell = frappe.get_doc(
		{
			"doctype": "Notification Log",
			"type": "Alert",
			"for_user": message.user,
			"from_user": message.owner,
			"subject": frappe.utils.escape_html(text),
			"document_type": BOOKING,
			"document_name": message.booking,
			"link": link,
		}
	)
	return bell.insert(ignore_permissions=True).name  # the app tells the member of a meeting of their own
