"""How many calls a minute one address may make."""

import itertools
import random

import pytest

from tests.site.answers import API, assert_refused, state_of
from tests.site.clock import stop_clock
from tests.site.conftest import set_limits

SENTENCE = "Too many requests. Please try again later"
MINUTES = itertools.count(random.randrange(40_000_000, 100_000_000))
"""Each test has a minute of its own, so that none counts the calls of another or of an earlier run."""


@pytest.fixture
def limited(site, monkeypatch):
	"""Allow this many writes and reads a minute; the clock stands at 20 seconds past."""
	before = {field: site.db.get_single_value("MM Settings", field) for field in FIELDS}

	def allow(writes=0, reads=0):
		stop_clock(monkeypatch, next(MINUTES), second=20)
		set_limits(dict(zip(FIELDS, (writes, reads), strict=True)))

	yield allow
	site.db.rollback()
	set_limits(before)


FIELDS = ("guest_writes_per_minute", "guest_reads_per_minute")


def write(http, **options):
	return http.post(API + "cancel_booking", json={"token": "x"}, **options)


def read(http, **options):
	return http.get(API + "get_departments", **options)


@pytest.mark.parametrize(
	("call", "limits", "code"),
	[
		pytest.param(write, {"writes": 3}, 404, id="writes"),
		pytest.param(read, {"reads": 3}, 200, id="reads"),
	],
)
def test_as_many_calls_pass_as_are_allowed_and_the_next_is_told_when_to_return(
	http, limited, call, limits, code
):
	limited(**limits)
	assert [call(http).status_code for _call in range(3)] == [code] * 3
	for _call in range(2):
		refused = call(http)
		assert_refused(refused, 429, SENTENCE, "TooManyRequestsError")
		assert refused.headers["Retry-After"] == "40"


def test_next_minute_starts_afresh(http, limited):
	limited(writes=1)
	assert [write(http).status_code for _call in range(2)] == [404, 429]
	limited(writes=1)
	assert write(http).status_code == 404


def test_writes_and_reads_are_counted_apart(http, limited):
	limited(writes=1, reads=1)
	assert [write(http).status_code, read(http).status_code] == [404, 200]
	assert [write(http).status_code, read(http).status_code] == [429, 429]


def test_every_road_to_a_function_counts_as_the_same(http, limited):
	limited(writes=3)
	path = API.removeprefix("/api/method/") + "cancel_booking"
	sent = {"json": {"token": "x"}}
	codes = [
		http.post(f"/api/method/{path}", **sent).status_code,
		http.post(f"/api/v2/method/{path}", **sent).status_code,
		http.post("/", json={"cmd": path, "token": "x"}, headers={"Accept": "application/json"}).status_code,
		http.post(f"/api/method/{path}", **sent).status_code,
		http.post(f"/api/v2/method/{path}", **sent).status_code,
	]
	assert codes == [404, 404, 404, 429, 429]


def test_each_address_has_its_own_count(http, limited):
	"""Behind a proxy, which names the address in its header; Frappe takes no other."""
	limited(writes=1)
	for address in ("192.0.2.1", "192.0.2.2"):
		from_there = {"environ_base": {"REMOTE_ADDR": address}, "headers": {"X-Forwarded-For": address}}
		assert [write(http, **from_there).status_code for _call in range(2)] == [404, 429]


def test_zero_means_no_limit(http, limited):
	limited()
	assert {write(http).status_code for _call in range(25)} == {404}


def test_refused_call_changes_nothing(http, limited, booking, consulting):
	limited(writes=1)
	write(http)
	before = state_of(consulting.name)
	refused = http.call("cancel_booking", token=booking.cancel_token)
	assert_refused(refused, 429, SENTENCE)
	assert state_of(consulting.name) == before


def test_bad_arguments_are_counted_too(http, limited):
	limited(writes=2)
	answers = [http.call("create_booking", date=[1]) for _call in range(3)]
	assert [answer.status_code for answer in answers] == [417, 417, 429]
