"""An account whose mails are received: from a maildir in the site's folder, where Frappe asks an IMAP or POP3 server."""

import mailbox
from pathlib import Path

import frappe
from frappe import _
from frappe.email.receive import InboundMail, SentEmailInInboxError
from frappe.model.document import Document


class EmailAccount(Document):
	def validate(self):
		folder = Path(self.maildir or "")
		if self.enable_incoming and (not self.maildir or folder.is_absolute() or ".." in folder.parts):
			frappe.throw(_("Maildir: name a folder inside the site"))

	def get_inbound_mails(self):
		if not self.enable_incoming:
			return []
		box = self._mailbox()
		keys = sorted(key for key in box.iterkeys() if box.get_message(key).get_subdir() == "new")
		return [InboundMail(box.get_bytes(key), self, uid=key) for key in keys]

	def receive(self):
		"""Make Communications of the new mails. Commits after each; one that fails is kept in the Error Log."""
		mails = self.get_inbound_mails()
		for mail in mails:
			try:
				mail.process()
			except SentEmailInInboxError:
				frappe.db.rollback()
			except Exception:
				frappe.db.rollback()
				frappe.log_error(title="EmailAccount.receive", message=frappe.get_traceback())
			frappe.db.commit()
			self._mark_seen(mail.uid)
		return len(mails)

	def _mark_seen(self, key):
		box = self._mailbox()
		message = box.get_message(key)
		message.set_subdir("cur")
		message.add_flag("S")
		box[key] = message

	def _mailbox(self):
		return mailbox.Maildir(Path(frappe.local.site_path) / self.maildir, create=True)


def pull(now=False):
	"""Receive the mails of every account; return how many there were. Commits."""
	names = frappe.get_all("Email Account", {"enable_incoming": 1}, pluck="name", order_by="name asc")
	return sum(frappe.get_doc("Email Account", name).receive() for name in names)
