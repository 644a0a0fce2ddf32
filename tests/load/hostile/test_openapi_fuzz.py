"""What schemathesis makes of docs/openapi.json: calls that fit it and calls that do not, all answered as it says."""

import json
import time
from collections import Counter
from urllib.parse import urlencode

import pytest
import schemathesis
import schemathesis.checks
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode

from scripts.openapi import ROAD, describe
from tests.load.hostile.size import sized
from tests.load.scale import scale
from tests.site.answers import INTERNALS
from tests.site.conftest import make_booking
from tests.site.documented import DOCUMENT
from tests.site.factories import next_monday

MONDAY = next_monday().isoformat()
CASES = 2000
"""For each function and method; its own strategies send ten thousand in test_fuzzed_calls.py."""
CALLS = [(path.removeprefix(ROAD), method) for path, calls in DOCUMENT["paths"].items() for method in calls]


CHECKS = (
	"not_a_server_error",
	"status_code_conformance",
	"content_type_conformance",
	"response_headers_conformance",
	"response_schema_conformance",
)


@pytest.fixture
def meant(consulting) -> dict[str, dict]:
	"""What means something on this site, by the argument's name, for each function."""
	booking = make_booking(consulting, "10:00")
	known = {
		"department_slug": consulting.slug,
		"meeting_type_slug": consulting.type_slug,
		"token": booking.reschedule_token,
		"reschedule_token": booking.reschedule_token,
		"timezone": consulting.zone,
		"customer_timezone": consulting.zone,
		**dict.fromkeys(("date", "new_date", "start_date", "end_date"), MONDAY),
		**dict.fromkeys(("time", "new_time"), "14:00"),
		"start": f"{MONDAY}T10:00:00+00:00",
	}
	return {function: known for function, _method in CALLS} | {
		"cancel_booking": {**known, "token": booking.cancel_token}
	}


@pytest.mark.parametrize(("function", "method"), CALLS)
def test_answers_are_documented(http, meant, report, function, method):
	begin, codes = time.monotonic(), Counter()
	known = meant[function]
	choices = st.just(set(known)) | st.sets(st.sampled_from(sorted(known)))
	checks = [getattr(schemathesis.checks, name) for name in CHECKS]

	@settings(
		max_examples=sized(CASES),
		deadline=None,
		database=None,
		derandomize=True,
		suppress_health_check=list(HealthCheck),
	)
	@given(cases_of(function, method), choices)
	def fuzz(case, names):
		answer = send(http, case, {name: known[name] for name in names})
		codes[answer.status_code] += 1
		case.validate_response(answer, checks=checks)
		assert not INTERNALS.search(answer.text), answer.text[:600]

	fuzz()
	report(
		f"schemathesis {method} {function}",
		scale=scale(),
		calls=codes.total(),
		codes=dict(sorted(codes.items())),
		seconds=round(time.monotonic() - begin),
	)


def cases_of(function: str, method: str):
	operation = schemathesis.openapi.from_dict(describe())[ROAD + function][method.upper()]
	modes = [GenerationMode.POSITIVE]
	if function != "get_departments":  # which takes nothing that could be wrong
		modes.append(GenerationMode.NEGATIVE)
	return st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in modes))


def send(http, case, changes: dict):
	"""
	:param changes: take the place of arguments that the case has anyway.
	"""
	if case.method == "GET":
		return http.get(case.path, query_string=urlencode(put_in(case.query or {}, changes), doseq=True))
	if isinstance(case.body, dict) and case.media_type == "application/x-www-form-urlencoded":
		sent = urlencode(put_in(case.body, changes), doseq=True)
	elif isinstance(case.body, bytes):
		sent = case.body
	else:
		sent = json.dumps(put_in(case.body, changes) if isinstance(case.body, dict) else plain(case.body))
	return http.post(case.path, data=sent, content_type=case.media_type)


def put_in(arguments: dict, changes: dict) -> dict:
	return {**arguments, **{name: value for name, value in changes.items() if name in arguments}}


def plain(body):
	"""Schemathesis marks a missing body with an object of its own."""
	return body if isinstance(body, list | str | int | float | bool) else None
