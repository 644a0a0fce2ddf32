"""The last look at an answer of the guest API: what is not named here does not leave.

Before and after the app's own functions Frappe answers too, with tracebacks, SQL and messages of its own as the site's
settings allow; and a request may fail before the app was asked at all.
"""

from __future__ import annotations

import json

import frappe
from frappe import _

from meeting_manager.exceptions import BusyError, InvalidInputError, UnexpectedError
from meeting_manager.meeting_manager.api.guest_errors import log_for_operators, say_unexpected

MESSAGE_KEYS = ("message", "title", "indicator")
IS_MAINTAINED = 503


def leave_only_what_may(response, request) -> None:
	"""Keep the result of a call, or a refusal's kind and sentence."""
	is_v2 = request.path.startswith("/api/v2/")
	if response.status_code < 400:
		_keep(response, {"data" if is_v2 else "message"})
		return
	kind, told = _refusal_of_app(response) or _refusal_before_app(response, request)
	if is_v2:
		answer = {"errors": [{"type": kind, **told}]}
	else:
		answer = {"exc_type": kind, "_server_messages": json.dumps([json.dumps(told)])}
	_write(response, answer)


def _keep(response, names: set[str]) -> None:
	body = _read(response)
	if set(body) - names:
		_write(response, {name: body[name] for name in names if name in body})


def _refusal_of_app(response) -> tuple[str, dict] | None:
	"""What the door of the guest functions let out, by its kind and sentence."""
	refusal = frappe.local.flags.guest_refusal
	if not refusal or response.status_code != refusal["status"]:
		return None
	body = _read(response)
	messages = body.get("errors") or [
		json.loads(text) for text in json.loads(body.get("_server_messages", "[]"))
	]
	told = messages[-1] if messages else {}
	return refusal["kind"], {
		**{key: told[key] for key in MESSAGE_KEYS if key in told},
		"message": refusal["sentence"],
	}


def _refusal_before_app(response, request) -> tuple[str, dict]:
	code = response.status_code
	if _is_unreadable(request):
		response.status_code = InvalidInputError.http_status_code
		return InvalidInputError.__name__, {"message": _("Send the arguments as a form or as a JSON object")}
	if code == IS_MAINTAINED:
		return BusyError.__name__, {"message": _("Please try again in a moment")}
	if code >= 500:
		response.status_code = UnexpectedError.http_status_code
		number = log_for_operators("Guest request", _describe(response, request))
		return UnexpectedError.__name__, {"message": say_unexpected(number)}
	return _kind_of(response), {"message": _sentence(code)}


def _sentence(code: int) -> str:
	sentences = {
		400: _("Your session has changed. Load the page again"),
		401: _("Your login is not valid. Sign in again, or send the request without it"),
		403: _("This cannot be called like this. Changes are sent as POST requests"),
		429: _("Too many requests. Please try again later"),
	}
	return sentences.get(code) or _("There is nothing that can be called at this address")


def _kind_of(response) -> str:
	"""The name of Frappe's exception."""
	body = _read(response)
	errors = body.get("errors")
	kind = errors[0].get("type") if isinstance(errors, list) and errors else body.get("exc_type")
	return kind if isinstance(kind, str) and kind.isidentifier() else "ValidationError"


def _describe(response, request) -> str:
	"""For the log, without what was sent."""
	return f"{request.method} {request.path}: {_kind_of(response)} outside of any guest function"


def _is_unreadable(request) -> bool:
	"""Whether the body is announced as JSON and is neither an object nor, which Frappe takes too, a list."""
	if not request.is_json or not request.get_data():
		return False
	try:
		return not isinstance(request.get_json(silent=True), dict | list)
	except RecursionError:
		return True


def _read(response) -> dict:
	try:
		body = json.loads(response.get_data())
	except ValueError:  # a page of Frappe's own
		return {}
	return body if isinstance(body, dict) else {}


def _write(response, answer: dict) -> None:
	response.mimetype = "application/json"
	response.set_data(json.dumps(answer))
