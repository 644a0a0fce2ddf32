"""Who of the free members takes a booking, from what they have taken so far."""

from collections.abc import Sequence
from datetime import timedelta

import frappe
from frappe.query_builder.functions import Max, Sum
from frappe.utils import get_datetime

from meeting_manager.adapters.occupancy import ASSIGNED
from meeting_manager.adapters.offers import Offer
from meeting_manager.scheduling.assignment import NEVER, Candidate, choose_member
from meeting_manager.scheduling.intervals import Interval
from meeting_manager.scheduling.zones import day_window, local_day

MICROSECOND = timedelta(microseconds=1)


def pick_member(offer: Offer, free: Sequence[str], start: int) -> str:
	"""By the department's algorithm, from what is committed now; call it under `lock_members`.

	:param free: at least one member.
	"""
	last_assigned = _last_assigned(free)
	booked = _booked_minutes(free, _week_of(offer, start))
	candidates = [
		Candidate(
			member,
			priority=offer.priorities[member],
			last_assigned=last_assigned.get(member, NEVER),
			booked_minutes=booked.get(member, 0),
		)
		for member in free
	]
	return choose_member(offer.algorithm, candidates)


def _last_assigned(members: Sequence[str]) -> dict[str, int]:
	row = frappe.qb.DocType(ASSIGNED)
	newest = (
		frappe.qb.from_(row)
		.select(row.member, Max(row.creation).as_("newest"))
		.where(row.member.isin(list(members)))
		.groupby(row.member)
	)
	epoch = get_datetime("1970-01-01 00:00:00")
	return {
		found.member: (get_datetime(found.newest) - epoch) // MICROSECOND
		for found in newest.for_update().run(as_dict=True)
	}


def _booked_minutes(members: Sequence[str], window: Interval) -> dict[str, int]:
	row = frappe.qb.DocType(ASSIGNED)
	booked = (
		frappe.qb.from_(row)
		.select(row.member, Sum(row.end_utc_minute - row.start_utc_minute).as_("minutes"))
		.where(row.member.isin(list(members)))
		.where(row.is_blocking == 1)
		.where(row.start_utc_minute >= window[0])
		.where(row.start_utc_minute < window[1])
		.groupby(row.member)
	)
	return {found.member: int(found.minutes) for found in booked.for_update().run(as_dict=True)}


def _week_of(offer: Offer, start: int) -> Interval:
	"""Monday to Sunday around a start, in the department's zone."""
	day = local_day(offer.zone, start)
	monday = day - timedelta(days=day.weekday())
	return day_window(offer.zone, monday, monday + timedelta(days=6))
