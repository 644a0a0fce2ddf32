"""Answers as Frappe builds them: JSON, pages, redirects, downloads, and errors with or without traceback."""

import datetime
import decimal
import json
import mimetypes
import sys
import uuid
from collections.abc import Iterable

import frappe
import werkzeug.utils
from werkzeug.local import LocalProxy
from werkzeug.wrappers import Response


def build_response(response_type=None):
	if not frappe.local.response.get("docs"):
		frappe.local.response.pop("docs", None)
	kind = frappe.local.response.get("type") or response_type
	builders = {
		"json": as_json,
		"page": as_page,
		"redirect": as_redirect,
		"download": as_raw,
		"binary": as_raw,
	}
	if kind not in builders:
		frappe.throw(f"localsite does not offer responses of type {kind!r}: use a bench")
	return builders[kind]()


def as_json():
	_add_messages()
	content = frappe.local.response
	status = content.pop("http_status_code", None) or 200
	data = json.dumps(content, default=json_handler, separators=(",", ":"))
	return Response(data, status=status, mimetype="application/json")


def as_page():
	from frappe.website.serve import get_response

	content = frappe.local.response
	return get_response(content["route"], http_status_code=content.get("http_status_code"))


def as_redirect():
	return werkzeug.utils.redirect(frappe.local.response.location)


def as_raw():
	content = frappe.local.response
	guessed = mimetypes.guess_type(content["filename"])[0]
	response = Response(content["filecontent"], mimetype=content.get("content_type") or guessed)
	disposition = content.get("display_content_as", "attachment")
	response.headers.add("Content-Disposition", disposition, filename=content["filename"])
	return response


def is_v2():
	request = getattr(frappe.local, "request", None)
	return bool(request and request.path.startswith("/api/v2"))


def allows_traceback():
	return bool(frappe.db and frappe.get_system_settings("allow_error_traceback"))


def report_error(status_code):
	"""Answer the exception that is being handled; by default its traceback goes to guests too."""
	shown = allows_traceback() and not frappe.local.flags.disable_traceback and status_code != 404
	traceback = frappe.get_traceback() if shown else ""
	name, error = sys.exc_info()[0].__name__, sys.exc_info()[1]
	if is_v2():
		frappe.local.response.errors = [_error_of_v2(name, error, traceback)]
	else:
		if traceback:
			frappe.local.error_log.append({"exc": traceback})
			frappe.local.response.exception = traceback.splitlines()[-1]
		frappe.local.response.exc_type = name
	response = build_response("json")
	response.status_code = status_code
	return response


def _error_of_v2(name, error, traceback):
	"""The error with the message that announced it, which then stands no longer among the messages."""
	answer = {"type": name} | ({"exception": traceback} if traceback else {})
	for message in frappe.local.message_log:
		if message.get("__frappe_exc_id") == getattr(error, "__frappe_exc_id", None):
			hidden = ("raise_exception", "__frappe_exc_id")
			answer.update({key: value for key, value in message.items() if key not in hidden})
			frappe.local.message_log.remove(message)
			break
	return answer


def _add_messages():
	local = frappe.local
	if is_v2():
		if local.message_log:
			local.response["messages"] = local.message_log
		return
	if local.error_log and allows_traceback():
		local.response["exc"] = json.dumps([str(entry["exc"]) for entry in local.error_log])
	if local.message_log:
		local.response["_server_messages"] = json.dumps(
			[json.dumps(message) for message in local.message_log]
		)
	if local.flags.error_message:
		local.response["_error_message"] = local.flags.error_message
	if local.debug_log:
		local.response["_debug_messages"] = json.dumps(local.debug_log)


def json_handler(value):
	if isinstance(value, datetime.date | datetime.time | uuid.UUID | LocalProxy):
		return str(value)
	if isinstance(value, datetime.timedelta):
		return frappe.utils.data.format_timedelta(value)
	if isinstance(value, decimal.Decimal):
		return float(value)
	if hasattr(value, "as_dict"):
		return value.as_dict(no_nulls=True)
	if isinstance(value, Iterable):
		return list(value)
	if isinstance(value, Exception) or callable(value):
		return repr(value)
	raise TypeError(f"{value!r} of {type(value)} cannot be written as JSON")
