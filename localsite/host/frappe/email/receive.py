"""A received mail and the Communication that is made of it. Attachments are not kept: localsite has no files."""

import email
from email.header import decode_header, make_header
from email.utils import parseaddr, parsedate_to_datetime
from zoneinfo import ZoneInfo

import frappe
from frappe.utils import get_system_timezone, now_datetime

LONGEST_SUBJECT = 140


class SentEmailInInboxError(Exception):
	pass


class InboundMail:
	"""
	:param content: the raw message.
	:param uid: what the mailbox knows it by.
	"""

	def __init__(self, content, email_account, uid=None, seen_status=None, append_to=None):
		self.raw_message, self.email_account = content, email_account
		self.uid, self.seen_status, self.append_to = uid or -1, seen_status or 0, append_to
		self.flags = frappe._dict()
		self.mail = email.message_from_bytes(content)
		self.message_id = (self.mail.get("Message-ID") or "").strip().strip("<>")
		self.subject = _decoded(self.mail.get("Subject")).strip()[:LONGEST_SUBJECT] or "No Subject"
		self.from_real_name, from_address = parseaddr(
			_decoded(self.mail.get("X-Original-From") or self.mail["From"])
		)
		reply_to = parseaddr(_decoded(self.mail.get("Reply-To")))[1]
		is_own = reply_to and frappe.db.exists("Email Account", {"email_id": reply_to})
		self.from_email = (from_address if is_own or not reply_to else reply_to).lower()

	def process(self):
		"""Return the Communication, the one that there is where the mail was received before."""
		if self.from_email == self.email_account.email_id and not self.mail.get("In-Reply-To"):
			raise SentEmailInInboxError
		known = self.message_id and frappe.db.exists("Communication", {"message_id": self.message_id})
		if known:
			return frappe.get_doc("Communication", known)
		self.flags.is_new_communication = True
		return frappe.get_doc({"doctype": "Communication", **self.as_dict()}).insert(ignore_permissions=True)

	def as_dict(self):
		text = _text_of(self.mail)
		return {
			"subject": self.subject,
			"content": frappe.utils.escape_html(text),
			"text_content": text,
			"sent_or_received": "Received",
			"sender_full_name": self.from_real_name,
			"sender": self.from_email,
			"recipients": _decoded(self.mail.get("To")),
			"cc": _decoded(self.mail.get("CC")),
			"email_account": self.email_account.name,
			"communication_medium": "Email",
			"message_id": self.message_id,
			"communication_date": _date_of(self.mail),
			"has_attachment": int(any(part.get_filename() for part in self.mail.walk())),
		}


def _decoded(header):
	try:
		return str(make_header(decode_header(str(header or ""))))
	except (LookupError, ValueError):  # no such charset, or octets that it does not have
		return str(header)


def _text_of(mail):
	for part in mail.walk():
		if part.get_content_type() == "text/plain" and not part.get_filename():
			octets = part.get_payload(decode=True) or b""
			return octets.decode("utf-8", "replace").replace("\0", "")
	return ""


def _date_of(mail):
	"""As the mail says, in the site's zone; a date that is none, or still to come, is now."""
	now = now_datetime()
	try:
		sent = parsedate_to_datetime(mail["Date"]).astimezone(ZoneInfo(get_system_timezone()))
		return min(sent.replace(tzinfo=None), now)
	except (TypeError, ValueError, OverflowError):
		return now
