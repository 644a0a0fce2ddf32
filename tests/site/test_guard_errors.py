"""What may leave of an error: a sentence that was written for guests, or the number of its log."""

import frappe
import pytest

from meeting_manager import guest_pages
from meeting_manager.guest import page as frame
from meeting_manager.meeting_manager.api import guest_bookings, guest_catalogue, public
from tests.site.answers import API, assert_refused, assert_tells_nothing, message_of, state_of
from tests.site.factories import forget, next_monday

MONDAY = next_monday().isoformat()
PATH = API.removeprefix("/api/method/")


@pytest.fixture
def spoken(site):
	"""Let the site tell all that it may: tracebacks by its settings."""
	settings = frappe.get_doc("System Settings")
	settings.allow_error_traceback = 1
	settings.save()
	frappe.db.commit()


@pytest.mark.parametrize("road", ["/api/method/", "/api/v2/method/"])
def test_messages_for_developers_do_not_leave(http, spoken, monkeypatch, road):
	"""Frappe adds what was printed while the call ran, with the SQL that it tells of."""

	def chatter():
		frappe.msgprint("SELECT secret FROM `tabUser`")
		if hasattr(frappe.local, "debug_log"):
			frappe.local.debug_log.append("SELECT secret FROM `tabUser`")
		return []

	monkeypatch.setattr(guest_catalogue, "list_departments", chatter)
	answer = http.get(road + PATH + "get_departments")
	assert answer.json == {"data" if "v2" in road else "message": {"departments": []}}


@pytest.mark.parametrize("road", ["/api/method/", "/api/v2/method/"])
@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_error_within_a_function_tells_its_number_only(http, booking, spoken, monkeypatch, road, accept):
	def fail(*_arguments):
		frappe.msgprint("SELECT secret FROM `tabUser`")
		raise RuntimeError("SELECT secret FROM `tabUser`")

	monkeypatch.setattr(guest_bookings, "cancel", fail)
	headers = {"Accept": accept}
	answer = http.post(road + PATH + "cancel_booking", json={"token": booking.cancel_token}, headers=headers)
	assert answer.status_code == 500
	told = answer.json["errors"][0] if "v2" in road else None
	kind = told["type"] if told else answer.json["exc_type"]
	sentence = told["message"] if told else message_of(answer)
	assert kind == "UnexpectedError"
	number = sentence.removeprefix("Something went wrong on our side. Please try again, or quote ")
	assert "RuntimeError" in frappe.get_doc("Error Log", number).error
	assert_tells_nothing(answer)
	assert "secret" not in answer.text
	forget("Error Log", {"name": number})
	frappe.db.commit()


@pytest.mark.parametrize(
	"error",
	[
		pytest.param(frappe.MandatoryError("[MM Meeting Booking, x1]: customer_name"), id="mandatory"),
		pytest.param(frappe.LinkValidationError("Could not find Row #1: secret"), id="link"),
		pytest.param(frappe.CharacterLengthExceededError("secret"), id="length"),
		pytest.param(frappe.DuplicateEntryError("MM Meeting Booking", "secret"), id="duplicate"),
		pytest.param(frappe.DoesNotExistError("secret"), id="missing"),
		pytest.param(frappe.OutgoingEmailError("secret"), id="no mail account"),
	],
)
def test_sentence_of_frappe_is_not_told(http, booking, consulting, monkeypatch, error):
	"""They speak of tables, rows and accounts. What the site's own rules say, as plain ValidationError, is told."""

	def fail(*_arguments):
		raise error

	monkeypatch.setattr(guest_bookings, "cancel", fail)
	before = state_of(consulting.name)
	answer = http.call("cancel_booking", token=booking.cancel_token)
	assert (answer.status_code, answer.json["exc_type"]) == (500, "UnexpectedError")
	assert_tells_nothing(answer)
	assert "secret" not in answer.text and "customer_name" not in answer.text
	assert state_of(consulting.name) == before
	forget("Error Log", {"method": "Guest function cancel_booking"})
	frappe.db.commit()


def test_sentence_of_a_rule_of_the_site_is_told(http, booking, monkeypatch):
	def refuse(*_arguments):
		frappe.msgprint("Something for staff")
		frappe.throw("We do not meet on public holidays")

	monkeypatch.setattr(guest_bookings, "cancel", refuse)
	answer = http.call("cancel_booking", token=booking.cancel_token)
	assert_refused(answer, 417, "We do not meet on public holidays", "ValidationError")


@pytest.mark.parametrize("road", ["/api/method/", "/api/v2/method/"])
@pytest.mark.parametrize(
	("name", "code"),
	[("no_such_function", (404, 417)), ("create_booking.x", (404, 417, 403)), ("read_date", (403,))],
)
def test_what_is_refused_before_the_app_is_told_in_our_words(http, spoken, road, name, code):
	"""Frappe would name the module, and the exception that it met there."""
	answer = http.post(road + PATH + name, json={})
	assert answer.status_code in code
	assert "module" not in answer.text and "attribute" not in answer.text
	if "v2" in road:
		(told,) = answer.json["errors"]
		assert set(told) == {"type", "message"}
	else:
		assert set(answer.json) == {"exc_type", "_server_messages"}
	sentences = ("There is nothing that can be called at this address", "This cannot be called like this")
	assert any(sentence in answer.text for sentence in sentences)


def test_request_that_fails_before_the_app_is_asked_tells_a_number_only(http, spoken, monkeypatch):
	real, calls = guest_pages._page_of, []

	def fail_once(path):
		calls.append(path)
		if len(calls) == 1:
			raise RuntimeError("SELECT secret FROM `tabUser`")
		return real(path)

	monkeypatch.setattr(guest_pages, "_page_of", fail_once)
	answer = http.call("cancel_booking", token="x")
	assert (answer.status_code, answer.json["exc_type"]) == (500, "UnexpectedError")
	number = message_of(answer).removeprefix("Something went wrong on our side. Please try again, or quote ")
	log = frappe.get_doc("Error Log", number)
	assert (log.method, log.error) == (
		"Guest request",
		f"POST {API}cancel_booking: RuntimeError outside of any guest function",
	)
	assert "secret" not in answer.text
	assert_tells_nothing(answer)
	forget("Error Log", {"method": ["in", ["Guest request", "SELECT secret FROM `tabUser`"]]})
	frappe.db.commit()


@pytest.mark.parametrize("page", ["/cancel-booking", "/book"])
def test_page_that_fails_tells_the_number_of_its_log(http, monkeypatch, page):
	def fail():
		raise RuntimeError("SELECT secret FROM `tabUser`")

	monkeypatch.setattr(frame, "read_brand", fail)
	answer = http.get(page)
	assert answer.status_code == 500
	assert "secret" not in answer.text and "Traceback" not in answer.text
	number = answer.text.partition("please quote ")[2].partition(".")[0]
	assert "RuntimeError" in frappe.get_doc("Error Log", number).error
	forget("Error Log", {"name": number})
	frappe.db.commit()


@pytest.mark.parametrize("function", ["create_booking", "reschedule_booking", "cancel_booking"])
def test_page_that_is_only_looked_at_cannot_write(http, booking, consulting, monkeypatch, function):
	"""Were a page's GET ever to call a function that writes, the door refuses it."""

	def look(**_arguments):
		return getattr(public, function)(token=booking.cancel_token)

	monkeypatch.setattr(public, "get_departments", look)
	before = state_of(consulting.name)
	answer = http.get("/book")
	assert (answer.status_code, "Send this as a POST request" in answer.text) == (403, True)
	assert state_of(consulting.name) == before
