"""docs/openapi.json tells of exactly the functions, arguments, methods, answers and refusals that there are."""

from inspect import signature

import pytest

from meeting_manager.meeting_manager.doctype.mm_calendar_feed.mm_calendar_feed import feed_of
from scripts.openapi import ROAD, as_text, describe
from tests.site.conftest import make_booking
from tests.site.documented import DOCUMENT, FILE, assert_documented, call_of, resolve
from tests.site.factories import next_monday
from tests.site.fuzzed_arguments import guest_functions

MONDAY = next_monday().isoformat()
CUSTOMER = {"customer_name": "Alex Example", "customer_email": "alex@example.com"}
NEVER_PROVOKED = {304, 403, 429, 500, 503}
"""Held by the tests of the guard and of feeds."""


@pytest.fixture
def asked(http, consulting):
	"""A call that holds that the answer is documented: `asked("get_departments")`; returns its message or code."""
	offer = {"department_slug": consulting.slug, "meeting_type_slug": consulting.type_slug}

	def ask(function, **arguments):
		taken = signature(public_function(function)).parameters
		sent = {**{name: value for name, value in offer.items() if name in taken}, **arguments}
		answer = http.call(function, **sent)
		assert_documented(function, answer)
		if answer.status_code != 200:
			return answer.status_code
		return answer.json["message"] if answer.is_json else answer.text

	return ask


def public_function(name: str):
	from meeting_manager.meeting_manager.api import public

	return getattr(public, name)


def test_file_is_what_the_script_writes():
	assert FILE.read_text(encoding="utf-8") == as_text(describe()), "run: python3 -m scripts.openapi"


def test_all_functions_with_all_arguments(site):
	described = {}
	for path, calls in DOCUMENT["paths"].items():
		body = call_of(path.removeprefix(ROAD))["requestBody"]["content"]
		(names,) = {tuple(resolve(kind["schema"])["properties"]) for kind in body.values()}
		described[path.removeprefix(ROAD)] = list(names)
		if "get" in calls:
			assert [parameter["name"] for parameter in calls["get"]["parameters"]] == list(names)
	assert described == guest_functions()


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_methods_are_those_that_the_host_lets_through(http, site, method):
	for name in guest_functions():
		is_refused = http.send(method, ROAD + name).status_code == 403
		assert is_refused == (method.lower() not in DOCUMENT["paths"][ROAD + name]), name


def test_what_is_called_required_is_asked_for(http, site):
	"""Only the first of several is named by the refusal."""
	for name in guest_functions():
		body = call_of(name)["requestBody"]
		required = resolve(body["content"]["application/json"]["schema"])["required"]
		answer = http.call(name)
		assert body["required"] == bool(required) == (answer.status_code != 200), name
		if required:
			assert answer.status_code == (404 if required[0] == "token" else 417), name
		assert_documented(name, answer)


def test_every_refusal_stands_there_with_its_code():
	from meeting_manager import exceptions

	kinds = {
		(kind.__name__, kind.http_status_code)
		for kind in vars(exceptions).values()
		if isinstance(kind, type) and issubclass(kind, exceptions.BookingRefusal)
	}
	described = {
		(kind, int(name.removeprefix("Refused")))
		for name, shape in DOCUMENT["components"]["schemas"].items()
		if name.startswith("Refused")
		for kind in shape["properties"]["exc_type"]["enum"]
	}
	assert described == kinds | {("ValidationError", 417)}


def derive_token(address: str, about: str) -> str:
	from meeting_manager.meeting_manager.doctype.mm_notification_choice import mail_choices

	return mail_choices.derive_token(address, about)


def test_proper_answers_are_as_described(asked, consulting):
	asked("get_departments")
	asked("get_meeting_types")
	asked("get_available_dates")
	assert asked("get_available_time_slots", date=MONDAY)["slots"]
	assert asked("create_booking", date=MONDAY, time="10:00", **CUSTOMER)["status"] == "Confirmed"
	booking = make_booking(consulting, "11:00")
	assert asked("get_booking_details", token=booking.cancel_token)["token_purpose"] == "cancel"
	assert asked("get_booking_details", token=booking.reschedule_token)["token_purpose"] == "reschedule"
	assert asked("ics", token=booking.calendar_token).startswith("BEGIN:VCALENDAR")
	feed = feed_of("MM Department", consulting.name).address
	assert asked("feed", token=feed.split("token=")[1]).startswith("BEGIN:VCALENDAR")
	moved = asked("reschedule_booking", token=booking.reschedule_token, new_date=MONDAY, new_time="12:00")
	booking.reload()
	assert "old_assigned_to" not in moved
	asked("cancel_booking", token=booking.cancel_token, reason="I am ill")
	mailbox = {"token": derive_token("openapi@example.com", "thanks")}
	assert asked("get_mail_choices", **mailbox) == {"about": "thanks", "reminders": True, "thanks": True}
	assert asked("set_mail_choice", **mailbox, about="thanks", wanted="yes")["thanks"] is True


def test_a_move_to_another_member_is_as_described(asked, consulting, site):
	booking = make_booking(consulting, "10:00")
	member = booking.members[0]
	taken = make_booking(consulting, "12:00", assigned_users=[{"member": member}])
	assert taken.members == [member]
	moved = asked("reschedule_booking", token=booking.reschedule_token, new_date=MONDAY, new_time="12:00")
	assert moved["member_changed"] and moved["old_assigned_to"] != moved["new_assigned_to"]


def test_refusals_are_as_described(asked, consulting, http):
	cancelled = make_booking(consulting, "10:00")
	token = cancelled.cancel_token
	asked("cancel_booking", token=token)
	times = {"new_date": MONDAY, "new_time": "12:00"}
	provoked = {
		"get_meeting_types": [{"department_slug": "nowhere"}, {"department_slug": "\0"}],
		"get_available_dates": [{"department_slug": "nowhere"}, {"start_date": "today"}],
		"get_available_time_slots": [{"department_slug": "nowhere", "date": MONDAY}, {"date": "today"}],
		"create_booking": [
			{"department_slug": "nowhere"},
			{"date": MONDAY, "time": "03:00", **CUSTOMER},
			{"date": MONDAY, "time": "late", **CUSTOMER},
		],
		"get_booking_details": [{"token": "A" * 43}, {"token": token}],
		"feed": [{"token": "A" * 43}],
		"ics": [{"token": "A" * 43}, {"token": token}],
		"reschedule_booking": [{"token": "A" * 43, **times}, {"token": cancelled.reschedule_token, **times}],
		"cancel_booking": [{"token": "A" * 43}, {"token": token}],
		"get_mail_choices": [{"token": "r" * 25}],
		"set_mail_choice": [
			{"token": "r" * 25},
			{"token": derive_token("openapi@example.com", "thanks"), "about": "x", "wanted": "no"},
		],
	}
	standing = make_booking(consulting, "11:00")
	provoked["reschedule_booking"].append(
		{"token": standing.reschedule_token, "new_date": "x", "new_time": "y"}
	)
	provoked["cancel_booking"].append({"token": standing.cancel_token, "reason": "x" * 501})
	for function, calls in provoked.items():
		codes = {asked(function, **arguments) for arguments in calls}
		described = {int(code) for code in call_of(function)["responses"]} - NEVER_PROVOKED - {200}
		if function in ("get_booking_details", "get_mail_choices", "ics", "feed"):
			described -= {417}
		assert codes == described, function
