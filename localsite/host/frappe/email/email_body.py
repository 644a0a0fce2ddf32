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
from pathlib import Path

import frappe
from frappe._local import NotOfferedError
from frappe.utils import get_url, strip_html, validate_email_address

RECIPIENT = "<!--recipient-->"
EMBEDDED = re.compile("""embed=["'](.*?)["']""")
# Frappe sets this for the whole process: hooks that add parts get quoted-printable ones too.
add_charset("utf-8", QP, QP, "utf-8")


class EMail:
	"""The message that the hook `make_email_body_message` receives and may change."""

	def __init__(self, sender, recipients, subject, reply_to=None, cc=(), bcc=(), expose_recipients=None):
		self.sender, self.subject, self.reply_to = sender, subject, reply_to or sender
		self.recipients, self.cc, self.bcc = recipients, cc, bcc
		self.expose_recipients = expose_recipients
		self.msg_root = MIMEMultipart("mixed", policy=policy.SMTP)
		self.msg_alternative = MIMEMultipart("alternative", policy=policy.SMTP)
		self.msg_root.attach(self.msg_alternative)

	def set_text(self, message):
		self.msg_alternative.attach(MIMEText(message, "plain", "utf-8", policy=policy.SMTP))

	def set_html(self, message):
		"""Attach the HTML; as in Frappe `embed="path"` pulls in that file of the server."""
		message, images = _embed_files(message)
		html = MIMEText(message, "html", "utf-8", policy=policy.SMTP)
		if not images:
			self.msg_alternative.attach(html)
			return
		related = MIMEMultipart("related", policy=policy.SMTP)
		related.attach(html)
		for number, path in enumerate(images):
			self.add_attachment(
				path.name, path.read_bytes(), parent=related, content_id=f"embed{number}", inline=True
			)
		self.msg_alternative.attach(related)

	def add_attachment(self, fname, fcontent, content_type=None, parent=None, content_id=None, inline=False):
		parent = self.msg_root if parent is None else parent
		add_attachment(fname, fcontent, content_type, parent, content_id, inline)

	def set_header(self, key, value):
		del self.msg_root[key]
		self.msg_root[key] = "".join(value.splitlines())

	def as_string(self):
		self.validate()
		self.make()
		return self.msg_root.as_string(policy=policy.SMTP)

	def validate(self):
		"""Refuse invalid addresses with InvalidEmailAddressError."""
		self.reply_to = validate_email_address(self.reply_to, throw=True)
		for address in (self.sender, *self.recipients, *self.cc, *self.bcc):
			validate_email_address(address, throw=True)

	def make(self):
		exposed = self.expose_recipients == "header"
		self.set_header("Subject", self.subject.strip())
		self.set_header("From", self.sender)
		self.set_header("To", ", ".join(self.recipients) if exposed else RECIPIENT)
		self.set_header("Date", formatdate())
		self.set_header("Reply-To", self.reply_to)
		self.set_header("X-Frappe-Site", get_url())
		if self.cc and exposed:
			self.set_header("CC", ", ".join(self.cc))
		for hook in frappe.get_hooks("make_email_body_message"):
			frappe.get_attr(hook)(self)


def get_email(details, recipients, cc, bcc):
	"""Build the message from what `frappe.sendmail` was given."""
	names = ("sender", "subject", "reply_to", "expose_recipients")
	mail = EMail(recipients=recipients, cc=cc, bcc=bcc, **{name: details[name] for name in names})
	mail.set_text(details["text"] or html_to_text(details["html"]))
	mail.set_html(_wrapped(details))
	for attachment in details["attachments"] or []:
		if "fcontent" not in attachment:
			raise NotOfferedError(f"attachments without fcontent: {attachment}")
		mail.add_attachment(**attachment)
	mail.set_header(
		"Message-Id",
		f"<{details['message_id']}>" if details["message_id"] else make_msgid(domain=frappe.local.site),
	)
	if details["is_notification"] or not details["message_id"]:
		mail.set_header("isnotification", "<notification>")
	if details["in_reply_to"]:
		mail.set_header("In-Reply-To", details["in_reply_to"])
	return mail


def _wrapped(details):
	values = {"subject": details["subject"], "title": details["subject"], "content": details["html"]}
	header = details["header"][0] if isinstance(details["header"], list | tuple) else details["header"]
	values |= {"header": header, "with_container": details["with_container"], "site_url": get_url()}
	return frappe.get_template("templates/emails/standard.html").render(values)


def _embed_files(html):
	images = []

	def replace(match):
		path = _file_of(unescape(match.group(1)))
		if not path:
			return ""
		images.append(path)
		return f'src="cid:embed{len(images) - 1}"'

	return EMBEDDED.sub(replace, html), images


def _file_of(name):
	name = name.removeprefix("/")
	path = Path(frappe.local.sites_path) / name
	if name.startswith("assets/"):
		_assets, app, *rest = name.split("/")
		path = Path(frappe.get_app_path(app, "public", *rest))
	return path if path.is_file() else None


def add_attachment(fname, fcontent, content_type=None, parent=None, content_id=None, inline=False):
	maintype, subtype = (content_type or mimetypes.guess_type(fname)[0] or "application/octet-stream").split(
		"/", 1
	)
	if maintype == "text":
		text = fcontent.decode("utf-8") if isinstance(fcontent, bytes) else fcontent
		part = MIMEText(text, subtype, "utf-8", policy=policy.SMTP)
	else:
		part = MIMEBase(maintype, subtype)
		part.set_payload(fcontent)
		encoders.encode_base64(part)
	part.add_header("Content-Disposition", "inline" if inline else "attachment", filename=fname)
	if content_id:
		part.add_header("Content-ID", f"<{content_id}>")
	parent.attach(part)


def html_to_text(html):
	"""Return the words of the HTML, a line for each of its lines; a template of its own says more, links too."""
	lines = (unescape(strip_html(line)).strip() for line in html.replace("</p>", "</p>\n").splitlines())
	return "\n".join(line for line in lines if line)
