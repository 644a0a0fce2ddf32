"""Mail: rows of the Email Queue are written in the caller's transaction and delivered after its commit."""

from email.utils import formataddr, parseaddr
from pathlib import Path

import frappe
from frappe._local import NotOfferedError, refuse_arguments
from jinja2 import TemplateNotFound

# (host, port) given to this process; without it the site's mail_server and mail_port count, then the outbox.
given_server = None


def sendmail(
	recipients=None,
	sender="",
	subject="No Subject",
	message="No Message",
	delayed=True,
	reference_doctype=None,
	reference_name=None,
	add_unsubscribe_link=1,
	attachments=None,
	reply_to=None,
	send_after=None,
	now=None,
	template=None,
	args=None,
	**others,
):
	"""Queue a message; return its Email Queue document, or an empty list if there is nobody to send it to."""
	refuse_arguments("frappe.sendmail", others)
	if now or not delayed:
		raise NotOfferedError("frappe.sendmail(now=True), which commits in the midst of a request")
	from frappe.email.email_body import EMail
	from frappe.email.queue import queue_message

	own_address, text = get_outgoing_sender(), None
	if template:
		message, text = _render(template, args or {})
	mail = EMail(sender or own_address, recipients, subject, reply_to)
	mail.set_bodies(message, text)
	for attachment in attachments or ():
		mail.add_attachment(**attachment)
	reference = {"reference_doctype": reference_doctype, "reference_name": reference_name}
	return queue_message(mail, send_after=send_after, add_unsubscribe_link=add_unsubscribe_link, **reference)


def _render(template, args):
	"""Return the HTML and, where `templates/emails/<template>.txt` exists, the plain text."""
	html = frappe.get_template(f"templates/emails/{template}.html").render(args)
	try:
		return html, frappe.get_template(f"templates/emails/{template}.txt").render(args)
	except TemplateNotFound:
		return html, None


def get_outgoing_sender():
	"""Return the site's own address, or refuse if mail could go nowhere."""
	conf = frappe.local.conf
	if not get_mail_server() and not get_outbox():
		message = frappe._("Please setup default Email Account from Settings > Email Account")
		frappe.throw(message, frappe.OutgoingEmailError)
	if conf.get("mail_sender"):
		return formataddr(parseaddr(conf.mail_sender))
	address = conf.get("auto_email_id") or "notifications@example.com"
	return formataddr((conf.get("email_sender_name") or "Frappe", address))


def get_mail_server():
	conf = frappe.local.conf
	return given_server or (conf.get("mail_server") and (conf.mail_server, int(conf.get("mail_port") or 25)))


def get_outbox():
	"""Return the folder for messages, `outbox` in the site unless `mail_outbox` names another one or none."""
	folder = frappe.local.conf.get("mail_outbox", "outbox")
	return Path(frappe.local.site_path) / folder if folder else None
