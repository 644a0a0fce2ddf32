"""How many bookings and changes one email address may have in 24 hours, through however many clients."""

import time
from types import SimpleNamespace

import frappe
import pytest

from meeting_manager.adapters import guest_counts
from meeting_manager.meeting_manager.api import guest_limits
from tests.site.answers import API, assert_refused, state_of
from tests.site.conftest import set_limits
from tests.site.crowd import all_at_once, codes
from tests.site.factories import next_monday

MONDAY = next_monday().isoformat()
FIELD = "bookings_per_address_per_day"
SENTENCE = (
	"Too many requests. Please try again later. One email address may have {0} a day, bookings and changes "
	"together; contact us if you need more"
)
TIMES = [f"{hour:02}:{minute}" for hour in range(9, 17) for minute in ("00", "30")]
DAY = 24 * 60 * 60


@pytest.fixture
def allow(site):
	"""Allow so many to one address; nothing was counted before."""

	def arrange(number):
		frappe.db.delete(guest_counts.COUNT)
		set_limits({FIELD: number})

	yield arrange
	site.db.rollback()
	frappe.db.delete(guest_counts.COUNT)
	set_limits({FIELD: 0})


@pytest.fixture
def clock(monkeypatch):
	"""The limits' own clock, which stands until a test sets it."""
	shown = SimpleNamespace(now=int(time.time()), time=lambda: shown.now)
	monkeypatch.setattr(guest_limits, "time", shown)
	return shown


@pytest.fixture
def create(http, consulting):
	clients = iter(range(1, 250))

	def call(time, email="alex@example.com", **values):
		"""Each call from a client of its own."""
		sent = {
			"department_slug": consulting.slug,
			"meeting_type_slug": consulting.type_slug,
			"date": MONDAY,
			"time": time,
			"customer_name": "Alex Example",
			"customer_email": email,
			**values,
		}
		environ = {"REMOTE_ADDR": f"192.0.2.{next(clients)}"}
		return http.post(API + "create_booking", json=sent, environ_base=environ)

	return call


def token_of(answer, link):
	return answer.json["message"][link].split("token=")[1]


def test_one_address_gets_as_many_bookings_as_are_allowed(allow, clock, create, consulting):
	allow(3)
	assert [create(time).status_code for time in TIMES[:3]] == [200] * 3
	before = state_of(consulting.name)
	clock.now += 600
	refused = create(TIMES[3])
	assert_refused(refused, 429, SENTENCE.format(3), "MailLimitError")
	assert refused.headers["Retry-After"] == str(DAY - 600)
	assert state_of(consulting.name) == before
	assert create(TIMES[3], "robin@example.com").status_code == 200


def test_other_case_is_no_other_address(allow, create):
	allow(2)
	addresses = ("alex@example.com", "Alex@Example.COM", "ALEX@EXAMPLE.COM")
	assert [create(*pair).status_code for pair in zip(TIMES[:3], addresses, strict=True)] == [200, 200, 429]


def test_a_day_later_there_is_room_again(allow, clock, create):
	allow(1)
	assert [create(time).status_code for time in TIMES[:2]] == [200, 429]
	clock.now += DAY - 1
	assert create(TIMES[1]).headers["Retry-After"] == "1"
	clock.now += 1
	assert [create(time).status_code for time in TIMES[1:3]] == [200, 429]


def test_moves_count_and_the_last_one_is_refused_with_the_booking_as_it_was(allow, http, create, consulting):
	allow(2)
	token = token_of(create("09:00"), "reschedule_url")
	moved = http.call("reschedule_booking", token=token, new_date=MONDAY, new_time="10:00")
	assert moved.status_code == 200
	(name,) = frappe.get_all("MM Meeting Booking", {"department": consulting.name}, pluck="name")
	booking = frappe.get_doc("MM Meeting Booking", name)
	before = state_of(consulting.name)
	again = {"token": booking.reschedule_token, "new_date": MONDAY, "new_time": "11:00"}
	assert_refused(http.call("reschedule_booking", **again), 429, SENTENCE.format(2), "MailLimitError")
	assert state_of(consulting.name) == before


def test_cancelling_is_never_refused_but_counts(allow, http, create):
	allow(2)
	tokens = [token_of(create(time), "cancel_url") for time in TIMES[:2]]
	assert [http.call("cancel_booking", token=token).status_code for token in tokens] == [200, 200]
	(moments,) = frappe.get_all(guest_counts.COUNT, pluck="moments")
	assert sum(times for _second, times in frappe.parse_json(moments)) == 4


def test_what_comes_to_nothing_does_not_count(allow, create):
	"""Neither a time that is taken nor a repeat of the same request, which sends nothing again."""
	allow(2)
	for _try in range(3):
		assert create("03:00").status_code == 409
	first = [create("09:00", idempotency_key="a key of this test").status_code for _repeat in range(3)]
	assert first == [200] * 3
	assert [create(time).status_code for time in TIMES[1:3]] == [200, 429]


def test_zero_means_no_limit(allow, create):
	allow(0)
	assert [create(time).status_code for time in TIMES[:6]] == [200] * 6
	assert frappe.db.count(guest_counts.COUNT) == 0


def test_clients_that_come_at_once_get_no_more_together(allow, http, consulting):
	"""Each at a time of its own, so that nothing but the limit stands in the way; the losers are told, not failed."""
	allow(4)
	offer = {"department_slug": consulting.slug, "meeting_type_slug": consulting.type_slug, "date": MONDAY}
	customer = {"customer_name": "Alex Example", "customer_email": "alex@example.com"}
	calls = [("create_booking", {**offer, **customer, "time": time}) for time in TIMES[:12]]
	told = codes(all_at_once(http, calls))
	booked = frappe.db.count("MM Meeting Booking", {"department": consulting.name})
	print(f"\n12 at once, 4 allowed: {told.count(200)} booked, {told.count(429)} refused")
	assert (told, booked) == ([200] * 4 + [429] * 8, 4)


def test_page_says_what_to_do(allow, http, create, consulting):
	allow(1)
	create("09:00")
	form = {
		"date": MONDAY,
		"time": "10:00",
		"customer_name": "Alex Example",
		"customer_email": "alex@example.com",
	}
	page = http.post(f"/book/{consulting.slug}/{consulting.type_slug}", data=form)
	assert page.status_code == 429
	assert "One email address may have 1 a day" in page.text
	assert DAY - 60 < int(page.headers["Retry-After"]) <= DAY


def test_old_counts_are_forgotten(allow, clock, create, monkeypatch):
	allow(5)
	create("09:00")
	clock.now += 10
	create("10:00", "robin@example.com")
	monkeypatch.setattr(guest_counts, "time", SimpleNamespace(time=lambda: clock.now + DAY - 5))
	guest_counts.clear_old_counts()
	assert frappe.db.count(guest_counts.COUNT) == 1
	assert [create(time).status_code for time in TIMES[2:4]] == [200, 200]


def test_no_address_is_kept(allow, create):
	allow(5)
	create("09:00")
	rows = frappe.get_all(guest_counts.COUNT, fields=["*"])
	assert len(rows) == 1 and "alex" not in str(rows).lower()
