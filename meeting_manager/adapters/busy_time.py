"""The meetings of many members, and what else keeps them busy, in one query.

Each meeting travels as one number and each member's numbers as one text: reading 30,000 rows one by one would take
longer than all the rest of a search.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import frappe
from frappe.query_builder.functions import Count, GroupConcat
from pypika.terms import ValueWrapper

from meeting_manager.adapters.fields import LONGEST_BUFFER, LONGEST_MEETING
from meeting_manager.adapters.occupancy import ASSIGNED
from meeting_manager.scheduling.intervals import Interval

MEETING, AWAY = 0, 1
START_BITS, LENGTH_BITS, PAUSE_BITS = 26, 16, 8
"""A number is the start shifted by START_BITS, plus the length of an absence, or plus a meeting's length shifted by
LENGTH_BITS, the pause before it shifted by PAUSE_BITS, and the pause after it."""


@dataclass(frozen=True, slots=True)
class BusyTime:
	"""UTC intervals, sorted by their starts.

	:param with_pauses: the meetings with the pauses that were set around them when booked; empty where there are none.
	:param starts: of the meetings that count for caps, each session once.
	"""

	meetings: Sequence[Interval] = ()
	with_pauses: Sequence[Interval] = ()
	away: Sequence[Interval] = ()
	starts: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class _Source:
	"""A query without columns, the member's column and the number that says all of one row."""

	kind: int
	query: object
	member: object
	number: object

	def rows(self):
		return self.query.select(self.member, ValueWrapper(self.kind), self.number)

	def texts(self):
		numbers = GroupConcat(self.number).as_("numbers")
		columns = self.member, ValueWrapper(self.kind).as_("kind"), numbers, Count("*").as_("count")
		return self.query.select(*columns).groupby(self.member)


def load_busy_time(
	members: Sequence[str], window: Interval, moving: str | None = None, for_update: bool = False
) -> dict[str, BusyTime]:
	"""What touches a window of UTC minutes, by member.

	:param moving: a booking that takes no time, since it is the one being moved.
	:param for_update: read the meetings as they are committed now, not as the transaction saw them first.
	"""
	if not members:
		return {}
	meetings, away = _meetings(members, window, moving), _away(members, window)
	if for_update:
		return _by_member([*meetings.rows().for_update().run(), *away.rows().run()])
	texts = meetings.texts().union_all(away.texts()).run()
	if _is_whole(texts):
		return _by_member(
			(member, kind, number) for member, kind, numbers, _count in texts for number in numbers.split(",")
		)
	return _by_member([*meetings.rows().run(), *away.rows().run()])


def _meetings(members: Sequence[str], window: Interval, moving: str | None) -> _Source:
	row = frappe.qb.DocType(ASSIGNED)
	length = (row.end_utc_minute - row.start_utc_minute) * row.is_blocking
	number = (
		row.start_utc_minute * (1 << START_BITS)
		+ length * (1 << LENGTH_BITS)
		+ row.buffer_before * (1 << PAUSE_BITS)
		+ row.buffer_after
	)
	query = (
		frappe.qb.from_(row)
		.where(row.member.isin(list(members)))
		.where(row.is_counted == 1)
		.where(row.start_utc_minute > window[0] - LONGEST_MEETING - LONGEST_BUFFER)
		.where(row.start_utc_minute < window[1] + LONGEST_BUFFER)
	)
	return _Source(MEETING, query.where(row.parent != moving) if moving else query, row.member, number)


def _away(members: Sequence[str], window: Interval) -> _Source:
	row = frappe.qb.DocType("MM Busy Time")
	number = row.start_utc_minute * (1 << START_BITS) + (row.end_utc_minute - row.start_utc_minute)
	query = (
		frappe.qb.from_(row)
		.where(row.member.isin(list(members)))
		.where(row.start_utc_minute < window[1])
		.where(row.end_utc_minute > window[0])
	)
	return _Source(AWAY, query, row.member, number)


def _is_whole(texts: Iterable[tuple]) -> bool:
	"""Whether no text was cut: MariaDB cuts them without a word at `group_concat_max_len`."""
	return all(numbers.count(",") + 1 == count for _member, _kind, numbers, count in texts)


def _by_member(rows: Iterable[tuple]) -> dict[str, BusyTime]:
	numbers = defaultdict(lambda: ([], []))
	for member, kind, number in rows:
		numbers[member][kind].append(int(number))
	return {member: _read(sorted(meetings), sorted(away)) for member, (meetings, away) in numbers.items()}


def _read(meetings: list[int], away: list[int]) -> BusyTime:
	bare, with_pauses, starts, has_pauses = [], [], [], False
	for number in meetings:
		start, rest = number >> START_BITS, number & (1 << START_BITS) - 1
		if not starts or starts[-1] != start:
			starts.append(start)
		end = start + (rest >> LENGTH_BITS)
		if end > start:
			pauses = rest & (1 << LENGTH_BITS) - 1
			bare.append((start, end))
			with_pauses.append((start - (pauses >> PAUSE_BITS), end + (pauses & (1 << PAUSE_BITS) - 1)))
			has_pauses = has_pauses or pauses > 0
	absences = [
		(number >> START_BITS, (number >> START_BITS) + (number & (1 << START_BITS) - 1)) for number in away
	]
	return BusyTime(bare, sorted(with_pauses) if has_pauses else (), absences, starts)
