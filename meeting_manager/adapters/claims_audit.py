"""Whether the claims on members' time are exactly those of the bookings that hold it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field

import frappe

from meeting_manager.adapters.claims import CLAIM, Claim, insert
from meeting_manager.adapters.occupancy import ASSIGNED
from meeting_manager.scheduling.zones import MINUTES_PER_DAY, QUANTUM

ROWS_AT_ONCE = 5000


@dataclass
class Disagreements:
	"""
	:param overlaps: pairs of bookings that hold the same time of a member.
	:param overfull: bookings of sessions that hold more of them than the meeting type has seats.
	:param missing: names of claims that a booking should hold.
	:param stray: names of claims that no booking holds.
	"""

	overlaps: list[tuple[str, str]] = field(default_factory=list)
	overfull: list[list[str]] = field(default_factory=list)
	missing: list[str] = field(default_factory=list)
	stray: list[str] = field(default_factory=list)

	def __bool__(self) -> bool:
		return any(asdict(self).values())


def find_disagreements(now: int) -> Disagreements:
	"""Look at everything that ended a day ago or has not ended.

	:param now: UTC minute.
	"""
	held = _held(now)
	sessions = defaultdict(list)
	for booking, claim in held.items():
		sessions[claim.session].append(booking)
	expected, overlaps = _expect(held, sessions, _since(now) // QUANTUM)
	stored = set(_stored(now))
	return Disagreements(
		overlaps=overlaps,
		overfull=_overfull(held, sessions),
		missing=sorted(set(expected) - stored),
		stray=sorted(stored - set(expected)),
	)


def rebuild(now: int) -> None:
	"""Write the claims anew from the bookings, while nobody can book. Of two that overlap the first one keeps the time."""
	profile = frappe.qb.DocType("MM Member Profile")
	frappe.qb.from_(profile).select(profile.name).orderby(profile.name).for_update().run()
	forget_old(now + 1000 * 366 * MINUTES_PER_DAY)
	rows = {}
	for claim in _held(now).values():
		for row in claim.rows():
			rows.setdefault(row[0], row)
	ordered = sorted(rows.values(), key=lambda row: row[1:3])
	for first in range(0, len(ordered), ROWS_AT_ONCE):
		insert(ordered[first : first + ROWS_AT_ONCE])


def forget_old(now: int) -> None:
	"""Of meetings that ended more than a day ago."""
	frappe.db.delete(CLAIM, {"quantum": ["<", _since(now) // QUANTUM]})


def _since(now: int) -> int:
	return now - MINUTES_PER_DAY


def _held(now: int) -> dict[str, Claim]:
	"""By booking, in the order in which they were made."""
	row = frappe.qb.DocType(ASSIGNED)
	query = (
		frappe.qb.from_(row)
		.select(row.parent, row.meeting_type, row.member, row.start_utc_minute, row.end_utc_minute)
		.where((row.is_blocking == 1) & (row.end_utc_minute > _since(now)))
		.orderby(row.creation, row.parent)
	)
	members, terms = defaultdict(list), {}
	for booking, meeting_type, member, start, end in query.run():
		members[booking].append(member)
		terms[booking] = meeting_type, (start, end)
	return {
		booking: Claim(meeting_type, tuple(sorted(members[booking])), window)
		for booking, (meeting_type, window) in terms.items()
	}


def _expect(
	held: dict[str, Claim], sessions: dict[str, list[str]], oldest: int
) -> tuple[dict[str, str], list[tuple[str, str]]]:
	"""The claims by name with their session's first booking, and the pairs that want the same."""
	expected, overlaps = {}, {}
	for claim in held.values():
		first = sessions[claim.session][0]
		for name, _member, quantum, _session in claim.rows():
			other = expected.setdefault(name, first) if quantum >= oldest else first
			if other != first:
				overlaps[other, first] = True
	return expected, list(overlaps)


def _overfull(held: dict[str, Claim], sessions: dict[str, list[str]]) -> list[list[str]]:
	kinds = Counter(claim.meeting_type for claim in held.values())
	seats = dict(
		frappe.get_all(
			"MM Meeting Type",
			{"name": ["in", list(kinds)]},
			["name", "capacity"],
			as_list=True,
			order_by="name asc",
		)
		if kinds
		else ()
	)
	return [
		bookings
		for bookings in sessions.values()
		if len(bookings) > (seats.get(held[bookings[0]].meeting_type) or 1)
	]


def _stored(now: int) -> list[str]:
	return frappe.get_all(
		CLAIM, {"quantum": [">=", _since(now) // QUANTUM]}, pluck="name", order_by="name asc"
	)
