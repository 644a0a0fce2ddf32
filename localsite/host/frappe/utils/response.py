"""Answers as Frappe builds them: JSON, and errors with or without traceback."""

import datetime
import decimal
import json
import mimetypes
import sys

import frappe
from frappe._local import NotOfferedError
from werkzeug.wrappers import Response


def build_response():
	content = frappe.local.response
	if content.get("type") == "download":
		return _file_response(content)
	if content.get("type", "json") != "json":
		raise NotOfferedError(f"responses of type {content.type!r}")
	if not content.get("docs"):
		content.pop("docs", None)
	_add_messages()
	status = content.pop("http_status_code", None) or 200
	data = json.dumps(content, default=json_handler, separators=(",", ":"))
	return Response(data, status=status, mimetype="application/json")


def _file_response(content):
	guessed = mimetypes.guess_type(content.filename)[0]
	response = Response(
		content.filecontent, mimetype=content.get("content_type") or guessed or "application/unknown"
	)
	disposition = content.get("display_content_as", "attachment")
	response.headers.add("Content-Disposition", disposition, filename=content.filename)
	return response


def _is_v2():
	return frappe.local.request.path.startswith("/api/v2")


def allows_traceback():
	has_database = getattr(frappe.local, "db", None)
	is_allowed = has_database and frappe.get_system_settings("allow_error_traceback")
	return bool(is_allowed and not frappe.local.flags.disable_traceback)


def report_error(status_code):
	"""Answer the exception that is being handled; by default its traceback goes to guests too."""
	content, error = frappe.local.response, sys.exc_info()[1]
	traceback = frappe.get_traceback() if allows_traceback() and status_code != 404 else ""
	if _is_v2():
		content.errors = [_error_of_v2(error, traceback)]
	else:
		content.exc_type = type(error).__name__
		if traceback:
			content.exc, content.exception = json.dumps([traceback]), traceback.splitlines()[-1]
	response = build_response()
	response.status_code = status_code
	return response


def _error_of_v2(error, traceback):
	"""The error with the message that announced it, which then stands no longer among the messages."""
	answer = {"type": type(error).__name__} | ({"exception": traceback} if traceback else {})
	for message in frappe.get_message_log():
		if message.get("__frappe_exc_id") == getattr(error, "__frappe_exc_id", None):
			hidden = ("raise_exception", "__frappe_exc_id")
			answer.update({key: value for key, value in message.items() if key not in hidden})
			frappe.local.message_log.remove(message)
			break
	return answer


def _add_messages():
	local = frappe.local
	if _is_v2() and local.message_log:
		local.response.messages = local.message_log
	elif local.message_log:
		local.response._server_messages = json.dumps([json.dumps(message) for message in local.message_log])
	if local.flags.error_message and not _is_v2():
		local.response._error_message = local.flags.error_message


def json_handler(value):
	if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
		return str(value)
	if isinstance(value, decimal.Decimal):
		return float(value)
	if hasattr(value, "as_dict"):
		return value.as_dict(no_nulls=True)
	if isinstance(value, set | frozenset):
		return list(value)
	if isinstance(value, Exception) or callable(value):
		return repr(value)
	raise TypeError(f"{value!r} of {type(value)} cannot be written as JSON")
