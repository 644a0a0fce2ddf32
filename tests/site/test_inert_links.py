"""A mailed link that changes something when it is only looked at, as scanners, previews and prefetching do."""

import itertools
import os
from dataclasses import dataclass
from types import SimpleNamespace

import frappe
import pytest

from meeting_manager.meeting_manager.doctype.mm_calendar_feed.mm_calendar_feed import feed_of
from tests.site.answers import API
from tests.site.checksums import LEFT_OUT, changed, checksums
from tests.site.conftest import make_booking
from tests.site.factories import next_monday
from tests.site.hosts import BENCH_SITE

REQUESTS = int(os.environ.get("MM_INERT_REQUESTS") or (200 if BENCH_SITE else 1000))
"""How many requests the long test sends. Frappe 15 takes long over pages of refusals."""

FUNCTION = "meeting_manager.meeting_manager.api.public."
SCANNERS = (
	{},
	{"Purpose": "prefetch", "Sec-Purpose": "prefetch;prerender"},
	{"User-Agent": "Mozilla/5.0 (compatible; LinkScanner/1.0)", "X-Moz": "prefetch"},
	{"X-HTTP-Method-Override": "POST", "X-HTTP-Method": "DELETE"},
	{"Content-Type": "application/x-www-form-urlencoded"},
)


@dataclass(frozen=True)
class Link:
	"""
	:param acts: whether a POST of the same would change the booking, were its token still good.
	"""

	path: str
	query: dict
	acts: bool = False


def links(cancel: str, reschedule: str, feed: str = "") -> list[Link]:
	"""The mailed links, and what a page's form or a call would send, put into an address."""
	move = {"token": reschedule, "new_date": next_monday().isoformat(), "new_time": "12:00"}
	look = {"token": cancel}
	confirm = {**look, "confirmed": "1", "reason": "Looked at"}
	return [
		Link("/cancel-booking", look),
		Link("/cancel-booking", confirm, acts=True),
		Link("/cancel-booking.html", {**confirm, "_method": "POST"}, acts=True),
		Link("/reschedule-booking", {"token": reschedule}),
		Link("/reschedule-booking", move, acts=True),
		Link("/reschedule-booking/", {**move, "_method": "POST"}, acts=True),
		Link("/cancel-booking", {**confirm, "token": reschedule}),
		Link(f"{API}get_booking_details", look),
		Link(f"{API}ics", look),
		Link(f"{API}feed", {"token": feed}),
		Link(f"{API}cancel_booking", look, acts=True),
		Link(f"{API}reschedule_booking", move, acts=True),
		Link(f"/api/v2/method/{FUNCTION}cancel_booking", look, acts=True),
		Link("/", {**look, "cmd": f"{FUNCTION}cancel_booking"}, acts=True),
		Link("/cancel-booking", {**confirm, "cmd": f"{FUNCTION}cancel_booking"}, acts=True),
	]


HOW_MANY = len(links("", ""))


@pytest.fixture
def mailed(consulting, site):
	"""A booking that was moved once, so that it has links of two generations, the older ones dead."""
	booking = make_booking(consulting, "10:00")
	stale = frappe.get_doc(booking.doctype, booking.name)
	booking.reschedule(booking.start_utc_minute + 60, "")
	site.db.commit()
	moved = frappe.get_doc(booking.doctype, booking.name)
	feed = feed_of("MM Department", consulting.name).address.split("token=")[1]
	site.db.commit()
	good = links(moved.cancel_token, moved.reschedule_token, feed)
	dead = links(stale.cancel_token, stale.reschedule_token, feed[::-1])
	return SimpleNamespace(good=good, dead=dead)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_thousand_looks_at_mailed_links_change_no_table(http, mailed, method):
	before, statuses = checksums(), {}
	looks = itertools.product(SCANNERS, mailed.good + mailed.dead)
	for headers, link in itertools.islice(itertools.cycle(looks), REQUESTS // 2):
		answer = http.send(method, link.path, query_string=link.query, headers=headers)
		statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
	print(
		f"{REQUESTS // 2} {method} requests, answered {statuses}; {len(before)} tables, {len(LEFT_OUT)} left out"
	)
	assert changed(before, checksums()) == []
	assert set(statuses) <= {200, 403, 404} and statuses[200] > REQUESTS // 10


@pytest.mark.parametrize("position", range(HOW_MANY))
def test_the_same_as_a_post_is_noticed_where_it_acts(http, mailed, position):
	"""The checksums see what they are there for."""
	before = checksums()
	http.post(mailed.dead[position].path, data=mailed.dead[position].query)
	assert changed(before, checksums()) == []
	link = mailed.good[position]
	http.post(link.path, data=link.query)
	assert ({"tabMM Meeting Booking", "tabMM Message"} <= set(changed(before, checksums()))) is link.acts
