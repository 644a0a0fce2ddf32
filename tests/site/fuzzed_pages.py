"""Fuzzed addresses and forms of the guest pages."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.site.answers import INTERNALS
from tests.site.fuzzed_arguments import BY_NAME, any_json, any_text, instants
from tests.site.fuzzed_calls import MAILS, TOKEN, Fuzzer, is_sendable
from tests.site.hosts import ROOT

NO_FAULT = {200, 301, 404, 409, 417}
MONTHS = st.dates().map(lambda day: f"{day:%Y-%m}") | any_text
FIELDS = {
	**{name: strategy | any_text for name, strategy in BY_NAME.items()},
	"start": instants | any_text,
	"month": MONTHS,
	"confirmed": st.sampled_from(["1", "0", ""]),
	"token": st.sampled_from([TOKEN.format(p, n) for p in ("cancel", "reschedule") for n in range(5)])
	| st.just(MAILS)
	| any_text,
	"about": st.sampled_from(["reminders", "thanks"]) | any_text,
	"wanted": st.sampled_from(["yes", "no"]) | any_text,
	"department": any_text,
	"meeting_type": any_text,
}


def fuzz_pages(fuzzer: Fuzzer, number: int) -> None:
	department = fuzzer.department
	own = f"/book/{department.slug}/{department.type_slug}"
	paths = st.sampled_from(
		["/book", f"/book/{department.slug}", own, own, "/reschedule-booking", "/cancel-booking", "/mails"]
	)
	forms = st.fixed_dictionaries({}, optional=FIELDS) | st.dictionaries(
		st.sampled_from(sorted(FIELDS)), any_json
	)

	@settings(
		max_examples=number,
		deadline=None,
		database=None,
		derandomize=True,
		suppress_health_check=list(HealthCheck),
	)
	@given(paths, forms, st.sampled_from(["query", "form", "json"]))
	def fuzz(path, form, body):
		answer = send(fuzzer, path, form, body)
		fuzzer.codes[answer.status_code] += 1
		check_page(answer)
		if body != "query":
			fuzzer.renew("reschedule_booking" if "reschedule" in path else "cancel_booking", answer)

	fuzz()


def send(fuzzer: Fuzzer, path: str, form: dict, body: str):
	form = {name: fuzzer.opened(value) for name, value in form.items()}
	if body == "json":
		return fuzzer.http.post(path, data=json.dumps(form), content_type="application/json")
	texts = {name: value for name, value in form.items() if is_sendable(value)}
	return (
		fuzzer.http.get(path, query_string=texts) if body == "query" else fuzzer.http.post(path, data=texts)
	)


def check_page(answer) -> None:
	"""A page of the app's own with its headers, and no word of what runs behind it."""
	text = answer.get_data(as_text=True)
	assert answer.status_code in NO_FAULT, (answer.status_code, text[:600])
	assert "Traceback" not in text and str(ROOT) not in text, text[:600]
	found = INTERNALS.search(answer.headers.get("Location", ""))
	assert not found, found
	assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
