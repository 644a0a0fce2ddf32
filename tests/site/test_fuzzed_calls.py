"""Whatever is sent to a guest function, it answers as the contract says: no 5xx, no traceback, no SQL, no path."""

import pytest

from tests.site.fuzzed_arguments import guest_functions
from tests.site.fuzzed_calls import CODES, Fuzzer, assert_whole
from tests.site.fuzzed_pages import fuzz_pages

CALLS, CALLS_FOR_AN_ARGUMENT = 16, 20
"""To each function; the load test sends ten thousand."""


def test_every_guest_function_is_fuzzed():
	assert set(guest_functions()) == set(CODES)


@pytest.mark.parametrize("function", CODES)
def test_fuzzed_calls_are_answered_by_contract(http, consulting, function):
	fuzzer = Fuzzer(http, consulting)
	fuzzer.run(function, CALLS + CALLS_FOR_AN_ARGUMENT * len(guest_functions()[function]))
	assert_whole(consulting)


def test_fuzzed_pages_show_what_is_wrong(http, consulting):
	fuzz_pages(Fuzzer(http, consulting), CALLS)
	assert_whole(consulting)


@pytest.mark.parametrize("start", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:55:00-14:00"])
def test_page_shows_its_days_for_a_start_that_no_zone_can_show(http, consulting, start):
	path = f"/book/{consulting.slug}/{consulting.type_slug}"
	assert http.get(path, query_string={"start": start}).status_code == 200
	assert http.post(path, data={"start": start}).status_code == 417
