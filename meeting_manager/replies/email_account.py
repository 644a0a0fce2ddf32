"""Frappe's Email Account, whose mails are also looked through for answers.

Frappe keeps of a mail what has a file name, and several programs send their answer as a text/calendar part without one;
so it is read from the raw message, as it is received.
"""

from frappe.email.doctype.email_account.email_account import EmailAccount
from frappe.email.receive import InboundMail

from meeting_manager.replies.reception import note_replies


class EmailAccountWithReplies(EmailAccount):
	"""The hook `override_doctype_class`: Frappe has no other for a raw message."""

	def get_inbound_mails(self):
		return [
			MailWithReplies(mail.raw_message, self, mail.uid, mail.seen_status, mail.append_to)
			for mail in super().get_inbound_mails()
		]


class MailWithReplies(InboundMail):
	def process(self):
		communication = super().process()
		if self.flags.is_new_communication:
			note_replies(self.mail, communication.name)
		return communication
