"""With Redis down guests are served all the same, and counted; what fails behind a commit undoes nothing."""

import itertools
import random
import time

import frappe
import pytest

from meeting_manager.adapters import guest_counts, site_time
from meeting_manager.meeting_manager.api import guest_bookings, guest_limits, guest_retry
from tests.site.answers import API, assert_refused, state_of
from tests.site.clock import stop_clock
from tests.site.conftest import set_limits
from tests.site.crowd import all_at_once, codes
from tests.site.factories import forget, next_monday
from tests.site.hosts import BENCH_SITE

MONDAY = next_monday().isoformat()
MINUTES = itertools.count(random.randrange(40_000_000, 100_000_000))
FIELDS = ("guest_writes_per_minute", "guest_reads_per_minute")
NOBODY_LISTENS = "redis://127.0.0.1:1"


@pytest.fixture
def cache_down(site, monkeypatch):
	"""On a bench cache and queue are looked for where nothing listens; localsite's cache does what Frappe's does then."""
	if not BENCH_SITE:
		for call in ("get", "set", "incrby", "expire"):
			monkeypatch.setattr(frappe.cache, call, refuse_connection)
		for call in ("set_value", "delete_value", "delete_keys"):
			monkeypatch.setattr(frappe.cache, call, lambda *_arguments, **_options: None)
		monkeypatch.setattr(frappe.cache, "get_value", lambda _key, generator=None: generator and generator())
		return
	from frappe.utils import background_jobs
	from redis import ConnectionPool

	monkeypatch.setattr(frappe.cache, "connection_pool", ConnectionPool.from_url(NOBODY_LISTENS))
	monkeypatch.setattr(background_jobs, "_redis_queue_conn", None)
	monkeypatch.setenv("FRAPPE_REDIS_CACHE", NOBODY_LISTENS)
	monkeypatch.setenv("FRAPPE_REDIS_QUEUE", NOBODY_LISTENS)


def refuse_connection(*_arguments, **_options):
	raise ConnectionError("Connection refused")


@pytest.fixture
def limited(site, monkeypatch):
	before = {field: site.db.get_single_value("MM Settings", field) for field in FIELDS}

	def allow(writes=0, reads=0):
		frappe.db.delete(guest_counts.COUNT)
		set_limits(dict(zip(FIELDS, (writes, reads), strict=True)))
		stop_clock(monkeypatch, next(MINUTES), second=20)

	yield allow
	monkeypatch.undo()
	site.db.rollback()
	frappe.db.delete(guest_counts.COUNT)
	set_limits(before)


@pytest.fixture
def create(http, consulting):
	values = {
		"department_slug": consulting.slug,
		"meeting_type_slug": consulting.type_slug,
		"date": MONDAY,
		"time": "10:00",
		"customer_name": "Alex Example",
		"customer_email": "alex@example.com",
	}
	return lambda **others: http.call("create_booking", **{**values, **others})


def write(http, peer="192.0.2.7"):
	return http.post(API + "cancel_booking", json={"token": "x"}, environ_base={"REMOTE_ADDR": peer})


def test_calls_are_counted_in_the_database(limited, cache_down, http):
	limited(writes=3)
	answers = [write(http) for _call in range(5)]
	assert [answer.status_code for answer in answers] == [404] * 3 + [429] * 2
	assert_refused(answers[4], 429, "Too many requests. Please try again later", "TooManyRequestsError")
	assert answers[4].headers["Retry-After"] == "60"
	assert write(http, "192.0.2.8").status_code == 404
	counted = map(frappe.parse_json, frappe.get_all(guest_counts.COUNT, pluck="moments"))
	assert sorted(times for ((_second, times),) in counted) == [1, 3]


def test_calls_at_once_are_counted_one_by_one(limited, cache_down, http):
	limited(writes=4)
	told = codes(all_at_once(http, [("cancel_booking", {"token": "x"})] * 12))
	print(
		f"\n12 calls at once with the cache down, 4 allowed: {told.count(404)} passed, {told.count(429)} refused"
	)
	assert told == [404] * 4 + [429] * 8


def test_minute_later_there_is_room_again(limited, cache_down, http, monkeypatch):
	limited(writes=1)
	assert [write(http).status_code for _call in range(2)] == [404, 429]
	later = guest_limits.time.time() + 60
	monkeypatch.setattr(guest_limits.time, "time", lambda: later)
	assert write(http).status_code == 404


def test_get_is_counted_too(limited, cache_down, http):
	"""Its transaction is rolled back, its count is not."""
	limited(reads=2)
	answers = [
		http.get(API + "get_departments", environ_base={"REMOTE_ADDR": "192.0.2.7"}) for _call in range(3)
	]
	assert [answer.status_code for answer in answers] == [200, 200, 429]


def test_customer_books_moves_and_cancels(limited, cache_down, http, create, queued_mails, monkeypatch):
	limited(writes=20, reads=300)
	monkeypatch.setattr(site_time, "time", time)
	began = time.monotonic()
	made = create()
	assert made.status_code == 200, made.text
	booking = frappe.get_doc("MM Meeting Booking", made.json["message"]["booking_id"])
	moved = http.call("reschedule_booking", token=booking.reschedule_token, new_date=MONDAY, new_time="11:00")
	assert moved.status_code == 200, moved.text
	booking.reload()
	cancelled = http.call("cancel_booking", token=booking.cancel_token)
	assert cancelled.status_code == 200, cancelled.text
	booking.reload()
	seconds = time.monotonic() - began
	print(f"\nwith the cache down: booked, moved and cancelled in {seconds:.1f} s")
	assert (booking.status, len(queued_mails(booking))) == ("Cancelled", 6)


def test_pages_are_served(limited, cache_down, http, booking, consulting):
	limited(writes=20, reads=300)
	paths = [
		"/book",
		f"/book/{consulting.slug}/{consulting.type_slug}",
		f"/cancel-booking?token={booking.cancel_token}",
	]
	assert [http.get(path).status_code for path in paths] == [200] * 3


def test_neither_cache_nor_count_is_a_clean_503(limited, cache_down, create, consulting, monkeypatch):
	limited(writes=20)

	def fail(*_arguments):
		raise frappe.QueryTimeoutError("(1205, 'Lock wait timeout exceeded')")

	monkeypatch.setattr(guest_retry, "LONGEST_PAUSE", 0)
	monkeypatch.setattr(guest_counts, "count", fail)
	before = state_of(consulting.name)
	answer = create()
	assert_refused(answer, 503, "Please try again in a moment", "BusyError")
	assert answer.headers["Retry-After"] == "2"
	assert state_of(consulting.name) == before


@pytest.fixture
def behind_the_commit(monkeypatch):
	"""Let a callback fail after the booking's commit, and another one follow."""
	forget("Error Log", {"method": "After a commit"})
	run = []
	real = guest_bookings.book_once

	def book_once(*arguments):
		booking = real(*arguments)
		frappe.db.after_commit.add(refuse_connection)
		frappe.db.after_commit.add(lambda: run.append(booking.name))
		return booking

	monkeypatch.setattr(guest_bookings, "book_once", book_once)
	yield run
	forget("Error Log", {"method": "After a commit"})
	frappe.db.commit()


def test_what_fails_behind_the_commit_undoes_nothing(create, queued_mails, behind_the_commit):
	"""A queue that is down must not tell a customer that the booking failed."""
	answer = create()
	assert answer.status_code == 200, answer.text
	booking = frappe.get_doc("MM Meeting Booking", answer.json["message"]["booking_id"])
	assert (booking.status, len(queued_mails(booking))) == ("Confirmed", 2)
	assert behind_the_commit == [booking.name]
	logged = frappe.get_all("Error Log", {"method": "After a commit"}, pluck="error")
	assert len(logged) == 1 and "Connection refused" in logged[0]


def test_refused_call_runs_nothing_behind_a_commit(create, behind_the_commit, book, consulting):
	for member in consulting.members:
		book("10:00", assigned_users=[{"member": member}])
	assert create().status_code == 409
	assert behind_the_commit == []
