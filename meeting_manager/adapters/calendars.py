"""Members' calendars for a search, kept in the process while nothing of the member changes.

What is kept is labelled by the member's `calendar_version`, which each transaction that changes hours or meetings
renews: a stale entry is never taken, however many processes and transactions there are. Only a change past the
documents, by SQL, has to wait until the entry is KEPT_SECONDS old.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from threading import Lock
from time import monotonic

import frappe

from meeting_manager.adapters.member_time import Member, MemberTime, RawTime, cut, load_raw_time
from meeting_manager.scheduling.bitmaps import Frame
from meeting_manager.scheduling.hours import Holidays
from meeting_manager.scheduling.intervals import Interval
from meeting_manager.scheduling.slots import MemberCalendar
from meeting_manager.scheduling.zones import MINUTES_PER_DAY, QUANTUM

LONGEST_KEPT = 200 * MINUTES_PER_DAY
"""Minutes of a member's time in one entry."""
MOST_KEPT = 4096
"""Entries in one process; the longest take about 30 KB."""


KEPT_SECONDS = 300


class KeptTime:
	"""The least recently used entries go first."""

	def __init__(self, most: int):
		self._most = most
		self._entries: OrderedDict[Hashable, tuple[str, float, MemberTime]] = OrderedDict()
		self._lock = Lock()

	def find(self, key: Hashable, version: str) -> MemberTime | None:
		with self._lock:
			kept_version, since, time = self._entries.get(key, ("", 0, None))
			if not version or kept_version != version or monotonic() - since > KEPT_SECONDS:
				return None
			self._entries.move_to_end(key)
			return time

	def keep(self, key: Hashable, version: str, time: MemberTime) -> None:
		with self._lock:
			self._entries[key] = version, monotonic(), time
			self._entries.move_to_end(key)
			while len(self._entries) > self._most:
				self._entries.popitem(last=False)

	def clear(self) -> None:
		with self._lock:
			self._entries.clear()


kept_time = KeptTime(MOST_KEPT)


def load_calendars(
	members: Sequence[Member], frame: Frame, holidays: Holidays, reach: Interval, moving: str | None = None
) -> list[MemberCalendar]:
	"""
	:param reach: UTC minutes of which the meetings are needed, for the caps; it holds the frame.
	:param moving: a booking that takes no time, since it is the one being moved.
	"""
	found = _find(members, holidays)
	stale = [member for member in members if not _holds(found.get(member.name), reach)]
	if stale:
		wanted = _extended(reach, [found[member.name] for member in stale if member.name in found])
		found.update(_load(stale, wanted, holidays, moving))
	return [_calendar(member, found[member.name].within(frame)) for member in members]


def load_calendars_now(
	members: Sequence[Member],
	frame: Frame,
	holidays: Holidays,
	reach: Interval,
	moving: str | None = None,
	for_update: bool = False,
) -> list[MemberCalendar]:
	"""The same, past what is kept, and with all that an explanation tells."""
	raw = load_raw_time(members, reach, moving, for_update)
	return [
		_calendar(member, cut(raw[member.name], frame, holidays), raw[member.name], holidays)
		for member in members
	]


def _find(members: Sequence[Member], holidays: Holidays) -> dict[str, MemberTime]:
	label = tuple(holidays.items())
	found = {}
	for member in members:
		time = None if member.is_moving else kept_time.find(_key(member, label), member.version)
		if time:
			found[member.name] = time
	return found


def _load(
	members: Sequence[Member], reach: Interval, holidays: Holidays, moving: str | None
) -> dict[str, MemberTime]:
	frame = Frame(reach[0], (reach[1] - reach[0]) // QUANTUM)
	raw = load_raw_time(members, reach, moving)
	loaded = {member.name: cut(raw[member.name], frame, holidays) for member in members}
	label = tuple(holidays.items())
	for member in members:
		if member.version and not member.is_moving:
			kept_time.keep(_key(member, label), member.version, loaded[member.name])
	return loaded


def _key(member: Member, holidays: Hashable) -> Hashable:
	return frappe.local.site, member.name, member.zone.key, holidays


def _holds(time: MemberTime | None, reach: Interval) -> bool:
	return time is not None and time.frame.origin <= reach[0] and reach[1] <= time.frame.end


def _extended(reach: Interval, times: Sequence[MemberTime]) -> Interval:
	"""Whole UTC days, with the time that was kept so far where both together are not too long."""
	low = min(reach[0], *(time.frame.origin for time in times), reach[0])
	high = max(reach[1], *(time.frame.end for time in times), reach[1])
	if high - low > LONGEST_KEPT:
		low, high = reach
	return low // MINUTES_PER_DAY * MINUTES_PER_DAY, -(-high // MINUTES_PER_DAY) * MINUTES_PER_DAY


def _calendar(
	member: Member, time: MemberTime, raw: RawTime | None = None, holidays: Holidays | None = None
) -> MemberCalendar:
	return MemberCalendar(
		member=member.name,
		working=time.working if member.is_bookable else 0,
		booked=time.booked,
		held=time.held,
		away=time.away,
		starts=time.starts() if member.day_cap or member.week_cap else (),
		zone=member.zone,
		buffer_before=member.buffer_before,
		buffer_after=member.buffer_after,
		day_cap=member.day_cap,
		week_cap=member.week_cap,
		hours=raw.hours if raw else None,
		holidays=holidays or {},
		meetings=raw.busy.intervals() if raw else (),
	)
