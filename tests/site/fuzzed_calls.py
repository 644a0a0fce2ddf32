"""Sends fuzzed calls by every road and holds what no answer may be."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meeting_manager.meeting_manager.doctype.mm_notification_choice import mail_choices
from tests.calendar_linter import lint_own
from tests.site.answers import API, INTERNALS
from tests.site.conftest import make_booking
from tests.site.fuzzed_arguments import MONDAY, arguments_of, guest_functions, spoiled
from tests.site.hosts import ROOT

BOOKING = "MM Meeting Booking"
V2 = API.replace("/api/", "/api/v2/")
READS = (
	"get_departments",
	"get_meeting_types",
	"get_available_dates",
	"get_available_time_slots",
	"get_booking_details",
	"ics",
	"feed",
	"get_mail_choices",
)
CODES = {
	"get_departments": {200, 417},
	"get_meeting_types": {200, 404, 417},
	"get_available_dates": {200, 404, 417},
	"get_available_time_slots": {200, 404, 417},
	"get_booking_details": {200, 404, 409, 417},
	"ics": {200, 404, 409, 417},
	"feed": {200, 404, 417},
	"create_booking": {200, 404, 409, 417},
	"reschedule_booking": {200, 404, 409, 417},
	"cancel_booking": {200, 404, 409, 417},
	"get_mail_choices": {200, 404, 417},
	"set_mail_choice": {200, 404, 417},
}
KEYS = ({"message"}, {"data"}, {"exc_type", "_server_messages"}, {"errors"})
PLACES = ("09:00", "09:30", "10:00", "10:30", "11:00")
TOKEN = "token of {0} {1}"
"""Stands for what opens a booking now: every move changes it."""

MAILS = "token of mails"
"""Stands for what opens a mailbox's choices."""

bodies = st.sampled_from(["json", "json", "form", "query"])
broken = st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace"))


@dataclass
class Fuzzer:
	"""
	:param department: as `make_consulting` returns it, without other bookings.
	"""

	http: object
	department: object
	bookings: list = field(default_factory=list)
	feed: str = ""
	codes: Counter = field(default_factory=Counter)

	def __post_init__(self):
		import frappe

		from meeting_manager.meeting_manager.doctype.mm_calendar_feed.mm_calendar_feed import feed_of

		self.bookings = [make_booking(self.department, place) for place in PLACES]
		self.feed = feed_of("MM Department", self.department.name).address.split("token=")[1]
		frappe.db.commit()

	def run(self, function: str, number: int) -> None:
		"""Send so many calls to a function: half of them wrong in one argument, each in its turn."""
		proper, real = self.proper(function), self.real()
		arguments = guest_functions()[function]
		each = number // 2 // max(1, len(arguments))
		for argument in arguments:
			self._fuzz(function, spoiled(function, argument, proper, real), each)
		self._fuzz(function, arguments_of(function, proper, real), number - each * len(arguments))

	def _fuzz(self, function: str, calls: st.SearchStrategy, number: int) -> None:
		"""The first surprise is shrunk to the smallest that hypothesis finds."""

		@settings(
			max_examples=number,
			deadline=None,
			database=None,
			derandomize=True,
			suppress_health_check=list(HealthCheck),
		)
		@given(calls, bodies, st.booleans(), st.none() | broken)
		def fuzz(arguments, body, is_v2, unreadable):
			answer = self.send(function, arguments, body, is_v2, unreadable if body == "query" else None)
			self.codes[answer.status_code] += 1
			check(answer, CODES[function])
			self.renew(function, answer)

		fuzz()

	def proper(self, function: str) -> dict:
		offer = {"department_slug": self.department.slug, "meeting_type_slug": self.department.type_slug}
		when = {"date": MONDAY, "time": "14:00", "start": ""}
		return {
			"get_departments": {},
			"get_meeting_types": {"department_slug": self.department.slug},
			"get_available_dates": offer,
			"get_available_time_slots": {**offer, "date": MONDAY},
			"get_booking_details": {"token": TOKEN.format("cancel", 0)},
			"feed": {"token": self.feed},
			"ics": {"token": TOKEN.format("calendar", 0)},
			"create_booking": {
				**offer,
				**when,
				"customer_name": "Alex Example",
				"customer_email": "alex@example.com",
			},
			"reschedule_booking": {
				"token": TOKEN.format("reschedule", 1),
				"new_date": MONDAY,
				"new_time": "15:00",
			},
			"cancel_booking": {"token": TOKEN.format("cancel", 2)},
			"get_mail_choices": {"token": MAILS},
			"set_mail_choice": {"token": MAILS, "about": "reminders", "wanted": "no"},
		}[function]

	def real(self) -> dict[str, list[str]]:
		numbers = range(len(self.bookings))
		moving, leaving = (
			[TOKEN.format(purpose, n) for n in numbers] for purpose in ("reschedule", "cancel")
		)
		return {
			"department_slug": [self.department.slug],
			"meeting_type_slug": [self.department.type_slug],
			"token": [*moving, *leaving, MAILS],
			"about": ["reminders", "thanks"],
			"wanted": ["yes", "no"],
			"reschedule_token": moving,
			"time": [*PLACES, "14:30", "15:30"],
			"new_time": [*PLACES, "14:30", "15:30"],
		}

	def send(self, function: str, arguments: dict, body: str, is_v2: bool, unreadable: bytes | None):
		path = (V2 if is_v2 else API) + function
		arguments = {name: self.opened(value) for name, value in arguments.items()}
		if unreadable:
			return self.http.post(path, data=unreadable, content_type="application/json")
		if body == "json":
			return self.http.post(path, data=json.dumps(arguments), content_type="application/json")
		texts = {name: value for name, value in arguments.items() if is_sendable(value)}
		if body == "query" and function in READS:
			return self.http.get(path, query_string=texts)
		return self.http.post(path, data=texts)

	def opened(self, value):
		if not isinstance(value, str) or not value.startswith("token of "):
			return value
		if value.startswith(MAILS):
			return value.replace(MAILS, mail_choices.derive_token("fuzzed@example.com", "reminders"))
		for number, booking in enumerate(self.bookings):
			for purpose in ("reschedule", "cancel", "calendar"):
				name = TOKEN.format(purpose, number)
				if value.startswith(name):
					return value.replace(name, getattr(booking, f"{purpose}_token"))
		return value

	def renew(self, function: str, answer) -> None:
		"""Free the time of what was booked, replace what was cancelled, read the new tokens of what was moved."""
		if answer.status_code != 200 or function in READS:
			return
		import frappe

		frappe.db.rollback()
		if function == "create_booking":
			made = answer.json.get("message") or answer.json["data"]
			booking = frappe.get_doc(BOOKING, made["booking_id"])
			if booking.status != "Cancelled":  # a repeated key is answered with the first booking
				booking.cancel_meeting("Cancelled by Staff")
			frappe.db.commit()
			return
		for number, booking in enumerate(self.bookings):
			booking.reload()
			if booking.status == "Cancelled":
				self.bookings[number] = make_booking(self.department, find_place(self.bookings))


def find_place(bookings: list) -> str:
	"""A time at which none of these stands and no fuzzed booking can: members' hours begin at nine."""
	taken = {
		f"{booking.start.astimezone(booking.zone):%H:%M}"
		for booking in bookings
		if booking.status != "Cancelled"
	}
	return next(place for place in PLACES if place not in taken)


def is_sendable(value: object) -> bool:
	"""Whether a form can carry it."""
	if not isinstance(value, str):
		return False
	try:
		value.encode()
	except UnicodeEncodeError:
		return False
	return True


def check(answer, codes: set[int]) -> None:
	"""A code of the contract, JSON of its shapes or a proper calendar, and no word of what runs behind it."""
	text = answer.get_data(as_text=True)
	assert answer.status_code in codes, (answer.status_code, text[:600])
	if answer.mimetype == "text/calendar":
		assert lint_own(answer.get_data()) == [], text[:600]
	else:
		assert set(answer.json) in KEYS, text[:600]
	found = INTERNALS.search(text)
	assert not found and str(ROOT) not in text, text[:600]
	assert answer.headers["X-Content-Type-Options"] == "nosniff"


def assert_whole(department) -> int:
	"""Each booking of the department has its mails, no member two of them at once. The number of bookings."""
	import frappe

	frappe.db.rollback()
	names = frappe.get_all(BOOKING, {"department": department.name}, pluck="name", order_by="name asc")
	held = frappe.get_all(
		"MM Meeting Booking Assigned User",
		{"parent": ["in", names], "is_blocking": 1},
		["member", "start_utc_minute", "end_utc_minute"],
		order_by="member asc, start_utc_minute asc",
	)
	for one, other in pairwise(held):
		assert one.member != other.member or one.end_utc_minute <= other.start_utc_minute
	for name in names:
		assert frappe.db.count("MM Message", {"booking": name, "channel": "Email"}) >= 2, name
	return len(names)
