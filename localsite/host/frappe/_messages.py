"""Messages to the user, refusals, and the Error Log."""

import inspect

import frappe
from frappe._local import _dict, refuse_arguments


def msgprint(msg, title=None, raise_exception=False, indicator=None, alert=False, **not_offered):
	"""Add a message to the answer and, if asked, raise it as an exception of the class given."""
	refuse_arguments("frappe.msgprint", not_offered)
	message = _dict(message=msg, title=title or frappe._("Message"))
	if indicator or raise_exception:
		message.indicator = indicator or "red"
	if alert:
		message.alert = 1
	frappe.local.message_log.append(message)
	if raise_exception:
		is_class = inspect.isclass(raise_exception) and issubclass(raise_exception, Exception)
		error = (raise_exception if is_class else frappe.ValidationError)(msg)
		message.raise_exception = 1
		error.__frappe_exc_id = message.__frappe_exc_id = frappe.generate_hash()
		raise error


def throw(msg, exc=None, title=None, **not_offered):
	msgprint(msg, raise_exception=exc or frappe.ValidationError, title=title, **not_offered)


def clear_messages():
	frappe.local.message_log = []


def clear_last_message():
	frappe.local.message_log = frappe.local.message_log[:-1]


def get_message_log():
	return list(frappe.local.message_log)


def log_error(title=None, message=None, reference_doctype=None, reference_name=None):
	"""Write an Error Log in the caller's transaction.

	A title of several lines is taken for the message, as many callers swap the two.
	"""
	if title and message and "\n" in title:
		title, message = message, title
	return frappe.get_doc(
		doctype="Error Log",
		method=title or "Error",
		error=message or frappe.get_traceback(),
		reference_doctype=reference_doctype,
		reference_name=reference_name,
	).insert(ignore_permissions=True)
