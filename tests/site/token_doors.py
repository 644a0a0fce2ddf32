"""Every way in that asks for a token: the guest functions and the pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from inspect import signature

from tests.site.answers import API, INVALID_LINK, assert_refused
from tests.site.factories import next_monday
from tests.site.wrong_tokens import is_text

MONDAY = next_monday().isoformat()
WHEN = {"new_date": MONDAY, "new_time": "11:00"}
CHOICE = {"about": "reminders", "wanted": "no"}
PAGES = {"/reschedule-booking": WHEN, "/cancel-booking": {"confirmed": "1"}, "/mails": CHOICE}
HEADLINE = re.compile(r"<h1[^>]*>([^<]*)</h1>")


def functions_with_token() -> dict[str, str]:
	"""The argument that holds the token, by the function's name."""
	from meeting_manager.meeting_manager.api import public

	return {
		name: argument
		for name, function in vars(public).items()
		if getattr(function, "__module__", "") == public.__name__ and not name.startswith("_")
		for argument in signature(function).parameters
		if argument.endswith("token")
	}


def function_doors(department) -> dict[str, Callable]:
	"""For each function a call `(http, token)` that holds that the token was refused as the contract says."""
	offer = {"department_slug": department.slug, "meeting_type_slug": department.type_slug}
	searches = {"get_available_dates": offer, "get_available_time_slots": {**offer, "date": MONDAY}}
	rest = {**searches, "reschedule_booking": WHEN, "set_mail_choice": CHOICE}
	found = functions_with_token()
	return {name: _function(name, argument, rest.get(name, {})) for name, argument in found.items()}


def page_doors() -> dict[str, Callable]:
	"""The same for GET and POST of each page. Frappe 15 needs 200 ms for any page, so these are knocked at less often."""
	return {
		f"{method} {path}": _page(path, sent)
		for path, form in PAGES.items()
		for method, sent in (("GET", {}), ("POST", form))
	}


def _function(function: str, argument: str, rest: dict) -> Callable:
	def knock(http, token) -> None:
		arguments = {**rest, argument: token}
		answer = http.post(API + function, json=arguments)
		if token == "" and rest and argument == "reschedule_token":
			assert answer.status_code == 200, "a search without a token is one for everybody"
			return
		assert_refused(answer, 404, INVALID_LINK, "InvalidLinkError")
		assert set(answer.json) == {"exc_type", "_server_messages"}

	return knock


def _page(path: str, form: dict) -> Callable:
	def knock(http, token) -> None:
		if not is_text(token):
			answer = http.post(path, json={**form, "token": token})
		elif form:
			answer = http.post(path, data={**form, "token": token})
		else:
			answer = http.get(path, query_string={"token": token})
		assert (answer.status_code, headline_of(answer)) == (404, INVALID_LINK)
		assert "Traceback" not in answer.text

	return knock


def headline_of(answer) -> str:
	(headline,) = HEADLINE.findall(answer.text)
	return unescape(headline)


def purpose_of(http, token: str) -> str | None:
	"""What a token is good for, asked in the one function that takes both purposes."""
	answer = http.post(API + "get_booking_details", json={"token": token})
	return answer.json["message"]["token_purpose"] if answer.status_code == 200 else None
