"""The same functions by every road that leads to them, and what is refused on the way."""

import json

import pytest

from tests.site.answers import API, INTERNALS, INVALID_LINK, message_of, state_of
from tests.site.factories import next_monday
from tests.site.hosts import BENCH_SITE

PATH = API.removeprefix("/api/method/")
MONDAY = next_monday().isoformat()
JSON = {"Accept": "application/json"}
ROADS = {
	"v1": lambda http, name, **options: http.post(f"/api/method/{PATH}{name}", **options),
	"v1 by name": lambda http, name, **options: http.post(f"/api/v1/method/{PATH}{name}", **options),
	"v2": lambda http, name, **options: http.post(f"/api/v2/method/{PATH}{name}", **options),
	"cmd": lambda http, name, **options: by_cmd(http, name, **options),
}


def by_cmd(http, name, headers=None, **options):
	"""The oldest road: the function's name among the arguments."""
	for body in ("json", "data"):
		if body in options:
			options[body] = {"cmd": PATH + name, **options[body]}
	return http.post("/", headers={**JSON, **(headers or {})}, **options)


@pytest.fixture(scope="module")
def told_everything(opened_site):
	"""Frappe tells tracebacks to guests where its settings allow it, as they do by default."""
	import frappe

	settings = frappe.get_doc("System Settings")
	settings.allow_error_traceback = 1
	settings.save()
	frappe.db.commit()


@pytest.fixture
def unchanged(site, consulting, told_everything):
	"""Hold that a test has left all bookings as they were since it called this."""
	before = []
	yield lambda: before.append(state_of(consulting.name))
	site.db.rollback()
	assert state_of(consulting.name) == before[0]


@pytest.mark.parametrize("road", ROADS)
@pytest.mark.parametrize("body", ["json", "data"])
def test_every_road_gives_the_same_answer(http, booking, unchanged, road, body):
	unchanged()
	answer = ROADS[road](http, "get_booking_details", **{body: {"token": booking.cancel_token}})
	assert answer.status_code == 200
	key = "data" if road == "v2" else "message"
	assert set(answer.json) == {key}
	assert answer.json[key]["booking_id"] == booking.name


@pytest.mark.parametrize("road", ROADS)
def test_every_road_refuses_alike(http, booking, unchanged, road):
	unchanged()
	answer = ROADS[road](http, "cancel_booking", data={"token": booking.reschedule_token})
	assert answer.status_code == 404
	if road == "v2":
		told = {"type": "InvalidLinkError", "message": INVALID_LINK, "title": "Message", "indicator": "red"}
		assert answer.json == {"errors": [told]}
	else:
		assert message_of(answer) == INVALID_LINK
	assert not INTERNALS.search(answer.text)


@pytest.mark.parametrize("road", ["/api/method/", "/api/v2/method/"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("function", ["create_booking", "reschedule_booking", "cancel_booking"])
def test_write_takes_a_post(http, booking, consulting, unchanged, road, method, function):
	unchanged()
	values = {
		"create_booking": {
			"department_slug": consulting.slug,
			"meeting_type_slug": consulting.type_slug,
			"date": MONDAY,
			"time": "11:00",
			"customer_name": "Alex Example",
			"customer_email": "alex@example.com",
		},
		"reschedule_booking": {"token": booking.reschedule_token, "new_date": MONDAY, "new_time": "11:00"},
		"cancel_booking": {"token": booking.cancel_token},
	}
	answer = http.send(method, road + PATH + function, query_string=values[function])
	assert answer.status_code == 403
	assert not INTERNALS.search(answer.get_data(as_text=True))


def test_get_by_cmd_changes_nothing(http, booking, unchanged):
	unchanged()
	values = {"cmd": PATH + "cancel_booking", "token": booking.cancel_token}
	assert http.get("/", query_string=values, headers=JSON).status_code == 403


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize("token", ["right", "wrong"])
def test_answers_are_never_kept_or_indexed(http, booking, accept, token):
	"""Not even where a browser asked and Frappe answers with a page of its own."""
	sent = {"token": booking.cancel_token if token == "right" else "x" * 43}
	answer = http.post(API + "get_booking_details", data=sent, headers={"Accept": accept})
	assert answer.status_code == (200 if token == "right" else 404)
	assert answer.headers["Cache-Control"] == "no-store"
	assert answer.headers["Referrer-Policy"] == "no-referrer"
	assert answer.headers["X-Content-Type-Options"] == "nosniff"
	assert answer.headers["X-Robots-Tag"] == "noindex"
	assert "Traceback" not in answer.text


UNREADABLE = {
	"broken JSON": ("application/json", '{"token":'),
	"text": ("application/json", '"x"'),
	"number": ("application/json", "3"),
	"null": ("application/json", "null"),
	"no UTF-8": ("application/json", b"\xff\xfe{}"),
	"two objects": ("application/json", "{}{}"),
	"lists without end": ("application/json", "[" * 20_000),
}
EMPTY = {
	"nothing": ("application/json", ""),
	"a list": ("application/json", '[{"token": "x"}]'),
	"plain text": ("text/plain", '{"token": "x"}'),
	"XML": ("application/xml", "<token>x</token>"),
	"broken parts": ("multipart/form-data; boundary=x", b"broken"),
	"no UTF-8 in a form": ("application/x-www-form-urlencoded", b"token=%ff%fe"),
}


@pytest.mark.parametrize("road", ["/api/method/", "/api/v2/method/"])
@pytest.mark.parametrize("kind", UNREADABLE)
def test_body_that_is_no_json_object_is_refused_without_a_traceback(http, booking, unchanged, road, kind):
	"""Frappe fails before it asks the app, and by its own rules would tell how."""
	unchanged()
	content_type, body = UNREADABLE[kind]
	answer = http.post(road + PATH + "cancel_booking", data=body, content_type=content_type)
	assert answer.status_code == 417
	sentence = "Send the arguments as a form or as a JSON object"
	if "v2" in road:
		assert answer.json == {"errors": [{"type": "InvalidInputError", "message": sentence}]}
	else:
		assert set(answer.json) == {"exc_type", "_server_messages"}
		assert (answer.json["exc_type"], message_of(answer)) == ("InvalidInputError", sentence)
	assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("kind", EMPTY)
def test_body_without_arguments_asks_for_them(http, booking, unchanged, kind):
	unchanged()
	content_type, body = EMPTY[kind]
	answer = http.post(API + "cancel_booking", data=body, content_type=content_type)
	assert (answer.status_code, message_of(answer)) == (404, INVALID_LINK)


@pytest.mark.skipif(not BENCH_SITE, reason="localsite knows no keys of users")
def test_wrong_credentials_are_refused_without_a_traceback(http, booking, unchanged):
	unchanged()
	headers = {"Authorization": "token nobody:nothing"}
	answer = http.post(API + "cancel_booking", json={"token": booking.cancel_token}, headers=headers)
	assert answer.status_code == 401
	assert not INTERNALS.search(answer.text)


def test_arguments_of_the_body_hide_those_of_the_address(http, booking, unchanged):
	unchanged()
	query = {"token": booking.cancel_token}
	answer = http.post(API + "get_booking_details", query_string=query, json={"other": 1})
	assert (answer.status_code, message_of(answer)) == (404, INVALID_LINK)


def test_unknown_arguments_change_nothing(http, consulting, site):
	answer = http.call(
		"create_booking",
		department_slug=consulting.slug,
		meeting_type_slug=consulting.type_slug,
		date=MONDAY,
		time="10:00",
		customer_name="Alex Example",
		customer_email="alex@example.com",
		status="Completed",
		assigned_users=[{"member": "ada.test@example.com"}] * 3,
		policy="{}",
		duration=5,
		owner="Administrator",
		doctype="User",
		flags={"ignore_validate": True},
		ignore_permissions=True,
	)
	assert answer.status_code == 200, answer.text
	booking = site.get_doc("MM Meeting Booking", answer.json["message"]["booking_id"])
	assert (booking.status, booking.duration, len(booking.assigned_users)) == ("Confirmed", 30, 1)
	assert booking.owner == "Guest"
	assert json.loads(booking.policy)


@pytest.mark.parametrize(
	"name",
	[
		"public.read_date",
		"public.open_slots",
		"guest_bookings.cancel",
		"guest_bookings.book_once",
		"guest_errors.refuse_link",
	],
)
def test_only_the_named_functions_can_be_called(http, booking, unchanged, name):
	unchanged()
	path = "/api/method/meeting_manager.meeting_manager.api." + name
	assert http.post(path, json={"token": booking.cancel_token, "reason": ""}).status_code == 403
