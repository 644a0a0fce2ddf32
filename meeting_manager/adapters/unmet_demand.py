"""Searches that found nothing, counted: what was looked for and when, with no word on who looked.

Looking changes nothing, so a search is counted in the cache. An hourly job takes what has come together there and
writes it down. A cache that is restarted or down loses what was counted since the last run; nothing is ever counted twice.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date, timedelta

import frappe
from frappe.utils import add_to_date, getdate, now_datetime

from meeting_manager.adapters.offers import Offer
from meeting_manager.scheduling.zones import local_day

DEMAND = "MM Unmet Demand"
COUNTS = "meeting_manager:unmet_demand"
MOST_COUNTED = 5000
"""Different searches between two runs of the job: whoever invents more of them is not counted."""
KEPT_DAYS = 800
HOUR = 60 * 60
"""Seconds after which the cache forgets what a job took and did not live to write."""
COLUMNS = (
	"name",
	"department",
	"meeting_type",
	"searched_from",
	"searched_to",
	"counted_hour",
	"searches",
	"creation",
	"modified",
	"owner",
	"modified_by",
)


def note_search_without_result(offer: Offer, first: date, last: date, now: int) -> None:
	"""Count a search from one day to another that could have found something.

	:param now: UTC minute. Days that are over or farther ahead than can be booked are left out.
	"""
	today = local_day(offer.zone, now)
	horizon = offer.rules.booking_horizon
	if last < today or (horizon and first > today + timedelta(days=horizon)):
		return
	hour = now_datetime().strftime("%Y-%m-%d %H:00:00")
	days = max(first, today).isoformat(), last.isoformat()
	with suppress(Exception):  # whatever the cache's client raises: a count is not worth an answer
		_count(json.dumps([offer.department, offer.meeting_type, *days, hour]))


def write_counts() -> None:
	"""Hourly: move what was counted from the cache into the database, and forget what is old."""
	counts = _take()
	known = set(frappe.get_all("MM Meeting Type", pluck="name", order_by="name asc")) if counts else set()
	rows = [_row(*json.loads(key), int(times)) for key, times in counts.items()]
	_insert([row for row in rows if row[2] in known])
	table = frappe.qb.DocType(DEMAND)
	oldest = add_to_date(now_datetime(), days=-KEPT_DAYS)
	frappe.qb.from_(table).delete().where(table.counted_hour < oldest).run()


def _count(search: str) -> None:
	key = frappe.cache.make_key(COUNTS)
	if frappe.cache.hlen(key) < MOST_COUNTED:
		frappe.cache.hincrby(key, search, 1)


def _take() -> dict[str, bytes]:
	"""Give the counts a name of their own first: nobody else adds to them, or takes them too."""
	key = frappe.cache.make_key(COUNTS)
	taken = frappe.cache.make_key(f"{COUNTS}:{frappe.generate_hash(length=20)}")
	if not frappe.cache.hlen(key):
		return {}
	frappe.cache.rename(key, taken)
	frappe.cache.expire(taken, HOUR)
	counts = {search.decode(): times for search, times in frappe.cache.hscan_iter(taken)}
	frappe.cache.unlink(taken)
	return counts


def _row(department: str, kind: str, first: str, last: str, hour: str, searches: int) -> tuple:
	now = now_datetime()
	name = frappe.generate_hash(length=20)
	days = getdate(first), getdate(last)
	return name, department, kind, *days, hour, searches, now, now, "Administrator", "Administrator"


def _insert(rows: list[tuple]) -> None:
	if rows:
		frappe.qb.into(frappe.qb.DocType(DEMAND)).columns(*COLUMNS).insert(*rows).run()
