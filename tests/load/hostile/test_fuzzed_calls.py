"""Ten thousand calls of every kind to each guest function, and a thousand to the pages: all are answered by the contract."""

import time

import pytest

from tests.load.hostile.size import sized
from tests.load.scale import scale
from tests.site.fuzzed_calls import CODES, Fuzzer, assert_whole
from tests.site.fuzzed_pages import fuzz_pages

CALLS = 10_000
PAGES = 1000
"""Frappe 15 needs 200 ms for any page."""


@pytest.mark.parametrize("function", CODES)
def test_fuzzed_calls(http, consulting, report, function):
	run(function, http, consulting, report, lambda fuzzer: fuzzer.run(function, sized(CALLS)))


def test_fuzzed_pages(http, consulting, report):
	run("pages", http, consulting, report, lambda fuzzer: fuzz_pages(fuzzer, sized(PAGES)))


def run(what, http, consulting, report, send) -> None:
	begin = time.monotonic()
	fuzzer = Fuzzer(http, consulting)
	send(fuzzer)
	figures = {"calls": fuzzer.codes.total(), "codes": dict(sorted(fuzzer.codes.items())), "server_errors": 0}
	report(
		f"fuzzed {what}",
		scale=scale(),
		**figures,
		bookings=assert_whole(consulting),
		seconds=round(time.monotonic() - begin),
	)
