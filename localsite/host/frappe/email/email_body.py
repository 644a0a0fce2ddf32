"""One message as MIME: mixed[alternative[plain, html], attachments]."""

import mimetypes
import re
from email import encoders, policy
from email.charset import QP, add_charset
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import formatdate, make_msgid
from html import unescape

import frappe
from frappe._local import NotOfferedError, refuse_arguments
from frappe.utils import strip_html, validate_email_address

RECIPIENT = "<!--recipient-->"
# Frappe sets this for the whole process: hooks that add parts get quoted-printable ones too.
add_charset("utf-8", QP, QP, "utf-8")


class EMail:
	"""The message that the hook `make_email_body_message` receives and may change."""

	def __init__(self, sender, recipients, subject, reply_to=None):
		self.sender, self.subject, self.reply_to = sender, subject, reply_to or sender
		listed = recipients.split(",") if isinstance(recipients, str) else recipients or []
		self.recipients = list(dict.fromkeys(address.strip() for address in listed if address))
		self.msg_root = MIMEMultipart("mixed", policy=policy.SMTP)
		self.msg_alternative = MIMEMultipart("alternative", policy=policy.SMTP)
		self.msg_root.attach(self.msg_alternative)

	def set_bodies(self, html, text=None):
		if re.search("""embed=["']""", html):
			raise NotOfferedError("embed= in mails, by which Frappe sends files of the server")
		self.msg_alternative.attach(_text_part(text or html_to_text(html), "plain"))
		self.msg_alternative.attach(_text_part(get_formatted_html(self.subject, html), "html"))

	def add_attachment(self, fname, fcontent, content_type=None):
		kind = content_type or mimetypes.guess_type(fname)[0] or "application/octet-stream"
		main, _slash, sub = kind.partition("/")
		if main == "text":
			part = _text_part(fcontent.decode() if isinstance(fcontent, bytes) else fcontent, sub)
		else:
			part = MIMEBase(main, sub)
			part.set_payload(fcontent)
			encoders.encode_base64(part)
		part.add_header("Content-Disposition", "attachment", filename=fname)
		self.msg_root.attach(part)

	def set_header(self, key, value):
		del self.msg_root[key]
		self.msg_root[key] = "".join(value.splitlines())

	def as_string(self):
		"""Complete the message; refuse invalid addresses with InvalidEmailAddressError."""
		for address in (self.sender, self.reply_to, *self.recipients):
			validate_email_address(address, throw=True)
		self.set_header("Subject", self.subject.strip())
		self.set_header("From", self.sender)
		self.set_header("To", RECIPIENT)
		self.set_header("Date", formatdate())
		self.set_header("Reply-To", validate_email_address(self.reply_to))
		self.set_header("Message-Id", make_msgid(domain=frappe.local.site))
		for hook in frappe.get_hooks("make_email_body_message"):
			frappe.get_attr(hook)(self)
		return self.msg_root.as_string(policy=policy.SMTP)


def get_formatted_html(subject, message, **others):
	"""Put the frame of all mails around one; styles stay where they are."""
	refuse_arguments("frappe.email.email_body.get_formatted_html", others)
	values = {"subject": subject, "content": message}
	return frappe.get_template("templates/emails/standard.html").render(values)


def _text_part(text, subtype):
	return MIMEText(text, subtype, "utf-8", policy=policy.SMTP)


def html_to_text(html):
	"""Return the words of the HTML, a line for each of its lines; a template of its own says more, links too."""
	lines = (unescape(strip_html(line)).strip() for line in html.replace("</p>", "</p>\n").splitlines())
	return "\n".join(line for line in lines if line)
