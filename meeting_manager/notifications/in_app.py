"""The channel In-App: the bell on the Desk."""

import frappe
from frappe import _

from meeting_manager.notifications import ledger, mail_content
from meeting_manager.notifications.changes import BOOKING, read_change
from meeting_manager.notifications.mail_text import harmless
from meeting_manager.notifications.recipients import member_of
from meeting_manager.presentation.languages import speaking


def notify(message) -> None:
	"""Write the user's notification, in one transaction with the message's new state."""
	booking, before = read_change(message)
	recipient = member_of(message, booking)
	with speaking(recipient.language):
		told = harmless(mail_content.for_member(booking, message.occasion, before, recipient))
		text = _("{0}: {1}").format(told["headline"], told["time"]["line"])
	frappe.get_doc(
		{
			"doctype": "Notification Log",
			"type": "Alert",
			"for_user": message.user,
			"from_user": message.owner,
			"subject": frappe.utils.escape_html(text),
			"document_type": BOOKING,
			"document_name": message.booking,
		}
	).insert(ignore_permissions=True)  # the app tells the member of a meeting of their own
	ledger.note_sent(message)
