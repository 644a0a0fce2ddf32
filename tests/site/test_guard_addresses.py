"""One count for one client, whatever it says about itself and by whichever road it comes."""

import itertools
import random

import frappe
import pytest

from tests.site.answers import API, assert_refused
from tests.site.clock import stop_clock
from tests.site.conftest import set_limits

MINUTES = itertools.count(random.randrange(40_000_000, 100_000_000))
"""Each test has a minute of its own, so that none counts the calls of another or of an earlier run."""
FIELDS = ("guest_writes_per_minute", "guest_reads_per_minute", "trusted_proxies")
NGINX = "127.0.0.1\n::1"
REFUSED = 429
NO_LINK = 404


@pytest.fixture
def limited(site, monkeypatch):
	"""Allow so much from each client; the clock stands."""
	before = {field: site.db.get_single_value("MM Settings", field) for field in FIELDS}

	def allow(writes=0, reads=0, proxies=NGINX):
		stop_clock(monkeypatch, next(MINUTES), second=20)
		set_limits(dict(zip(FIELDS, (writes, reads, proxies), strict=True)))

	yield allow
	site.db.rollback()
	set_limits(before)


@pytest.fixture
def write(http):
	"""The status of a write from this peer with this header."""

	def call(peer, forwarded=None, path=API + "cancel_booking", **options):
		headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
		options = {"json": {"token": "x"}, **options}
		return http.post(path, environ_base={"REMOTE_ADDR": peer}, headers=headers, **options).status_code

	return call


def test_spoofed_header_gives_no_new_count(limited, write):
	limited(writes=3)
	codes = [write("192.0.2.7", f"203.0.113.{number}") for number in range(5)]
	assert codes == [NO_LINK] * 3 + [REFUSED] * 2


def test_spoofed_header_takes_nothing_from_others(limited, write):
	"""Else one client could use up what another may do."""
	limited(writes=1)
	assert [write("192.0.2.7", "198.51.100.4") for _call in range(3)] == [NO_LINK, REFUSED, REFUSED]
	assert write("198.51.100.4") == NO_LINK


def test_entries_that_a_client_put_before_the_proxy_are_not_read(limited, write):
	limited(writes=2)
	codes = [write("127.0.0.1", f"203.0.113.{number}, 192.0.2.7") for number in range(4)]
	assert codes == [NO_LINK] * 2 + [REFUSED] * 2


def test_proxy_that_is_not_named_is_counted_itself(limited, write):
	limited(writes=2, proxies="")
	codes = [write("127.0.0.1", f"203.0.113.{number}") for number in range(3)]
	assert codes == [NO_LINK] * 2 + [REFUSED]


def test_guests_behind_nginx_have_counts_of_their_own(limited, write):
	limited(writes=1)
	for client in ("192.0.2.1", "192.0.2.2"):
		assert [write("127.0.0.1", client) for _call in range(2)] == [NO_LINK, REFUSED]


def test_one_ipv6_customer_has_one_count(limited, write):
	limited(writes=3)
	codes = [write(f"2001:db8:0:1:{number:x}::1") for number in range(5)]
	assert codes == [NO_LINK] * 3 + [REFUSED] * 2
	assert write("2001:db8:0:2::1") == NO_LINK


@pytest.mark.parametrize("header", ["", ",", "unknown", "a" * 4000, "1.2.3.4.5, \x01", "'; --", "999.0.0.1"])
def test_bad_header_fails_no_request(limited, write, header):
	limited(writes=1)
	assert [write("127.0.0.1", header) for _call in range(2)] == [NO_LINK, REFUSED]


def test_pages_and_every_road_count_together(limited, http, write):
	limited(writes=4)
	name, sent = (API + "cancel_booking").removeprefix("/api/method/"), {"token": "x"}
	peer = "192.0.2.7"
	codes = [
		write(peer),
		write(peer, path=f"/api/v2/method/{name}"),
		write(peer, path="/api/v1/method/" + name),
		write(peer, path="/", json=None, data={"cmd": name, **sent}),
		write(peer),
	]
	assert codes == [NO_LINK] * 4 + [REFUSED]


def test_post_of_a_page_counts_as_the_call_that_it_makes(limited, http, write, booking):
	limited(writes=2)
	peer = "192.0.2.7"
	form = {"token": booking.reschedule_token, "new_date": "2020-01-06", "new_time": "10:00"}
	by_page = [
		http.post("/reschedule-booking", data=form, environ_base={"REMOTE_ADDR": peer}) for _post in range(3)
	]
	assert [answer.status_code for answer in by_page] == [417, 417, REFUSED]
	assert by_page[2].headers["Retry-After"] == "40"
	assert write(peer) == REFUSED


def test_get_of_a_page_uses_up_no_writes(limited, http, write, booking):
	limited(writes=1)
	for _view in range(3):
		assert http.get(f"/cancel-booking?token={booking.cancel_token}").status_code == 200
	assert write("127.0.0.1") == NO_LINK


def test_refusal_says_when_to_come_back(limited, http):
	limited(reads=1)
	answers = [http.get(API + "get_departments") for _call in range(2)]
	assert answers[0].status_code == 200
	assert_refused(answers[1], REFUSED, "Too many requests. Please try again later", "TooManyRequestsError")
	assert answers[1].headers["Retry-After"] == "40"


@pytest.mark.parametrize(
	("text", "sentence"),
	[
		("localhost", "Trusted Proxies: localhost is no address"),
		("127.0.0.1\n10.0.0.0/33", "Trusted Proxies: 10.0.0.0/33 is no address"),
		("<b>", "Trusted Proxies: &lt;b&gt; is no address"),
		("0.0.0.0/0", "Trusted Proxies: name the proxies alone"),
		("::/0", "Trusted Proxies: name the proxies alone"),
	],
)
def test_setting_that_makes_no_sense_is_refused(site, text, sentence):
	settings = frappe.get_doc("MM Settings")
	settings.trusted_proxies = text
	with pytest.raises(frappe.ValidationError, match=sentence.replace(".", r"\.")):
		settings.save()


def test_bench_needs_no_setting(site):
	"""Its nginx asks from the same machine."""
	assert frappe.get_meta("MM Settings").get_field("trusted_proxies").default == NGINX
