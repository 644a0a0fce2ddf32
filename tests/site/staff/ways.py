"""Every way in which staff can move or cancel a booking, and what comes of it."""

import json
from collections.abc import Callable
from dataclasses import dataclass

import frappe

from meeting_manager.adapters.site_time import to_site_datetime
from meeting_manager.exceptions import PolicyError, ReasonMissingError
from meeting_manager.meeting_manager.api import affected, bulk, staff_bookings
from tests.site.people import sign_in
from tests.site.staff.looking import BOOKING, at, state

WHY = "The room burnt down"
MOVED = 240
"""Minutes: to 14:00."""
SAVED = {
	"cancel": {"status": "Cancelled", "cancellation_reason": "Ada is ill"},
	"move": {"start_utc_minute": MOVED},
}


@dataclass(frozen=True)
class Answer:
	"""Of a way: the name of the error, and what was said."""

	kind: str = ""
	said: str = ""


@dataclass(frozen=True)
class Way:
	"""
	:param do: with the test's means, the booking and the reason of an override.
	"""

	name: str
	action: str
	do: Callable
	is_on_a_bench: bool = False


class Means:
	def __init__(self, site, http):
		self.site, self.http, self.user = site, http, "Administrator"

	def call(self, function, *arguments, **named) -> Answer:
		"""What a whitelisted function answers or raises, as the user."""
		self.site.set_user(self.user)
		try:
			return self.answer_of(function(*arguments, **named))
		except frappe.ValidationError as refusal:
			return Answer(type(refusal).__name__, str(refusal))
		finally:
			self.site.set_user("Administrator")

	def answer_of(self, found) -> Answer:
		"""Of one booking among many: Answer() where it was changed."""
		rows = (found or {}).get("bookings", [])
		self.site.db.commit()
		for row in rows:
			if not row["possible"]:
				kind = ReasonMissingError if row["lacks_override_reason"] else PolicyError
				return Answer(kind.__name__, row["why_not"])
		return Answer()

	def request(self, method, path, body) -> Answer:
		answer = self.http.send(method, path, json=body, headers=sign_in(self.http, self.user))
		if answer.status_code < 300:
			return Answer()
		messages = json.loads(answer.json["_server_messages"])
		return Answer(answer.json["exc_type"], json.loads(messages[-1])["message"])


def changes_of(booking, action, because):
	values = dict(SAVED[action])
	if action == "move":
		values["start_utc_minute"] += booking.start_utc_minute
	return {**values, "override_reason": because}


def by_rest(action):
	return lambda means, booking, because: means.request(
		"PUT", f"/api/resource/{BOOKING}/{booking.name}", changes_of(booking, action, because)
	)


def by_site_clock(means, booking, because):
	start = to_site_datetime(booking.start_utc_minute + MOVED)
	values = {"start_datetime": str(start), "override_reason": because}
	return means.request("PUT", f"/api/resource/{BOOKING}/{booking.name}", values)


def by_client(action):
	return lambda means, booking, because: means.request(
		"POST",
		"/api/method/frappe.client.set_value",
		{"doctype": BOOKING, "name": booking.name, "fieldname": changes_of(booking, action, because)},
	)


def by_whole_document(function, action):
	def do(means, booking, because):
		doc = {**json.loads(state(booking).as_json()), **changes_of(booking, action, because)}
		body = {"doc": json.dumps(doc), "action": "Save"}
		return means.request("POST", f"/api/method/{function}", body)

	return do


def by_answer(attention):
	"""Of the customer's calendar."""

	def do(means, booking, because):
		reply = frappe.get_doc(
			{
				"doctype": "MM Calendar Reply",
				"booking": booking.name,
				"who": "Customer",
				"attendee": booking.customer_email,
				"state": "Open",
				"attention": attention,
				"booking_sequence": booking.calendar_sequence,
				"proposed_utc_minute": booking.start_utc_minute + MOVED,
			}
		).insert()
		means.site.db.commit()
		return means.call(lambda: frappe.get_doc("MM Calendar Reply", reply.name).accept(because))

	return do


def by_board(means, booking, because):
	decision = {"booking": booking.name, "action": "move", "start": at(14)}
	return means.call(affected.settle_affected, [decision], because)


WAYS = (
	Way(
		"the dialog",
		"cancel",
		lambda m, b, why: m.call(
			staff_bookings.cancel_as_staff, b.name, text="Ada is ill", override_reason=why
		),
	),
	Way(
		"the dialog",
		"move",
		lambda m, b, why: m.call(staff_bookings.move_as_staff, b.name, at(14), override_reason=why),
	),
	Way(
		"many",
		"cancel",
		lambda m, b, why: m.call(bulk.bulk_cancel, [b.name], "Test: ill", override_reason=why),
	),
	Way(
		"many",
		"move",
		lambda m, b, why: m.call(bulk.bulk_move, [b.name], minutes=MOVED, note="Test", override_reason=why),
	),
	Way("the board of affected ones", "move", by_board),
	Way("a calendar's answer", "cancel", by_answer("Customer Declined")),
	Way("a calendar's answer", "move", by_answer("Other Time Proposed")),
	Way("REST", "cancel", by_rest("cancel")),
	Way("REST", "move", by_rest("move")),
	Way("REST, by the site's clock", "move", by_site_clock),
	Way("client.set_value", "cancel", by_client("cancel"), True),
	Way("client.set_value", "move", by_client("move"), True),
	Way("client.save", "cancel", by_whole_document("frappe.client.save", "cancel"), True),
	Way("client.save", "move", by_whole_document("frappe.client.save", "move"), True),
	Way("the form", "cancel", by_whole_document("frappe.desk.form.save.savedocs", "cancel"), True),
	Way("the form", "move", by_whole_document("frappe.desk.form.save.savedocs", "move"), True),
)
