"""Bookings by guests who write one of the payloads into one field."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tests.site.answers import API, INTERNALS, INVALID_LINK, message_of
from tests.site.factories import delete_bookings, next_monday
from tests.site.injected_mail import outline

MONDAY = next_monday().isoformat()
BOOKING = "MM Meeting Booking"
CUSTOMER = "alex@example.com"
CREATE = (
	"department_slug",
	"meeting_type_slug",
	"date",
	"time",
	"start",
	"customer_name",
	"customer_email",
	"customer_phone",
	"customer_timezone",
	"notes",
	"idempotency_key",
)
MOVE = ("token", "new_date", "new_time")
LEAVE = ("token", "reason")
FIELDS = (
	*(("create_booking", name) for name in CREATE),
	*(("reschedule_booking", name) for name in MOVE),
	*(("cancel_booking", name) for name in LEAVE),
)
NOT_THERE = {
	"department_slug": "Department not found",
	"meeting_type_slug": "Meeting type not found",
	"token": INVALID_LINK,
}


@dataclass
class Injector:
	"""
	:param mails: reads the mails queued for a booking as (recipients, message).
	"""

	http: object
	department: object
	mails: object
	codes: Counter = field(default_factory=Counter)
	expected: dict = field(default_factory=dict)
	checked: int = 0

	def __post_init__(self):
		"""Remember how mails look whose guest wrote nothing odd."""
		self.inject("create_booking", "notes", "A note")
		self.inject("cancel_booking", "reason", "A note")

	def inject(self, function: str, argument: str, payload: str) -> int:
		"""The code of the answer; a refusal names the field, anything else is a whole booking with clean mails."""
		send = {
			"create_booking": self._book,
			"cancel_booking": self._cancel,
			"reschedule_booking": self._move,
		}
		answer = send[function]({argument: payload})
		self.codes[answer.status_code] += 1
		place = (function, argument, payload)
		assert not INTERNALS.search(answer.text.replace(payload, "")), place
		if answer.status_code != 200:
			assert self._is_by_name(argument, answer), (place, answer.text)
		elif function == "create_booking":
			self._follow(argument, place)
		else:
			self._check_mails("cancelled", place)
		delete_bookings(self.department.name)
		self.http.frappe.db.commit()
		return answer.status_code

	def _is_by_name(self, argument: str, answer) -> bool:
		said = (answer.status_code, message_of(answer))
		named = said[0] == 417 and said[1].startswith(f"{argument}: expected ")
		return named or said == (404, NOT_THERE.get(argument))

	def _proper(self) -> dict:
		offer = {"department_slug": self.department.slug, "meeting_type_slug": self.department.type_slug}
		customer = {"customer_name": "Alex Example", "customer_email": CUSTOMER, "notes": "A note"}
		return {**offer, **customer, "date": MONDAY, "time": "10:00"}

	def _book(self, changes: dict):
		return self.http.post(API + "create_booking", json={**self._proper(), **changes})

	def _made(self):
		made = self._book({})
		assert made.status_code == 200, made.text
		return self.http.frappe.get_doc(BOOKING, made.json["message"]["booking_id"])

	def _move(self, changes: dict):
		token = {} if "token" in changes else {"token": self._made().reschedule_token}
		when = {"new_date": MONDAY, "new_time": "11:00"}
		known = {name: value for name, value in changes.items() if name in MOVE}
		return self.http.post(API + "reschedule_booking", json={**when, **token, **known})

	def _cancel(self, changes: dict):
		token = {} if "token" in changes else {"token": self._made().cancel_token}
		known = {name: value for name, value in changes.items() if name in LEAVE}
		return self.http.post(API + "cancel_booking", json={**token, **known})

	def _follow(self, argument: str, place: tuple) -> None:
		"""What a name or a note does in the mails about its booking's later life too."""
		booking = self._check_mails("booked", place)
		if argument in ("customer_name", "notes"):
			moved = self._move({"token": booking.reschedule_token})
			assert moved.status_code == 200, (place, moved.text)
			booking = self._check_mails("moved", place)
			left = self._cancel({"token": booking.cancel_token, "reason": "A note"})
			assert left.status_code == 200, (place, left.text)
			self._check_mails("cancelled", place)

	def _check_mails(self, event: str, place: tuple):
		frappe = self.http.frappe
		frappe.db.rollback()
		(name,) = frappe.get_all(
			BOOKING, {"department": self.department.name}, pluck="name", order_by="name asc"
		)
		booking = frappe.get_doc(BOOKING, name)
		mails = self.mails(booking)[-2:]
		assert [recipients for recipients, _mail in mails] == [
			[booking.customer_email],
			[booking.assigned_users[0].user],
		], place
		for number, (_recipients, mail) in enumerate(mails):
			look = outline(mail)
			usual = self.expected.setdefault((event, number), look)
			assert [usual[part] for part in usual] == [look[part] for part in usual], (event, number, place)
			self.checked += 1
		return booking
