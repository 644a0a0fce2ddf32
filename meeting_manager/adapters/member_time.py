"""What decides a member's free time, read for many members at once and cut into bits."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import reduce
from operator import or_
from zoneinfo import ZoneInfo

import frappe
from frappe.utils import getdate

from meeting_manager.adapters.busy_time import START_BITS, BusyTime, Pauses, has_length, load_busy_time
from meeting_manager.adapters.site_time import wall_interval
from meeting_manager.scheduling.bitmaps import Frame, pack, pack_inside, widen
from meeting_manager.scheduling.hours import Holidays, WorkingHours, working_intervals
from meeting_manager.scheduling.intervals import Interval, merge
from meeting_manager.scheduling.zones import local_day

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Member:
	"""An active member of a department, as the row of its profile says.

	:param priority: 1 is asked first.
	:param is_bookable: may be booked, and the user is enabled to hear of it.
	:param is_named: the meeting type names the member.
	:param is_moving: holds the booking that is being moved.
	:param version: changes with the member's hours and meetings.
	"""

	name: str
	full_name: str
	zone: ZoneInfo
	priority: int = 1
	is_bookable: bool = True
	is_named: bool = False
	is_moving: bool = False
	buffer_before: int = 0
	buffer_after: int = 0
	day_cap: int = 0
	week_cap: int = 0
	version: str = ""


@dataclass(frozen=True, slots=True)
class RawTime:
	"""A member's hours and busy time as intervals."""

	hours: WorkingHours
	busy: BusyTime = field(default_factory=BusyTime)


@dataclass(frozen=True, slots=True)
class MemberTime:
	"""The same as bits of a frame; see `MemberCalendar` for what each means.

	:param numbers: of the meetings, like `origin` as `BusyTime` has them.
	"""

	frame: Frame
	working: int
	booked: int
	held: int
	away: int
	numbers: array
	origin: int

	def within(self, frame: Frame) -> MemberTime:
		"""The part of another frame, which lies within this one."""
		if frame == self.frame:
			return self
		shift, full = (frame.origin - self.frame.origin) // frame.quantum, frame.full
		parts = (bits >> shift & full for bits in (self.working, self.booked, self.held, self.away))
		return MemberTime(frame, *parts, self.numbers, self.origin)

	def starts(self) -> list[int]:
		"""Of the meetings that count for caps, each session once, and each that no longer holds its time."""
		counted = {(number >> START_BITS, has_length(number)) for number in self.numbers}
		return sorted(self.origin + start for start, _holds_time in counted)


def load_raw_time(
	members: Sequence[Member], window: Interval, moving: str | None = None, for_update: bool = False
) -> dict[str, RawTime]:
	"""Hours and busy time around a window of UTC minutes, by member, in three queries.

	:param moving: a booking that takes no time, since it is the one being moved.
	:param for_update: read the meetings as they are committed now, not as the transaction saw them first.
	"""
	busy = load_busy_time([member.name for member in members], window, moving, for_update)
	return {
		name: RawTime(hours, busy.get(name, BusyTime()))
		for name, hours in load_hours(members, window).items()
	}


def load_hours(members: Sequence[Member], window: Interval) -> dict[str, WorkingHours]:
	"""Weekly hours, and the overrides around a window of UTC minutes, by member, in two queries."""
	names = [member.name for member in members]
	if not names:
		return {}
	weekly, overrides = _load_weekly_hours(names), _load_overrides(names, window)
	return {
		member.name: WorkingHours(member.zone, weekly[member.name], overrides[member.name])
		for member in members
	}


def cut(raw: RawTime, frame: Frame, holidays: Holidays) -> MemberTime:
	zone, busy = raw.hours.zone, raw.busy
	days = local_day(zone, frame.origin) - ONE_DAY, local_day(zone, frame.end)
	packed = {pauses: pack(frame, found) for pauses, found in busy.intervals_by_pauses().items()}
	return MemberTime(
		frame,
		working=pack_inside(frame, working_intervals(raw.hours, holidays, *days)),
		booked=reduce(or_, packed.values(), 0),
		held=_with_pauses(frame, packed),
		away=pack(frame, merge(busy.away_intervals())),
		numbers=array("q", busy.meetings),
		origin=busy.origin,
	)


def _with_pauses(frame: Frame, packed: dict[Pauses, int]) -> int:
	"""0 where no meeting has pauses."""
	if not any(map(any, packed)):
		return 0
	return reduce(or_, (widen(frame, bits, *pauses) for pauses, bits in packed.items()))


def _load_weekly_hours(members: Sequence[str]) -> dict[str, dict[int, list[Interval]]]:
	hours = defaultdict(lambda: defaultdict(list))
	for parent, weekday, start, end in _rows(
		"MM Weekly Hours", members, ["weekday", "start_time", "end_time"]
	):
		day = hours[parent][WEEKDAYS.index(weekday)]
		day[:] = merge([*day, wall_interval(start, end)])
	return hours


def _load_overrides(members: Sequence[str], window: Interval) -> dict[str, dict[date, list[Interval]]]:
	overrides = defaultdict(lambda: defaultdict(list))
	dates = tuple(local_day(ZoneInfo("UTC"), minute) for minute in window)
	fields = ["date", "is_day_off", "start_time", "end_time"]
	within = {"date": ["between", [dates[0] - 2 * ONE_DAY, dates[1] + ONE_DAY]]}
	for parent, day, is_day_off, start, end in _rows("MM Date Override", members, fields, **within):
		hours = overrides[parent][getdate(day)]
		if not is_day_off:
			hours[:] = merge([*hours, wall_interval(start, end)])
	return overrides


def _rows(doctype: str, members: Sequence[str], fields: list[str], **filters) -> Iterable[tuple]:
	return frappe.get_all(
		doctype,
		filters={"parenttype": "MM Member Profile", "parent": ["in", members], **filters},
		fields=["parent", *fields],
		order_by="parent asc, idx asc",
		as_list=True,
	)
