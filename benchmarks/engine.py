"""The app's engine on a workload, from inputs that a running site keeps ready."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from benchmarks.workloads import Member, Workload
from meeting_manager.scheduling.bitmaps import Frame, closed_starts, frame_around, pack, pack_inside
from meeting_manager.scheduling.hours import WHOLE_DAY, Holidays, WorkingHours, working_intervals
from meeting_manager.scheduling.intervals import Interval, merge
from meeting_manager.scheduling.slot_rules import SlotRules
from meeting_manager.scheduling.slots import MemberCalendar, Search
from meeting_manager.scheduling.zones import QUANTUM, local_day, offset_at, to_date

TWO_DAYS = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Prepared:
	"""A workload with everything made that does not change from one search to the next.

	:param working: each member's compiled hours on the frame.
	:param bookings: each member's, as intervals of which no two overlap.
	:param packed: calendars with the same as bits of the frame.
	"""

	workload: Workload
	rules: SlotRules
	frame: Frame
	working: tuple[int, ...]
	bookings: tuple[Sequence[Interval], ...]
	packed: tuple[MemberCalendar, ...]

	def find_starts(self) -> list[int]:
		"""From the lists of bookings."""
		before, after = self.workload.buffer_before, self.workload.duration + self.workload.buffer_after
		return self._search(
			[
				MemberCalendar(
					str(number), working, closed=closed_starts(self.frame, bookings, before, after)
				)
				for number, (working, bookings) in enumerate(zip(self.working, self.bookings, strict=True))
			]
		)

	def find_starts_packed(self) -> list[int]:
		"""From the bookings as bitmaps."""
		return self._search(self.packed)

	def _search(self, calendars: Sequence[MemberCalendar]) -> list[int]:
		window = (self.workload.low, self.workload.high)
		search = Search(self.rules, self.frame, window, self.workload.now, calendars)
		return search.openings().starts()


def prepare(workload: Workload) -> Prepared:
	frame = _frame(workload)
	holidays = {to_date(day): WHOLE_DAY for day in workload.holidays}
	working = tuple(_working(member, holidays, frame) for member in workload.members)
	bookings = tuple(_disjoint(member.bookings) for member in workload.members)
	return Prepared(
		workload=workload,
		rules=_rules(workload),
		frame=frame,
		working=working,
		bookings=bookings,
		packed=tuple(
			MemberCalendar(str(number), hours, pack(frame, found))
			for number, (hours, found) in enumerate(zip(working, bookings, strict=True))
		),
	)


def _disjoint(bookings: Sequence[Interval]) -> Sequence[Interval]:
	"""As they are, or joined where a workload's bookings overlap, which those of a site never do."""
	overlap = any(following[0] < booking[1] for booking, following in pairwise(bookings))
	return merge(bookings) if overlap else bookings


def _rules(workload: Workload) -> SlotRules:
	return SlotRules(
		zone=workload.grid_zone,
		duration=workload.duration,
		interval=workload.step,
		buffer_before=workload.buffer_before,
		buffer_after=workload.buffer_after,
		minimum_notice=workload.notice,
	)


def _frame(workload: Workload) -> Frame:
	margin = workload.duration + max(workload.buffer_before, workload.buffer_after)
	return frame_around((workload.low, workload.high), margin, _quantum(workload))


def _quantum(workload: Workload) -> int:
	"""The site's own where no start and no end of a meeting can fall between two quanta, else one minute."""
	offsets = {offset_at(workload.grid_zone, minute) for minute in range(workload.low, workload.high, 60)}
	lengths = (workload.duration, workload.step, workload.buffer_before, workload.buffer_after)
	return 1 if any(minutes % QUANTUM for minutes in (*lengths, *offsets)) else QUANTUM


def _working(member: Member, holidays: Holidays, frame: Frame) -> int:
	hours = WorkingHours(
		zone=member.zone,
		weekly={weekday: merge(intervals) for weekday, intervals in enumerate(member.week)},
		overrides={to_date(day): merge(intervals) for day, intervals in member.overrides.items()},
	)
	first, last = local_day(member.zone, frame.origin), local_day(member.zone, frame.end)
	return pack_inside(frame, working_intervals(hours, holidays, first - TWO_DAYS, last + TWO_DAYS))
