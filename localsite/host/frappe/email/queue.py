"""The Email Queue: rows are written with the caller's changes, claimed one by one and delivered.

Not Sent → Sending → Sent; a failure leads back to Not Sent (Partially Sent if some recipients have it) and at last to
Error. A row left in Sending by a process that died is taken up again. Recipients marked Sent are not sent to again.
"""

import datetime
import smtplib
from contextlib import contextmanager
from email.utils import parseaddr

import frappe
from frappe.email import get_mail_server, get_outbox
from frappe.email.email_body import RECIPIENT
from frappe.utils import now_datetime

WAITING = ("Not Sent", "Partially Sent")
RETRY_LIMIT = 3
FIRST_PAUSE = datetime.timedelta(minutes=1)
STUCK_AFTER = datetime.timedelta(minutes=10)
SMTP_TIMEOUT_SECONDS = 30
BATCH = 500
PATIENCE = 20


def queue_message(mail, **values):
	"""Write a row; an invalid address leads, as in Frappe, to an Error Log and no row, while the caller goes on."""
	if not mail.recipients:
		return []
	try:
		text = mail.as_string()
	except frappe.InvalidEmailAddressError:
		message = f"Sender: {mail.sender}, recipients: {', '.join(mail.recipients)}\n{frappe.get_traceback()}"
		frappe.log_error(title="Invalid email address", message=message)
		return []
	doc = frappe.new_doc("Email Queue", sender=mail.sender, message=text, **values)
	doc.message_id = mail.msg_root["Message-Id"].strip("<>")
	for address in mail.recipients:
		doc.append("recipients", {"recipient": address, "status": "Not Sent"})
	return doc.insert(ignore_permissions=True)


def flush():
	"""Deliver what is due; return how many rows were taken up. Commits after each step."""
	order, stuck_since = "retry asc, creation asc", now_datetime() - STUCK_AFTER
	waiting = frappe.get_all("Email Queue", {"status": ("in", WAITING)}, order_by=order, limit=BATCH)
	stuck = frappe.get_all("Email Queue", {"status": "Sending", "modified": ("<", stuck_since)})
	taken_up = 0
	for row in filter(None, (_claim(row.name) for row in [*waiting, *stuck])):
		_deliver(row)
		taken_up += 1
	return taken_up


def send(name):
	"""Deliver one row, due or not. What went wrong is noted in the row and raised."""
	row = _claim(name, even_if_not_due=True)
	for error in _deliver(row) if row else ():
		raise error


def _claim(name, even_if_not_due=False):
	"""Set the row to Sending under its lock, unless another worker was faster; return it if it is ours."""
	row = frappe.get_doc("Email Queue", name, for_update=True)
	now = now_datetime()
	due = row.status in WAITING and (even_if_not_due or not (row.send_after and row.send_after > now))
	if not due and not (row.status == "Sending" and row.modified < now - STUCK_AFTER):
		frappe.db.rollback()
		return None
	_set(row, status="Sending")
	return row


def _set(row, **values):
	"""Write and commit, whatever else holds the database: what was sent and is not noted would be sent again."""
	for _attempt in range(PATIENCE):
		try:
			row.db_set(values, commit=True)
			return
		except frappe.QueryTimeoutError:
			frappe.db.rollback()
	raise frappe.QueryTimeoutError(f"{row.doctype} {row.name} could not be set to {values}")


def _deliver(row):
	"""Send to those who have not had it; return the errors, which are noted in the row."""
	errors = {}
	try:
		with open_transport() as transport:
			for recipient in row.recipients:
				if recipient.status != "Sent":
					_send_to(row, recipient, transport, errors)
	except Exception as error:
		errors[error] = frappe.get_traceback()
	if errors:
		_postpone(row, "\n".join(errors.values()))
	else:
		_set(row, status="Sent", error=None)
	return list(errors)


def _send_to(row, recipient, transport, errors):
	try:
		transport(row, recipient, row.message.replace(RECIPIENT, recipient.recipient).encode())
	except Exception as error:
		errors[error] = frappe.get_traceback()
		return
	_set(recipient, status="Sent")


def _postpone(row, error):
	"""Try again after 1, 2, 4 … minutes, and give up after the last retry."""
	retry = row.retry
	if retry >= RETRY_LIMIT:
		frappe.log_error(title=f"Email Queue {row.name} was given up", message=error)
		_set(row, status="Error", error=error)
		return
	some_sent = any(recipient.status == "Sent" for recipient in row.recipients)
	status = "Partially Sent" if some_sent else "Not Sent"
	_set(row, status=status, retry=retry + 1, send_after=now_datetime() + FIRST_PAUSE * 2**retry, error=error)


@contextmanager
def open_transport():
	"""Yield a function (row, recipient, message) that delivers by SMTP, or into the site's outbox."""
	server, conf = get_mail_server(), frappe.local.conf
	if not server:
		yield write_to_outbox
		return
	with smtplib.SMTP(*server, timeout=SMTP_TIMEOUT_SECONDS) as connection:
		if conf.get("use_tls"):
			connection.starttls()
		if conf.get("mail_login"):
			connection.login(conf.mail_login, conf.mail_password)
		yield lambda row, recipient, message: connection.sendmail(
			parseaddr(row.sender)[1], [recipient.recipient], message
		)


def write_to_outbox(row, recipient, message):
	"""Write the message under a name that sorts by time and is the same if it has to be written again."""
	outbox = get_outbox()
	outbox.mkdir(exist_ok=True)
	name = f"{row.creation:%Y%m%dT%H%M%S%f}-{row.name}-{recipient.idx}.eml"
	unfinished = outbox / f".{name}.part"
	unfinished.write_bytes(message)
	unfinished.replace(outbox / name)
