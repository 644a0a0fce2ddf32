"""What the tests of the guest API look at: an answer's sentence, what it must not hold, what it must not change."""

import json
import re

import frappe

API = "/api/method/meeting_manager.meeting_manager.api.public."
INVALID_LINK = "Invalid or expired link"
NOBODY_FREE = "No members are available at the requested time"
INTERNALS = re.compile(
	r"Traceback|\bSELECT\b|\bINSERT INTO\b|\btab[A-Z]|\.py\b|site-packages|/apps/|\\n  File|sqlite|MariaDB",
	re.I,
)


def message_of(response) -> str:
	"""The only message of a refusal."""
	messages = json.loads(response.json["_server_messages"])
	assert len(messages) == 1, messages
	return json.loads(messages[0])["message"]


def assert_refused(response, code: int, sentence: str, kind: str | None = None) -> None:
	assert (response.status_code, message_of(response)) == (code, sentence)
	assert kind is None or response.json["exc_type"] == kind
	assert_tells_nothing(response)


def assert_tells_nothing(response) -> None:
	"""No word of what runs behind the answer."""
	assert not {"exc", "exception", "_error_message", "_debug_messages"} & set(response.json)
	found = INTERNALS.search(response.get_data(as_text=True))
	assert not found, found


def state_of(department: str) -> list:
	"""All that a refused call must leave as it was."""
	bookings = frappe.get_all("MM Meeting Booking", {"department": department}, ["*"], order_by="name asc")
	names = [booking.name for booking in bookings]
	children = [
		frappe.get_all(doctype, {"parent": ["in", names]}, ["*"], order_by="name asc") if names else []
		for doctype in ("MM Meeting Booking Assigned User", "MM Booking History")
	]
	return [bookings, children, frappe.db.count("MM Message")]
