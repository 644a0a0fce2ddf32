"""The meetings of many members, and what else keeps them busy, in one query.

Each meeting travels as one number, and the numbers of a member as one text: reading 30,000 rows one by one would take
longer than all the rest of a search.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import frappe
from frappe.query_builder.functions import Concat, GroupConcat, Sum

from meeting_manager.adapters.fields import LONGEST_BUFFER, LONGEST_MEETING
from meeting_manager.adapters.occupancy import ASSIGNED
from meeting_manager.scheduling.intervals import Interval

START_BITS, LENGTH_BITS, PAUSE_BITS = 26, 16, 8
"""A number is a start, in minutes after the origin, shifted by START_BITS. What an absence adds is its length. A meeting
adds its length shifted by LENGTH_BITS, the pause before it shifted by PAUSE_BITS, and the pause after it."""

LONGEST_LENGTH = (1 << START_BITS - LENGTH_BITS) - 1

Pauses = tuple[int, int]


class CutTextError(Exception):
	"""A text does not hold all the numbers."""


@dataclass(frozen=True, slots=True)
class BusyTime:
	"""One member's meetings and absences as sorted numbers.

	A meeting that holds no time any more, but counts for caps, has length 0.
	:param origin: UTC minute that the numbers count from.
	"""

	origin: int = 0
	meetings: Sequence[int] = ()
	away: Sequence[int] = ()

	def intervals(self) -> list[Interval]:
		"""Of the meetings that hold time."""
		return [found for found in self._meetings(self.meetings) if found[0] < found[1]]

	def intervals_by_pauses(self) -> dict[Pauses, list[Interval]]:
		"""The same by the pauses, before and after, that were set around them when they were booked."""
		everything = (1 << LENGTH_BITS) - 1
		kinds = {number & everything for number in self.meetings}
		return {
			(kind >> PAUSE_BITS, kind & (1 << PAUSE_BITS) - 1): self._meetings(
				self.meetings
				if len(kinds) == 1
				else [number for number in self.meetings if number & everything == kind]
			)
			for kind in kinds
		}

	def away_intervals(self) -> list[Interval]:
		length = (1 << START_BITS) - 1
		return [
			((start := self.origin + (number >> START_BITS)), start + (number & length))
			for number in self.away
		]

	def _meetings(self, numbers: Iterable[int]) -> list[Interval]:
		origin = self.origin
		return [
			((start := origin + (number >> START_BITS)), start + (number >> LENGTH_BITS & LONGEST_LENGTH))
			for number in numbers
		]


@dataclass(frozen=True, slots=True)
class _Source:
	"""A query without columns, the member's column, and the number that says the rest of a row."""

	query: object
	member: object
	number: object

	def of(self, member, column):
		"""A column over the rows of one member."""
		return self.query.where(self.member == member).select(column)

	def rows(self, members: Sequence[str]):
		return self.query.where(self.member.isin(list(members))).select(self.member, self.number)


def has_length(meeting: int) -> bool:
	"""Whether the meeting of this number holds its time still."""
	return meeting >> LENGTH_BITS & LONGEST_LENGTH > 0


def load_busy_time(
	members: Sequence[str], window: Interval, moving: str | None = None, for_update: bool = False
) -> dict[str, BusyTime]:
	"""What touches a window of UTC minutes, by member.

	:param moving: a booking that takes no time, since it is the one being moved.
	:param for_update: read the meetings as they are committed now, not as the transaction saw them first.
	"""
	if not members:
		return {}
	origin = window[0] - LONGEST_MEETING - LONGEST_BUFFER
	meetings, away = _meetings(origin, window, moving), _away(origin, window)
	if not for_update:
		try:
			return _read_texts(origin, _load_texts(members, meetings, away))
		except CutTextError:
			pass
	rows = meetings.rows(members)
	return _by_member(origin, (rows.for_update() if for_update else rows).run(), away.rows(members).run())


def _meetings(origin: int, window: Interval, moving: str | None) -> _Source:
	row = frappe.qb.DocType(ASSIGNED)
	length = (row.end_utc_minute - row.start_utc_minute) * row.is_blocking
	number = (
		(row.start_utc_minute - origin) * (1 << START_BITS)
		+ length * (1 << LENGTH_BITS)
		+ row.buffer_before * (1 << PAUSE_BITS)
		+ row.buffer_after
	)
	query = (
		frappe.qb.from_(row)
		.where(row.is_counted == 1)
		.where(row.start_utc_minute > origin)
		.where(row.start_utc_minute < window[1] + LONGEST_BUFFER)
	)
	return _Source(query.where(row.parent != moving) if moving else query, row.member, number)


def _away(origin: int, window: Interval) -> _Source:
	row = frappe.qb.DocType("MM Busy Time")
	length = row.end_utc_minute - row.start_utc_minute
	number = (row.start_utc_minute - origin) * (1 << START_BITS) + length
	query = frappe.qb.from_(row).where(row.start_utc_minute < window[1]).where(row.end_utc_minute > window[0])
	return _Source(query, row.member, number)


def _load_texts(members: Sequence[str], *sources: _Source) -> list[tuple]:
	"""By member, for each source the sum of the numbers and the numbers, as one text."""
	profile = frappe.qb.DocType("MM Member Profile")
	query = frappe.qb.from_(profile).select(profile.name).where(profile.name.isin(list(members)))
	for source in sources:
		query = query.select(
			source.of(profile.name, Concat(Sum(source.number), ",", GroupConcat(source.number)))
		)
	return query.run()


def _read_texts(origin: int, texts: Iterable[tuple]) -> dict[str, BusyTime]:
	return {
		member: BusyTime(origin, *(sorted(_read(text)) for text in columns)) for member, *columns in texts
	}


def _read(text: str | None) -> list[int]:
	"""
	:param text: the sum of the numbers, then the numbers.
	:raises CutTextError: MariaDB cuts a GROUP_CONCAT without a word at `group_concat_max_len`, if need be within a number.
	"""
	if not text:
		return []
	try:
		total, *numbers = json.loads(f"[{text}]")
	except ValueError:
		raise CutTextError
	if sum(numbers) != total:
		raise CutTextError
	return numbers


def _by_member(origin: int, *sources: Iterable[tuple]) -> dict[str, BusyTime]:
	found = [defaultdict(list) for _source in sources]
	for numbers, rows in zip(found, sources, strict=True):
		for member, number in rows:
			numbers[member].append(number)
	members = {member for numbers in found for member in numbers}
	return {member: BusyTime(origin, *(sorted(numbers[member]) for numbers in found)) for member in members}
