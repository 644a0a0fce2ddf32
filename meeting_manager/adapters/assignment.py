"""Who of the free members takes a booking, from what they have taken so far."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import frappe
from frappe.query_builder.functions import Max
from frappe.utils import get_datetime, now_datetime

from meeting_manager.adapters.occupancy import ASSIGNED
from meeting_manager.adapters.offers import Offer
from meeting_manager.scheduling.assignment import (
	COLLECTIVE,
	JOINED,
	NEVER,
	Candidate,
	Choice,
	choose_member,
)
from meeting_manager.scheduling.intervals import Interval
from meeting_manager.scheduling.takers import Takers, equally_good
from meeting_manager.scheduling.zones import day_window, local_day

EPOCH = datetime(1970, 1, 1)
MICROSECOND = timedelta(microseconds=1)


def pick_member(offer: Offer, free: Sequence[str], start: int) -> Choice:
	"""By the department's algorithm, from what is committed now; call it under `lock_members`.

	Times of assignments are microseconds since 1970 on the site's clock.
	:param free: at least one member.
	"""
	last_assigned = _last_assigned(free)
	booked = _booked_minutes(free, _week_of(offer, start))
	candidates = [
		Candidate(
			member,
			priority=offer.priorities[member],
			last_assigned=last_assigned.get(member, NEVER),
			booked_minutes=booked[member],
		)
		for member in free
	]
	return choose_member(offer.algorithm, candidates, _microseconds(now_datetime()))


def choose_takers(offer: Offer, takers: Sequence[Takers], start: int) -> list[Choice]:
	"""Those of a session that stands, all who come together, or whom the department's algorithm picks.

	:param takers: the best first.
	"""
	first = takers[0]
	if first.joins or offer.rules.is_collective:
		return [Choice(member, JOINED if first.joins else COLLECTIVE) for member in first.members]
	return [pick_member(offer, [member for one in equally_good(takers) for member in one.members], start)]


def record_of(choice: Choice) -> dict:
	"""What a booking's history keeps of a choice: its reason, and what was known of each candidate."""
	record = {"member": choice.member, "reason": choice.reason}
	if choice.candidates:
		record["algorithm"] = choice.algorithm
		record["now"] = _site_time(choice.now)
		record["candidates"] = [
			{
				"member": candidate.member,
				"priority": candidate.priority,
				"last_assigned": _site_time(candidate.last_assigned),
				"booked_minutes": candidate.booked_minutes,
			}
			for candidate in choice.candidates
		]
	return record


def _last_assigned(members: Sequence[str]) -> dict[str, int]:
	row = frappe.qb.DocType(ASSIGNED)
	newest = (
		frappe.qb.from_(row)
		.select(row.member, Max(row.creation).as_("newest"))
		.where(row.member.isin(list(members)))
		.groupby(row.member)
	)
	return {
		found.member: _microseconds(get_datetime(found.newest))
		for found in newest.for_update().run(as_dict=True)
	}


def _booked_minutes(members: Sequence[str], window: Interval) -> dict[str, int]:
	"""Of the meetings that start in the window; the bookings of one session are one meeting."""
	row = frappe.qb.DocType(ASSIGNED)
	meetings = (
		frappe.qb.from_(row)
		.select(row.member, row.start_utc_minute, row.end_utc_minute)
		.distinct()
		.where(row.member.isin(list(members)))
		.where(row.is_blocking == 1)
		.where(row.start_utc_minute >= window[0])
		.where(row.start_utc_minute < window[1])
	)
	minutes = Counter()
	for member, start, end in meetings.for_update().run():
		minutes[member] += end - start
	return minutes


def _week_of(offer: Offer, start: int) -> Interval:
	"""Monday to Sunday around a start, in the department's zone."""
	day = local_day(offer.zone, start)
	monday = day - timedelta(days=day.weekday())
	return day_window(offer.zone, monday, monday + timedelta(days=6))


def _microseconds(moment: datetime) -> int:
	return (moment - EPOCH) // MICROSECOND


def _site_time(microseconds: int) -> str | None:
	return None if microseconds == NEVER else str(EPOCH + microseconds * MICROSECOND)
