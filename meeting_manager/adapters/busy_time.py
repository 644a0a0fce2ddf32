"""The meetings of many members, and what else keeps them busy, in one query.

Each meeting travels as one number, and the numbers of a member as one text: reading 30,000 rows one by one would take
longer than all the rest of a search.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import frappe
from frappe.query_builder.functions import Count, GroupConcat
from pypika.terms import ValueWrapper

from meeting_manager.adapters.fields import LONGEST_BUFFER, LONGEST_MEETING
from meeting_manager.adapters.occupancy import ASSIGNED
from meeting_manager.scheduling.intervals import Interval

AWAY = -1
"""Stands for the pause before what is no meeting of ours."""
LENGTH_BITS = 20
"""A number is the start shifted by LENGTH_BITS, plus the length; both in minutes, and a year has fewer than 2 ** 20."""
LENGTH = (1 << LENGTH_BITS) - 1

Pauses = tuple[int, int]


@dataclass(frozen=True, slots=True)
class BusyTime:
	"""Numbers of one member's meetings, by the pauses that were set around them when booked, and of absences.

	A meeting that holds no time any more, but counts for caps, has length 0.
	"""

	meetings: dict[Pauses, list[int]] = field(default_factory=dict)
	away: list[int] = field(default_factory=list)

	def intervals(self) -> list[Interval]:
		"""Of the meetings that hold time."""
		return [
			found
			for numbers in self.meetings.values()
			for found in to_intervals(numbers)
			if found[0] < found[1]
		]


@dataclass(frozen=True, slots=True)
class _Source:
	"""A query without columns, the member's column, both pauses, and the number that says the rest of a row."""

	query: object
	member: object
	pauses: tuple
	number: object

	def rows(self):
		return self.query.select(self.member, *self.pauses, self.number)

	def texts(self):
		columns = self.member, *self.pauses, GroupConcat(self.number).as_("numbers"), Count("*").as_("count")
		fields = [pause for pause in self.pauses if not isinstance(pause, ValueWrapper)]
		return self.query.select(*columns).groupby(self.member, *fields)


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
		return _by_member(_one_by_one([*meetings.rows().for_update().run(), *away.rows().run()]))
	texts = meetings.texts().union_all(away.texts()).run()
	if _is_whole(texts):
		return _by_member((*key, map(int, numbers.split(","))) for *key, numbers, _count in texts)
	return _by_member(_one_by_one([*meetings.rows().run(), *away.rows().run()]))


def to_intervals(numbers: Iterable[int]) -> list[Interval]:
	return [((start := number >> LENGTH_BITS), start + (number & LENGTH)) for number in numbers]


def _meetings(members: Sequence[str], window: Interval, moving: str | None) -> _Source:
	row = frappe.qb.DocType(ASSIGNED)
	length = (row.end_utc_minute - row.start_utc_minute) * row.is_blocking
	query = (
		frappe.qb.from_(row)
		.where(row.member.isin(list(members)))
		.where(row.is_counted == 1)
		.where(row.start_utc_minute > window[0] - LONGEST_MEETING - LONGEST_BUFFER)
		.where(row.start_utc_minute < window[1] + LONGEST_BUFFER)
	)
	query = query.where(row.parent != moving) if moving else query
	number = row.start_utc_minute * (1 << LENGTH_BITS) + length
	return _Source(query, row.member, (row.buffer_before, row.buffer_after), number)


def _away(members: Sequence[str], window: Interval) -> _Source:
	row = frappe.qb.DocType("MM Busy Time")
	query = (
		frappe.qb.from_(row)
		.where(row.member.isin(list(members)))
		.where(row.start_utc_minute < window[1])
		.where(row.end_utc_minute > window[0])
	)
	number = row.start_utc_minute * (1 << LENGTH_BITS) + (row.end_utc_minute - row.start_utc_minute)
	return _Source(query, row.member, (ValueWrapper(AWAY), ValueWrapper(0)), number)


def _is_whole(texts: Iterable[tuple]) -> bool:
	"""Whether no text was cut: MariaDB cuts them without a word at `group_concat_max_len`."""
	return all(numbers.count(",") + 1 == count for *_key, numbers, count in texts)


def _one_by_one(rows: Iterable[tuple]) -> Iterable[tuple]:
	return ((*key, (number,)) for *key, number in rows)


def _by_member(found: Iterable[tuple]) -> dict[str, BusyTime]:
	busy: dict[str, BusyTime] = defaultdict(BusyTime)
	for member, before, after, numbers in found:
		time = busy[member]
		(time.away if before == AWAY else time.meetings.setdefault((before, after), [])).extend(numbers)
	for time in busy.values():
		for numbers in (time.away, *time.meetings.values()):
			numbers.sort()
	return busy
