"""Mail: rows of the Email Queue are written in the caller's transaction and delivered after its commit."""

from email.utils import formataddr
from pathlib import Path

import frappe
from frappe import _
from frappe._local import NotOfferedError, refuse_arguments

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
	content=None,
	doctype=None,
	name=None,
	reply_to=None,
	queue_separately=False,
	cc=None,
	bcc=None,
	message_id=None,
	in_reply_to=None,
	send_after=None,
	expose_recipients=None,
	send_priority=1,
	now=None,
	is_notification=False,
	template=None,
	args=None,
	header=None,
	with_container=False,
	**others,
):
	"""Queue a message; return its Email Queue document, or an empty list if there is nobody to send it to."""
	refuse_arguments("frappe.sendmail", others)
	if now or not delayed:
		raise NotOfferedError(
			"frappe.sendmail(now=True), which commits in the midst of a request; leave it delayed"
		)
	from frappe.email.queue import queue_message

	text = None
	if template:
		message, text = frappe.get_email_from_template(template, args)
	reference = (doctype or reference_doctype, name or reference_name)
	details = {
		"subject": subject,
		"html": content or message,
		"text": text,
		"sender": sender,
		"reply_to": reply_to,
	}
	details |= {
		"attachments": attachments,
		"message_id": message_id,
		"in_reply_to": in_reply_to,
		"header": header,
	}
	details |= {"expose_recipients": expose_recipients, "with_container": with_container}
	details |= {"is_notification": is_notification}
	row = {"priority": send_priority, "send_after": send_after, "add_unsubscribe_link": add_unsubscribe_link}
	return queue_message(recipients, cc, bcc, details, row, reference, queue_separately)


def get_outgoing_sender():
	"""Return the site's own address, or refuse if mail could go nowhere."""
	conf = frappe.local.conf
	if not get_mail_server() and not get_outbox():
		frappe.throw(
			_("Please setup default Email Account from Settings > Email Account"), frappe.OutgoingEmailError
		)
	address = conf.get("auto_email_id") or "notifications@example.com"
	return formataddr((conf.get("email_sender_name") or "Frappe", address))


def get_mail_server():
	conf = frappe.local.conf
	return given_server or (conf.get("mail_server") and (conf.mail_server, int(conf.get("mail_port") or 25)))


def get_outbox():
	"""Return the folder for messages, `outbox` in the site unless `mail_outbox` names another one or none."""
	folder = frappe.local.conf.get("mail_outbox", "outbox")
	return Path(frappe.local.site_path) / folder if folder else None
