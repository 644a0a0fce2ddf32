"""Messages to the user, refusals, and the Error Log."""

import inspect

import frappe
from frappe._local import _dict, refuse_arguments


def msgprint(
	msg, title=None, raise_exception=False, indicator=None, alert=False, as_list=False, **not_offered
):
	"""Add a message to the answer and, if asked, raise it as an exception of the class given."""
	refuse_arguments("frappe.msgprint", not_offered)
	message = _dict(
		message=msg, title=title or frappe._("Message", context="Default title of the message dialog")
	)
	if indicator or raise_exception:
		message.indicator = indicator or "red"
	if alert:
		message.alert = 1
	if as_list and isinstance(msg, list | tuple):
		message.as_list = 1
	if raise_exception:
		message.raise_exception = 1
		message.__frappe_exc_id = frappe.generate_hash()
	if not frappe.flags.mute_messages:
		frappe.local.message_log.append(message)
	if raise_exception:
		_raise(raise_exception, message)


def _raise(exception, message):
	is_class = inspect.isclass(exception) and issubclass(exception, Exception)
	error = (exception if is_class else frappe.ValidationError)(message.message)
	error.__frappe_exc_id = message.__frappe_exc_id
	raise error


def throw(msg, exc=None, title=None, as_list=False, **not_offered):
	refuse_arguments("frappe.throw", not_offered)
	exception = exc or frappe.ValidationError
	msgprint(msg, raise_exception=exception, title=title, indicator="red", as_list=as_list)


def clear_messages():
	frappe.local.message_log = []


def clear_last_message():
	frappe.local.message_log = frappe.local.message_log[:-1]


def get_message_log():
	return list(frappe.local.message_log)


def get_traceback(with_context=False):
	return frappe.utils.get_traceback(with_context)


def log_error(title=None, message=None, reference_doctype=None, reference_name=None, *, defer_insert=False):
	"""Write an Error Log: in the caller's transaction, or deferred, which outlives its rollback.

	A title of several lines is taken for the message, as many callers swap the two.
	"""
	if title and message and "\n" in title:
		title, message = message, title
	log = frappe.get_doc(
		doctype="Error Log",
		method=title or "Error",
		error=message or get_traceback(with_context=True),
		reference_doctype=reference_doctype,
		reference_name=reference_name,
	)
	if defer_insert:
		frappe.db.defer_insert(log)
		return None
	return log.insert(ignore_permissions=True)
